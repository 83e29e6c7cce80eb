/** All detectors of personal data, in alphabetical order. */
import type { Detector } from "../detector.js";
import { bankAccount, bicCode } from "./bank-account.js";
import { coordinates } from "./coordinates.js";
import { cryptoWallet } from "./crypto-wallet.js";
import { dateOfBirth } from "./date-of-birth.js";
import { emailAddress } from "./email-address.js";
import { iban } from "./iban.js";
import { driverLicense, passportNumber } from "./identity-papers.js";
import { ipAddress } from "./ip-address.js";
import { macAddress } from "./mac-address.js";
import { nationalId } from "./national-id.js";
import { paymentCard } from "./payment-card.js";
import { personName } from "./person-name.js";
import { phoneNumber } from "./phone-number.js";
import { streetAddress } from "./street-address.js";
import { usSsn } from "./us-ssn.js";
import { vatNumber } from "./vat-number.js";

export const PERSONAL: readonly Detector[] = [
  bankAccount,
  bicCode,
  coordinates,
  cryptoWallet,
  dateOfBirth,
  driverLicense,
  emailAddress,
  iban,
  ipAddress,
  macAddress,
  nationalId,
  passportNumber,
  paymentCard,
  personName,
  phoneNumber,
  streetAddress,
  usSsn,
  vatNumber,
];
