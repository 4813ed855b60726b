import type { Cause } from '../core/doctor/check';
import type { OpenTransport } from './transport';

/** All ways of a room. */
export interface Ways {
  /** The best first. */
  readonly list: readonly Way[];
  /**
   * What keeps this machine from being reached directly; undefined: nothing that can be seen from here. Takes three seconds at
   * most, and never rejects.
   */
  lookAtNetwork?(): Promise<Cause | undefined>;
  /** Nothing is opened on them any more. */
  close(): void;
}

/** One of the ways in which members reach each other: a transport, and when it is used beside others. */
export interface Way {
  /** As an invite and the list of ways name it. */
  readonly name: string;
  readonly open: OpenTransport;
  /** Who dials tries it so long after the first way, ms: a better one has a head start. */
  readonly startsAfterMs: number;
  /** It burdens servers that are other people's: used only where the ways that are always used do not lead there. */
  readonly atNeed?: true;
}
