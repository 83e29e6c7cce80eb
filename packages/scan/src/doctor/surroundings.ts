/** What the code of a project can't show, told by whoever runs the doctor: the policy in use, the key rings, the gateway. */
import type { Guard } from "@sallyport/guard";

export interface Surroundings {
  readonly policy?: PolicyInUse;
  readonly rings?: RingsInUse;
  readonly gateway?: GatewayInUse;
}

export interface PolicyInUse {
  /** The file, or the preset: for people. */
  readonly source: string;
  /** A guard of the policy, to be tried. */
  readonly guard: Guard;
}

export interface RingsInUse {
  readonly source: string;
  readonly rings: readonly {
    readonly ring: string;
    /** How many days a key stays, at most. */
    readonly rotateEveryDays: number;
    /** Whether something must be done now, and what comes next in either case. */
    readonly due: boolean;
    readonly next: string;
  }[];
}

export interface GatewayInUse {
  /** Its configuration file, or its address: for people. */
  readonly source: string;
  /** Whether its upstream is reached by HTTPS; `undefined` where its address alone is known. */
  readonly upstreamTls?: boolean;
  /** Names of the rate limits that it holds its clients to; `undefined` where its address alone is known. */
  readonly rateLimits?: readonly string[];
  /** Whether it says that it writes its audit trail; `configured` where it wasn't asked. */
  readonly audit: "writing" | "configured" | "failing";
}
