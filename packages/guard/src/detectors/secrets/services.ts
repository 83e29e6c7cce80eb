/**
 * Keys of services whose form isn't documented, or changes from customer to customer: the service's name and, not far behind, a random value that is
 * given to a name. Less sure than a form that is known, so it is one detector for all of them.
 */
import { defineDetector } from "../define.js";
import { looksGenerated } from "../randomness.js";
import { BEGINS, ENDS, isHarmless, isTelling } from "./assignment.js";
import { GIVEN, lastName, spellings, standsAlone } from "./named.js";

/** Lower case; a space stands for `_`, `-`, `.`, a space or nothing. Names that are words of everyday language are left out or written with what follows. */
const SERVICES = `
abbyy|abstract api|abuseipdb|abyssale|acrcloud|adobe sign|adzuna|aeroworkflow|aero workflow|agora|aha io|airbrake|airship|airvisual|akeneo|alchemy|alconost|alegra|aletheia api|algorithmia|
alibaba cloud|alienvault|allsports|amadeus|ambee|anypoint|apacta|api2cart|api2pdf|apideck|apiflash|apifonica|apify|apilayer|apimatic|apimetrics|apitemplate|apollo io|appcues|appfollow|
appointed|appoptics|appsflyer|appsynergy|apptivo|artsy|asksuite|auddio|audd io|aura io|autodesk|autoklose|autopilot|avaza|avalara|aviationstack|ayrshare|axonaut|aylien|azure search|azure batch|azure cosmos|
bannerbear|baremetrics|baseapi|beebole|besnappy|besttime|billomat|bing maps|bitcoin average|bitlyaccess|bitly|bitpay|bitgo|blablabus|blazemeter|blitapp|blocknative|bombbomb|boostnote|borgbase|
box oauth|brandfetch|browshot|browserstack|bscscan|buddyns|bugherd|buildkite|bulbul|bulksms|buttercms|caflou|calendarific|calendly|calorieninja|campayn|cannyio|canny io|capsulecrm|
captaindata|carboninterface|cashboard|caspio|censys|centralstation|cex io|chartmogul|chatfuel|checio|checklyhq|checkly|checkvist|cicero|clearbit|clickhelp|clientary|clinchpad|
clockify|closecrm|cloudconvert|cloudelements|cloudimage|cloudinary|cloudmersive|cloudplan|cloudways|cloverly|cludo|clustdoc|codequiry|coinapi|coinlayer|coinlib|
collect2|commercejs|companyhub|conversiontools|convertapi|convertkit|convier|copper|copyscape|corralogix|countrylayer|coveo|craftmypdf|crossbrowsertesting|crowdin|crowdstrike|
cryptocompare|currencycloud|currencyfreaks|currencylayer|currencyscoop|currentsapi|customerguru|d7network|dandelion|dareboost|datagov|data gov|debounce|deepai|deepl|delighted|demio|deputy|
detectify|detectlanguage|dfuse|diffbot|diggernaut|disqus|dnscheck|docparser|documo|dovico|drift|dronahq|dwolla|dynalist|dyspatch|eagleeyenetworks|easyinsight|ecostruxure|edamam|
edenai|eightxeight|elastic cloud|elasticsearch|enablex|endorlabs|enterprise flow|eventbrite|everhour|exchangerate|exchange rate|exportsdk|extractorapi|facepp|faceplusplus|fakejson|fastforex|
feedier|fetchrss|fibery|fileio|finage|financialmodelingprep|findl|flat io|fleetbase|flexport|flickr|flightapi|flightlabs|flightstats|flowflu|flutterwave|fmfw|formbucket|
formcraft|formio|form io|formsite|foursquare|freshbooks|freshworks|front app|frontapp|fullcontact|fullstory|fxmarket|geckoboard|gengo|geoapify|geocode|geocodify|geocodio|geoipifi|
getgeoapi|getgist|getresponse|getsandbox|gitguardian|giphy|glassnode|glitterly|gocanvas|godaddy|goodday|graphcms|graphhopper|gravatar|groovehq|grooveh|gtmetrix|guardian api|guardianapi|gumroad|gyazo|
happi|happyscribe|harvest|healthchecks|helpcrunch|helpscout|help scout|hereapi|hightouch|hive api|hiveage|holidayapi|host io|hostinger|hotjar|html2pdf|htmltopdf|humanity|hunter io|hunter|hybiscus|hypertrack|
iconfinder|iexapis|iexcloud|imagekit|imagga|infura|inflowinventory|insightly|instabot|instamojo|integromat|intelx|intrinio|invoiceocean|ip2location|ipapi|ipgeolocation|ipify|ipinfo|
ipinfodb|ipquality|ipqualityscore|ipstack|jambonz|jiratoken|jotform|juro|kanbantool|karmacrm|keen io|keenio|keygen|kickbox|kinsta|kintone|klipfolio|knapsackpro|kontent|korona|kylas|
languagelayer|lark|larksuite|leadfeeder|lemlist|lemonsqueezy|lendflow|lessannoyingcrm|lexigram|lexoffice|line messaging|linemessaging|linenotify|linkpreview|liveagent|livestorm|loadmill|locationiq|loginradius|
logmein|logdna|mezmo|logrocket|lokalise|loyverse|luno|m3o|macaddress|mad kudu|madkudu|magicbell|mailboxlayer|mailerlite|mailmodo|mailsac|mandrill|mapquest|marketo|marketstack|mavenlink|mediastack|
meistertask|memberful|mesibo|messari|metaapi|metabase|metrilo|mindmeister|mixcloud|mixmax|monday|monkeylearn|moonclerk|moosend|moralis|mrticktock|mrticktoc|mux|myexperiment|myfreshworks|myintervals|
nethunt|netcore|netsuite|neutrinoapi|newscatcher|nftport|ngrok|nicereply|nightfall|nimble|noticeable|nozbeteams|noibu|nutritionix|nylas|nvapi|oanda|omnisend|onedesk|onfleet|oopspam|
onwater|openuv|openvpn|opencage|optidash|optimizely|orbit|oracle|overloop|owlbot|packagecloud|pagarme|pandadoc|pandascore|paperform|paralleldots|parsehub|parseur|partnerstack|passbase|pastebin|paydirt|paydirtapp|
paymo|paymoapp|paymongo|paystack|pdflayer|pdfshift|pdfmonkey|peopledatalabs|pepipost|percy|phantombuster|phonevalidator|phrase api|pinata|pipedream|pivotaltracker|pivotal tracker|pixabay|pixela|plaidkey|planview|planyo|plivo|
plunk|pollsapi|poloniex|polygonio|poeditor|positionstack|postage app|postageapp|postbacks|postman|powerbi|powrbot|prerender|pretix|prismic|privacy com|prodpad|prospectcrm|prospectio|protocolsio|proxycrawl|pubnub|pulsedive|
purestake|pushbullet|pusherchannel|qase|qlik|qonversion|qualaroo|qualtrics|quandl|quickbase|quickmetrics|quicknode|quixel|ramp api|rapidapi|rapid7|raven tools|rawg|razorpay|readwise|rebrandly|rechargepayments|reachmail|
redash|regonline|remove bg|removebg|repairshopr|replyio|reply io|requestfinance|restpack|rev ai|revampcrm|revenuecat|ringcentral|ritekit|roaring|robinhood|rocketreach|rockset|ronin app|roninapp|rownd|saladcloud|salesblink|salescookie|salesflare|salesloft|
salesmate|sanity|satismeter|saucelabs|sauce labs|scalr|scandit|scrapeowl|scraperapi|scraperbox|scraperstack|scrapersite|scrapestack|scrapfly|scrapingant|scrapingbee|scrapingdog|screenshotapi|screenshotlayer|scrutinizerci|scrutinizer|secrethub|securitytrails|seatgeek|
selectpdf|sellfy|semaphore|semrush|sendbird|sendbirdorganization|sendpulse|serpapi|serphouse|serpstack|serveravatar|servicenow|sheety|sherpadesk|shipday|shipengine|shipstation|shodan|shortio|shutterstock|sigopt|signable|signalwire|signaturit|signupgenius|
sigopt|similarweb|simfin|simplesat|simplynoted|simvoly|sinch|sirv|siteleaf|skrappio|skrapp|skybiometry|smartsheets|smartsheet|smartystreets|smarty|smooch|snipcart|snov io|sonarqube|sportradar|sportsmonk|spoonacular|sports data|sportsdata|stackhawk|staffbase|statuscake|statusio|status io|statuspal|stitchdata|stockdata|storecove|stormboard|
stormglass|storyblok|storychief|stream api|getstream|streak|stripo|strava|stytch|sugester|superchat|supernotes|surveyanyplace|surveybot|surveysparrow|survicate|swell|swiftype|talkdesk|tallyfy|tatum|tatumio|taxjar|teamgate|teamviewer|teamwork|technicalanalysis|tefter|telesign|teletype|tenable|testingbot|
textmagic|theoddsapi|thinkific|thousandeyes|ticketmaster|ticket tailor|tickettailor|tiingo|timecamp|timezoneapi|tineswebhook|tly|tmetric|toggl|togglTrack|tomorrowio|tomorrow io|tradier|transferwise|travelpayouts|twelvedata|tyntec|typetalk|ubidots|uclassify|unbounce|
unifyid|unplugg|unsplash|uplead|uploadcare|uptimerobot|upwave|uproc|urlscan|user flow|userflow|userstack|uservoice|vagrantcloud|vatlayer|vbout|verimail|veriphone|versioneye|viewneo|virustotal|visualcrossing|voodoosms|vouchery|vpnapi|vyte|walkscore|watsonx|weatherbit|weatherstack|web3storage|webex|webflow|
webhookrelay|webscraper|webscraping|websitepulse|whoxy|wepay|wistia|wit ai|witai|workday|workstack|worksnaps|world coin index|worldcoinindex|worldweather|wrike|wordpress|yousign|youneedabudget|ynab|yext|zapierwebhook|zenrows|zenscrape|zenkit|zenserp|zeplin|zerobounce|zerossl|zillow|zipapi|zipbooks|zipcodeapi|zipcodebase|zonkafeedback
`
  .toLowerCase()
  .split("|")
  .map((name) => name.trim());

const NAMES = [...new Set(SERVICES)].sort((a, b) => b.length - a.length);

export const serviceApiKey = defineDetector({
  id: "service-api-key",
  family: "secrets",
  severity: "high",
  keywords: NAMES.flatMap(spellings),
  pattern: new RegExp(
    `(?<=(?<before>(?<!\\\\)[A-Za-z]?))(?<provider>${NAMES.map((name) => name.replaceAll(" ", "[ _.-]?")).join("|")})(?<gap>[^]{0,40}?)${BEGINS}(?<value>(?=[a-z_=.~+-]{0,15}\\d)[\\w=.~+-]{15,128})${ENDS}`,
    "i",
  ),
  confidence: 0.75,
  confirm(_match, { before = "", provider = "", gap = "", value = "" }) {
    if (!standsAlone(before, provider, gap) || isHarmless(lastName(gap)) || !looksGenerated(value)) return null;
    return isTelling(gap) ? 0.75 : GIVEN.test(gap) && !/^[\da-f-]+$/i.test(value) ? 0.6 : null;
  },
  examples: {
    hit: [
      'clearbit_key = "sk_{32 hex}"',
      "PDFSHIFT_API_KEY={32 hex}",
      'headers: {"hunter-api-key": "{40 hex}"}',
      'new Ngrok({ authtoken: "{48 alphanumeric}" })',
    ],
    miss: [
      'clearbit_id = "{32 hex}"',
      'clearbit_public_key = "{32 hex}"',
      "ngrok: {40 hex}",
      "PDFSHIFT_API_KEY=your-api-key-goes-here",
      "shortio_key_version: 20261112-release-notes-of-the-team",
    ],
  },
});
