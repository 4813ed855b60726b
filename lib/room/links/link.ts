import type { Claim, Judgement, Known } from '../../core/room/belief';
import type { Scheduler } from '../../core/time/scheduler';
import type { AirMessage } from '../../core/wire/air';
import type { Refusal } from '../../core/wire/hello-words';
import type { GuestMessage, HostMessage, PeerId, SignedMessage } from '../../core/wire/protocol';
import type { ManualAddress, Transport, Unsubscribe } from '../../transport/transport';
import type { MaybeLater } from './in-order';

export type { Scheduler } from '../../core/time/scheduler';

/**
 * Conversations whose other end has proved that it knows the room code. Everything above this line deals
 * in parsed messages from authenticated members; everything below in bytes from anybody (SPEC SEC-1…).
 * Two implementations: `sealed-links` (Web Crypto) and `plain-links` (the simulator's; same parsing).
 */

/** Why a link is over. */
export type LinkEnd =
  | 'lost'
  | 'flood'
  | 'malformed'
  /** By this end's own `close`. */
  | 'closed'
  /** Why the host lets nobody in; `refused` also where whoever answers is not the host that is believed. */
  | Refusal
  | 'version-ours-old'
  | 'version-theirs-old'
  | 'hello-timeout';

interface LinkBase<In, Out> {
  readonly peer: PeerId;
  /** The other member's signing key, raw P-256, base64url: who they are within this run. */
  readonly key: string;
  readonly name: string;
  /** In order of the calls. Nothing after the end. */
  send(message: Out): void;
  /**
   * `arrivedAt`: local clock when the bytes came in, before they were opened, ms. One listener; what comes
   * before it is set waits for it.
   */
  onMessage(listener: (message: In, arrivedAt: number) => void): void;
  /** Called once; at once where it is over already. */
  onEnd(listener: (reason: LinkEnd) => void): void;
  /** Drops the peer, after what was sent before. Resolves when the transport has all of it. */
  close(): Promise<void>;
}

/** The host's end of a conversation with one guest. */
export type GuestLink = LinkBase<GuestMessage, HostMessage | SignedMessage>;

/** A guest's end of its conversation with the host. Signed messages have been verified with `key`. */
export interface HostLink extends LinkBase<HostMessage | SignedMessage, GuestMessage> {
  readonly run: string;
  readonly epoch: number;
}

export interface HostLinks {
  /** Guests that have proved themselves, `ready` checked. */
  onGuest(listener: (guest: GuestLink) => void): Unsubscribe;
  /** To every guest of `onGuest` that is still there; signed once. */
  publish(message: SignedMessage): void;
  /** Closes every link. Resolves when the transport has all that was sent before. */
  close(): Promise<void>;
}

/** What a member signs with. Opaque to the room; `exported` survives a restart of the room place. */
export interface Identity {
  readonly key: string;
  readonly exported: unknown;
}

/** What a room's host says to its audience, sealed and signed (SPEC AU-2). */
export interface AirSeal {
  seal(identity: Identity, message: AirMessage): MaybeLater<Uint8Array<ArrayBuffer>>;
  /**
   * @param believed key of the host that is believed: whose a message is that does not name its host
   * @returns the message and the key that has signed it; undefined for anything else; never throws
   */
  open(
    frame: Uint8Array<ArrayBuffer>,
    believed: string | undefined,
  ): MaybeLater<{ readonly message: AirMessage; readonly key: string } | undefined>;
}

export interface Sealing {
  createIdentity(): Promise<Identity>;
  /** Rejects when `exported` is not what `createIdentity` gave. */
  importIdentity(exported: unknown): Promise<Identity>;
  /** Everything derived from a room code (PBKDF2 once, then HKDF per label). */
  derive(code: string): Promise<RoomSecrets>;
  /** A secret for a new join ticket, 16 random bytes in base64url, and what is derived from one. */
  makeTicket(): string;
  deriveTicket(secret: string): Promise<RoomSecrets>;
  air(secrets: RoomSecrets): AirSeal;
  /** Serves hellos: at most 8 pending, 10 s each, nothing else parsed before. */
  host(transport: Transport, secrets: RoomSecrets, self: HostSelf, scheduler: Scheduler): HostLinks;
  /**
   * Says hello to the host once it is there; resolves when the host has proved itself and is believed.
   * Rejects with a `LinkError`.
   */
  guest(
    transport: Transport,
    secrets: RoomSecrets,
    self: GuestSelf,
    scheduler: Scheduler,
    signal: AbortSignal,
  ): Promise<HostLink>;
}

interface Self {
  readonly identity: Identity;
  readonly name: string;
}

/** What a guest brings to its hello. */
export interface GuestSelf extends Self {
  /** The room as it is known here. */
  readonly knows?: Known | undefined;
  /** Whether the host that has proved its key is the room's. Anything but `accept` ends the hello with `refused`. */
  readonly believes: (claim: Claim) => Judgement;
}

/** `elsewhere`: another member is about to be host. It is to be dialled, and nobody is told that it is not let in. */
export type Refused = Refusal | 'elsewhere';

/** What a host brings to each hello; read anew for each, since its name and its epoch may change. */
export interface HostSelf extends Self {
  readonly run: string;
  readonly epoch: number;
  /** Why this member may not come in. Asked when it names its key, and again when it has proved it. */
  readonly refuses: (who: { readonly key: string; readonly name: string }) => Refused | undefined;
  /** How the room is known to a member that is about to be answered. */
  readonly learns?: (known: Known) => void;
}

export interface WaySecrets {
  /** Finds the host on a relay, and seals what is carried once more: 256 bits, hex. */
  readonly relay: string;
  readonly trystero: {
    /** 128 bits, hex. */
    readonly room: string;
    /** 256 bits, hex. */
    readonly password: string;
  };
  /** Undefined for a ticket, which nobody carries by hand. */
  readonly manual?: ManualAddress;
}

export interface RoomSecrets {
  /** Where the room is met, an id a slot: the host of an epoch is at `epoch mod 4`. */
  readonly rendezvousIds: readonly string[];
  readonly token: string;
  readonly door: string;
  /** What the ways without a server of ours are met with; undefined: only one way is used. */
  readonly ways?: WaySecrets;
  /** Opaque: the hello key and what session keys are made from. */
  readonly keys: unknown;
}

export class LinkError extends Error {
  override readonly name = 'LinkError';
  constructor(
    readonly reason: LinkEnd,
    /** The host that is believed has said so, and has proved to be it. */
    readonly proved = false,
  ) {
    super(reason);
  }
}
