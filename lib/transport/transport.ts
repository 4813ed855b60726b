import type { PeerId } from '../core/wire/protocol';
import type { IceServer } from '../core/wire/server-offer';

/** How a transport is doing. A failure carries its reason, for the person who can act on it. */
export type TransportStatus =
  | { readonly state: 'open' }
  /** Channels that are open go on; nobody new can arrive until signalling is back. */
  | { readonly state: 'signalling-lost' }
  | { readonly state: 'closed'; readonly reason: TransportFailure };

/** Why a transport could not be opened, or closed by itself. */
export type TransportFailure =
  | 'server-unreachable'
  /** Trackers or relays let us in, and do nothing of what they are there for. */
  | 'signalling-silent'
  /** Nobody answers at the rendezvous: no host, a host that has just died, or one that knows another code. */
  | 'host-not-found'
  /** The host answered, but no path opens between the two networks: a relay is needed. */
  | 'no-path'
  /** This machine has no address at which anybody could reach it. */
  | 'no-network'
  /** The host has no place for one more by this way. */
  | 'full'
  | 'code-in-use'
  | 'webrtc-disabled'
  | 'refused'
  | 'aborted'
  | 'lost'
  /** A connection by hand is gone, and nothing but two new codes makes another. */
  | 'pair-lost';

/** What `OpenTransport` rejects with. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    readonly reason: TransportFailure,
    message: string = reason,
  ) {
    super(message);
  }
}

export type Unsubscribe = () => void;

/**
 * A way for bytes to reach the other members (SPEC TR-1…). Knows nothing of what they mean: they are
 * sealed above it. Delivery is in order and at most once per peer while that peer is listed.
 */
export interface Transport {
  readonly self: PeerId;
  /** Without `to`: to everyone. Silently nothing for a peer that is gone; never throws. */
  send(message: Uint8Array<ArrayBuffer>, to?: PeerId): void;
  /** What came before there was a listener is kept for the first one. */
  onMessage(listener: (message: Uint8Array<ArrayBuffer>, from: PeerId) => void): Unsubscribe;
  /** Called at once with the peers of now, then at each change. A guest's only peer is the host. */
  onPeers(listener: (peers: readonly PeerId[]) => void): Unsubscribe;
  /** Called at once with the status of now, then at each change. */
  onStatus(listener: (status: TransportStatus) => void): Unsubscribe;
  /** Somebody who knows the door asks to come in, and no path to them opens. Only of transports that need a path. */
  onUnreached?(listener: () => void): Unsubscribe;
  /**
   * Whether what is said to a peer goes over a TURN server; undefined: not known yet. Only of transports that connect ends
   * directly.
   */
  usesTurn?(peer: PeerId): boolean | undefined;
  /** Only of a host's, over a server that carries an audience. */
  readonly air?: Air;
  /**
   * Drops one peer: the host's answer to a stranger, a flood, or a member that died. What was sent to it
   * before still leaves; nothing it sends arrives any more.
   */
  disconnect(peer: PeerId): void;
  /** Drops everybody likewise; the status becomes `closed` with `aborted`. */
  close(): void;
}

/** How a host speaks to all who only listen, however many they are: a server multiplies each message (SPEC AU-1). */
export interface Air {
  /**
   * Half of the shortest way of late to that server and back, ms; undefined: there is no connection, or it was not measured
   * yet.
   */
  readonly halfMs: number | undefined;
  /**
   * Has it opened, or go on. Whoever comes is told of it.
   *
   * @param isFull whoever is new need not ask to come in
   */
  open(isFull: boolean): void;
  /**
   * To whoever listens now; to nobody while there is no connection.
   *
   * @param kept who comes later hears it first
   */
  say(message: Uint8Array<ArrayBuffer>, kept: boolean): void;
  /** What somebody of the audience says. At most a few hundred a second are heard. */
  onHeard(listener: (message: Uint8Array<ArrayBuffer>) => void): Unsubscribe;
  /** Nobody is spoken to any more, until it is opened again. */
  stop(): void;
}

/** A message on the air, as it comes in. */
export interface OnAir {
  readonly message: Uint8Array<ArrayBuffer>;
  /** It came in so long ago, ms. */
  readonly agoMs: number;
  /** It was said before this end listened, and was kept. */
  readonly kept: boolean;
  /** Whose air it is, as the server knows it: for `believe`. */
  readonly air: string;
}

/** The end of somebody who only listens. It goes from host to host of the room, and closes by `close` alone. */
export interface Listening {
  /** As the host's. */
  readonly halfMs: number | undefined;
  /** One listener; what comes before it waits for it. */
  onAir(listener: (heard: OnAir) => void): void;
  /** Of all who say that they are the host, this is it: it is spoken to, and heard whoever else comes. */
  believe(air: string): void;
  /** To the host that is believed, of which nothing may come back; nothing without a connection. */
  say(message: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/**
 * Listens at all places at which a room's host may be. Rejects with a `TransportError`: `host-not-found` where no host is on
 * the air; `signal` is the only off-switch before it has resolved.
 */
export type OpenListening = (places: readonly RoomAddress[], signal: AbortSignal) => Promise<Listening>;

/** Where a room is to be met, all of it derived from the room code (see core/derivation). */
export interface RoomAddress {
  /** The id the host registers and a guest dials: 128 bits, hex. */
  readonly rendezvousId: string;
  /** Lets the same host take its own id back at once. */
  readonly token: string;
  /** Proof that can be compared synchronously in the connection event; its other reader is the signalling server. */
  readonly door: string;
  /** Base address of the signalling server, http(s); undefined: the transport's own public default. */
  readonly server: string | undefined;
  /** Asked for each time a connection is made: credentials end (see `server-offer`). */
  readonly iceServers: readonly IceServer[];
  /** Only through TURN: nobody learns this machine's address. */
  readonly relayOnly?: boolean;
  /** A guest that was never let in: where the host says that all seats are taken, it need not ask. */
  readonly isNew?: boolean;
  /** Where it can be met without a server of ours; undefined: nowhere. */
  readonly trystero?: TrysteroAddress;
  /** What codes by hand carry, and are sealed with; undefined: it is not met so. */
  readonly manual?: ManualAddress;
  /** Where what is said can be carried; undefined: nowhere. */
  readonly relay?: RelayAddress;
}

/** What is needed to meet by codes that people carry. */
export interface ManualAddress {
  /** The 15 random symbols of the room code: each offer brings them along. */
  readonly room: Uint8Array;
  /** 32 bytes, AES-GCM. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** Tells an answer for this room from another's before anything is opened. */
  readonly tag: Uint8Array<ArrayBuffer>;
}

/** One relay. */
export interface RelayAddress {
  /** Finds the host there, and seals what is carried once more: 256 bits, hex. */
  readonly secret: string;
  /** Addresses of its nodes, ws(s), the first the first to be tried. */
  readonly urls: readonly string[];
  /** Where leave to use it is had, http(s); undefined: it wants none. */
  readonly tokenUrl?: string;
  /** How many guests it may be used for, where it is not ours; undefined: as many as a room has. */
  readonly guestsMax?: number;
}

export interface TrysteroAddress {
  /** 128 bits, hex. */
  readonly room: string;
  /** Seals the descriptions that trackers and relays pass on: 256 bits, hex. */
  readonly password: string;
  /** Addresses of BitTorrent trackers and of Nostr relays, ws(s): all of a list are used. */
  readonly trackers: readonly string[];
  readonly relays: readonly string[];
}

/** Rejects with a `TransportError`; `signal` is the only off-switch before it has resolved. */
export type OpenTransport = (address: RoomAddress, role: 'host' | 'guest', signal: AbortSignal) => Promise<Transport>;
