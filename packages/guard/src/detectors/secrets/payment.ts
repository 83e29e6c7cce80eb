/** Keys that move money, or open accounts where it lies. Stripe's have a file of their own. */
import type { Detector } from "../detector.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

export const PAYMENT: readonly Detector[] = [
  prefixed({
    id: "adyen-api-key",
    shapes: ["AQE{1 letters}h{120-260 base64}{|=|==}"],
    see: "https://docs.adyen.com/development-resources/api-credentials/",
  }),
  named({
    id: "alpaca-secret-key",
    names: ["alpaca", "apca"],
    shapes: ["{40 alphanumeric}", "{44 alphanumeric}"],
    see: "https://docs.alpaca.markets/docs/authentication",
  }),
  named({
    id: "binance-secret-key",
    names: ["binance"],
    shapes: ["{64 alphanumeric}"],
    see: "https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security",
  }),
  named({
    id: "bitfinex-secret-key",
    names: ["bitfinex"],
    shapes: ["{43 alphanumeric}"],
    see: "https://docs.bitfinex.com/docs/rest-auth",
  }),
  named({ id: "bitmex-secret-key", names: ["bitmex"], shapes: ["{48 base64url}"], see: "https://www.bitmex.com/app/apiKeys" }),
  named({ id: "bittrex-secret-key", names: ["bittrex"], shapes: ["{32 alphanumeric}"], see: "https://bittrex.github.io/api/v3" }),
  named({
    id: "blockfrost-project-key",
    names: ["blockfrost"],
    shapes: ["{mainnet|testnet|preprod|preview}{32 alphanumeric}"],
    see: "https://docs.blockfrost.io/",
  }),
  prefixed({
    id: "braintree-access-token",
    shapes: ["access_token${production|sandbox}${16 lower}${32 hex}"],
    see: "https://developer.paypal.com/braintree/docs/guides/authorization/overview",
  }),
  named({
    id: "braintree-private-key",
    names: ["braintree"],
    shapes: ["{32 hex}"],
    see: "https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials",
  }),
  named({
    id: "chargebee-api-key",
    names: ["chargebee"],
    shapes: ["{live|test}_{32-50 alphanumeric}"],
    see: "https://apidocs.chargebee.com/docs/api",
  }),
  prefixed({
    id: "checkout-com-secret-key",
    shapes: ["sk_{|test_|sbox_}{8 hex}-{4 hex}-{4 hex}-{4 hex}-{12 hex}", "sk_sbox_{24-32 lower}"],
    see: "https://www.checkout.com/docs/developer-resources/api/api-authentication",
  }),
  named({
    id: "coinbase-api-secret",
    names: ["coinbase"],
    shapes: ["{64 padded}", "{32 alphanumeric}"],
    see: "https://docs.cdp.coinbase.com/",
  }),
  named({
    id: "coinmarketcap-api-key",
    names: ["coinmarketcap", "cmc pro", "cmc api"],
    shapes: ["{uuid}"],
    see: "https://coinmarketcap.com/api/documentation/v1/",
  }),
  prefixed({
    id: "duffel-api-token",
    shapes: ["duffel_{test|live}_{43 padded}"],
    see: "https://duffel.com/docs/api/overview/test-your-integration",
  }),
  named({ id: "dwolla-secret", names: ["dwolla"], shapes: ["{50 alphanumeric}"], see: "https://developers.dwolla.com/docs" }),
  prefixed({
    id: "easypost-api-key",
    shapes: ["EZ{AK|TK}{54 alphanumeric}"],
    see: "https://docs.easypost.com/docs/authentication",
  }),
  named({
    id: "etherscan-api-key",
    names: ["etherscan", "bscscan", "polygonscan", "arbiscan"],
    shapes: ["{34 upper}"],
    see: "https://docs.etherscan.io/getting-started/viewing-api-usage-statistics",
  }),
  named({
    id: "finicity-api-key",
    names: ["finicity"],
    shapes: ["{32 hex}", "{20 alphanumeric}"],
    see: "https://docs.finicity.com/",
  }),
  named({
    id: "finnhub-api-key",
    names: ["finnhub"],
    shapes: ["{20 alphanumeric}", "{40 alphanumeric}"],
    see: "https://finnhub.io/docs/api/authentication",
  }),
  prefixed({
    id: "flutterwave-key",
    shapes: ["FLWSECK{|_TEST}-{32 lower}-X", "FLWSECK_TEST{12 lower}", "FLWSECK_TEST-{12 lower}"],
    see: "https://developer.flutterwave.com/docs/authentication",
  }),
  named({
    id: "freshbooks-access-token",
    names: ["freshbooks"],
    shapes: ["{64 alphanumeric}"],
    see: "https://www.freshbooks.com/api/authentication",
  }),
  named({
    id: "gemini-exchange-secret",
    names: ["gemini"],
    shapes: ["{master|account}-{20 alphanumeric}", "{27-28 alphanumeric}"],
    see: "https://docs.gemini.com/",
  }),
  named({
    id: "gocardless-access-token",
    names: ["gocardless"],
    shapes: ["{live|sandbox}_{40 padded}"],
    see: "https://developer.gocardless.com/api-reference/",
  }),
  named({
    id: "kraken-private-key",
    names: ["kraken"],
    shapes: ["{86 base64}==", "{80-90 base64}", "{56 base64}"],
    see: "https://docs.kraken.com/api/docs/guides/spot-rest-auth",
  }),
  named({
    id: "kucoin-access-key",
    names: ["kucoin"],
    shapes: ["{24 hex}"],
    see: "https://www.kucoin.com/docs-new/authentication",
  }),
  named({
    id: "kucoin-secret-key",
    names: ["kucoin"],
    shapes: ["{uuid}"],
    see: "https://www.kucoin.com/docs-new/authentication",
  }),
  named({ id: "lob-api-key", names: ["lob"], shapes: ["{live|test}_{35 hex}"], see: "https://docs.lob.com/#tag/Authentication" }),
  prefixed({
    id: "mercury-api-token",
    shapes: ["secret-token:mercury_{production|sandbox}_{20-80 base64url}"],
    see: "https://docs.mercury.com/",
  }),
  named({
    id: "mollie-api-key",
    names: ["mollie"],
    shapes: ["{live|test}_{30-40 alphanumeric}"],
    see: "https://docs.mollie.com/reference/authentication",
  }),
  prefixed({
    id: "omise-secret-key",
    shapes: ["skey_{live|test}_{19-20 lower}", "skey_{19-20 lower}"],
    see: "https://docs.omise.co/api-authentication",
  }),
  prefixed({
    id: "paddle-api-key",
    shapes: ["pdl_{live|sdbx}_apikey_{26 lower}_{22 alphanumeric}_{3 alphanumeric}"],
    see: "https://developer.paddle.com/api-reference/about/api-keys",
  }),
  named({
    id: "paypal-client-secret",
    names: ["paypal"],
    shapes: ["E{79 padded}", "{80 padded}"],
    see: "https://developer.paypal.com/api/rest/authentication/",
  }),
  prefixed({
    id: "plaid-access-token",
    shapes: ["access-{sandbox|development|production}-{uuid}"],
    see: "https://plaid.com/docs/api/tokens/",
  }),
  named({ id: "plaid-secret", names: ["plaid"], shapes: ["{30 lower}"], see: "https://plaid.com/docs/api/" }),
  prefixed({
    id: "polar-access-token",
    shapes: ["polar_{oat|pat|at_u|at_o}_{37-60 alphanumeric}"],
    see: "https://docs.polar.sh/",
  }),
  named({ id: "polygon-io-api-key", names: ["polygon"], shapes: ["{32 padded}"], see: "https://polygon.io/docs" }),
  prefixed({
    id: "quickbooks-token",
    shapes: ["AB{11 digits}{36-45 alphanumeric}"],
    see: "https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization",
    confidence: 0.8,
  }),
  named({
    id: "razorpay-key-secret",
    names: ["razorpay", "rzp"],
    shapes: ["{24 alphanumeric}", "{20 alphanumeric}"],
    see: "https://razorpay.com/docs/api/authentication/",
  }),
  named({ id: "recurly-api-key", names: ["recurly"], shapes: ["{32 hex}"], see: "https://recurly.com/developers/api/" }),
  prefixed({
    id: "shippo-api-token",
    shapes: ["shippo_{live|test}_{40 hex}"],
    see: "https://docs.goshippo.com/docs/guides_general/authentication/",
  }),
  prefixed({
    id: "square-access-token",
    shapes: ["sq0atp-{22-60 base64url}", "EAAA{60 base64url}"],
    see: "https://developer.squareup.com/docs/build-basics/access-tokens",
  }),
  prefixed({
    id: "square-oauth-secret",
    shapes: ["sq0csp-{40-50 base64url}"],
    see: "https://developer.squareup.com/docs/oauth-api/overview",
  }),
  named({ id: "taxjar-api-token", names: ["taxjar"], shapes: ["{32 hex}"], see: "https://developers.taxjar.com/api/reference/" }),
  named({ id: "wise-api-token", names: ["wise", "transferwise"], shapes: ["{uuid}"], see: "https://docs.wise.com/api-docs" }),
  prefixed({
    id: "xendit-api-key",
    shapes: ["xnd_{production|development}_{40-70 alphanumeric}"],
    see: "https://docs.xendit.co/api-keys",
  }),
];
