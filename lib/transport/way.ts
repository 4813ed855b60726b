import type { Cause } from '../core/doctor/check';
import type { OpenListening, OpenTransport, Unsubscribe } from './transport';

/** All ways of a room. */
export interface Ways {
  /** The best first. */
  readonly list: readonly Way[];
  /**
   * What keeps this machine from being reached directly; undefined: nothing that can be seen from here. Takes three seconds at
   * most, and never rejects.
   */
  lookAtNetwork?(): Promise<Cause | undefined>;
  /** Codes that people carry: a way in beside the others, once somebody wants one. */
  readonly byHand?: ByHand;
  /** Nothing is opened on them any more. */
  close(): void;
}

/** A guest's code, which its person carries to the host. */
export interface HandAnswer {
  readonly code: string;
  /** When it is no good any more, local ms; 0: it is none. */
  readonly endsAt: number;
}

/** How a room is met by codes that people carry to each other. */
export interface ByHand {
  readonly way: Way;
  /** A guest's: it has a host's offer, which it answers once the way is opened. */
  readonly isOffered: boolean;
  /** A host's next offer, for one friend. Rejects as `ManualHost.offerCode` does, and before the way is open. */
  offerCode(): Promise<string>;
  /** Takes in a friend's answer. Rejects as `ManualHost.acceptAnswer` does, and before the way is open. */
  acceptAnswer(text: string): Promise<void>;
  /** A guest's code of now; undefined: none is wanted. */
  readonly answer: HandAnswer | undefined;
  /** Makes a guest's code anew, for the same offer. */
  fresh(): void;
  /** The guest's code is another. */
  onAnswer(listener: () => void): Unsubscribe;
}

/** One of the ways in which members reach each other: a transport, and when it is used beside others. */
export interface Way {
  /** As an invite and the list of ways name it. */
  readonly name: string;
  readonly open: OpenTransport;
  /** Listens to the host without a seat; undefined: this way carries no audience. */
  readonly listen?: OpenListening;
  /** Who dials tries it so long after the first way, ms: a better one has a head start. */
  readonly startsAfterMs: number;
  /** It burdens servers that are other people's: used only where the ways that are always used do not lead there. */
  readonly atNeed?: true;
}
