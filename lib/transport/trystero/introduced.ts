import { CHANNEL_OPTIONS, type Channel, channelOver } from '../channel';
import type { Unsubscribe } from '../transport';
import { attemptsToReach } from './attempts';

/**
 * The connections that Trystero makes, with a data channel of ours in each. Trystero's own channel reassembles without
 * bound, waits without order where a buffer is full, and its messages need its room: it introduces, and no more.
 */
export interface Introduced extends RTCPeerConnection {
  /** Resolves once our channel is open. */
  readonly opened: Promise<Channel>;
  /**
   * From now on it is ours: nothing that Trystero does closes it. Trystero forgets it at both ends, so that the same two
   * ends can be introduced anew.
   */
  keep(): void;
}

export interface Introductions {
  /** For Trystero to use in place of `RTCPeerConnection`. */
  readonly Connection: typeof RTCPeerConnection;
  isIntroduced(connection: RTCPeerConnection): connection is Introduced;
  /**
   * Joins a room of Trystero's, which makes 20 connections in advance for those who may come: all but a few of those are
   * not made. Each of them would ask every STUN server, and count among the 500 that Chromium allows until it is
   * collected as garbage.
   */
  joining<T>(join: () => T): T;
  /** Once as many rooms are left as were joined, what Trystero has forgotten and not closed is closed. */
  left(): void;
  /** Ends whose description has come and who are not connected: how many a path is looked for to, and how many in vain. */
  counts(): { readonly underWay: number; readonly failed: number };
  /** Called whenever the counts may be others. */
  onCounts(listener: () => void): Unsubscribe;
}

/** Trystero's channel has the number 0 or 1. Firefox makes 256 without being asked. */
const CHANNEL_ID = 100;
/** A tracker is given three offers at a time; more are made when they are taken. */
const IN_ADVANCE = 3;
/** Eight members over two boards, and some that are closing. A relay that invents members would take all there are. */
const CONNECTIONS_MAX = 64;
/** Its handshake and its notes of who is where; more than this is somebody filling our memory. */
const THEIRS_MAX_BYTES = 64 * 1024;

/** @param Native the browser's own */
export function introductions(Native: typeof RTCPeerConnection): Introductions {
  const live = new Set<IntroducedConnection>();
  const attempts = attemptsToReach();
  let allowance = Number.POSITIVE_INFINITY;
  let rooms = 0;

  class IntroducedConnection extends Native implements Introduced {
    readonly opened: Promise<Channel>;
    #resolveOpened: (channel: Channel) => void = () => {};
    #hasOurs = false;
    #isKept = false;
    #theirs: RTCDataChannel | undefined;

    constructor(config?: RTCConfiguration) {
      super(config);
      live.add(this);
      this.opened = new Promise((resolve) => {
        this.#resolveOpened = resolve;
      });
      this.addEventListener('datachannel', ({ channel }) => this.#watch(channel));
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') attempts.reached(this);
        if (this.connectionState === 'failed') attempts.ended(this, true);
      });
    }

    override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, init);
      this.#watch(channel);
      return channel;
    }

    /** Ours is made while nothing can arrive yet: on an answering end any sooner would make it offer as well. */
    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      attempts.begin(this, description.sdp);
      if (description.type === 'answer') this.#makeOurs();
      await super.setRemoteDescription(description);
      if (description.type === 'offer') this.#makeOurs();
    }

    override close(): void {
      if (!this.#isKept) this.#end();
    }

    keep(): void {
      this.#isKept = true;
      this.#theirs?.close();
    }

    #makeOurs(): void {
      if (this.#hasOurs || this.connectionState === 'closed') return;
      this.#hasOurs = true;
      const data = super.createDataChannel('lockstep', { ...CHANNEL_OPTIONS, id: CHANNEL_ID });
      const channel = channelOver(this, data, () => this.#end());
      data.addEventListener('open', () => this.#resolveOpened(channel), { once: true });
    }

    #watch(theirs: RTCDataChannel): void {
      this.#theirs ??= theirs;
      let bytes = 0;
      theirs.addEventListener('message', ({ data }) => {
        bytes += data instanceof ArrayBuffer ? data.byteLength : THEIRS_MAX_BYTES;
        if (bytes > THEIRS_MAX_BYTES) this.#end();
      });
      // Trystero forgets such a connection, but leaves it open.
      theirs.addEventListener('close', () => this.close());
    }

    #end(): void {
      live.delete(this);
      attempts.ended(this, false);
      if (this.connectionState === 'closed') return;
      super.close();
      // A browser tells nobody of a close from within, and Trystero would go on counting on it.
      this.dispatchEvent(new Event('connectionstatechange'));
    }
  }

  function Connection(config?: RTCConfiguration) {
    if (allowance-- <= 0) return unmade();
    if (live.size >= CONNECTIONS_MAX) throw new Error('too many connections');
    return new IntroducedConnection(config);
  }

  return {
    Connection: Connection as unknown as typeof RTCPeerConnection,
    isIntroduced: (connection): connection is Introduced => connection instanceof IntroducedConnection,
    joining(join) {
      allowance = IN_ADVANCE;
      rooms++;
      try {
        return join();
      } catch (error) {
        rooms--;
        throw error;
      } finally {
        allowance = Number.POSITIVE_INFINITY;
      }
    },
    left() {
      rooms--;
      if (rooms > 0) return;
      for (const connection of live) connection.close();
    },
    counts: attempts.counts,
    onCounts: attempts.onCounts,
  };
}

/** In place of a connection made in advance. Trystero takes it for one that has been closed since, and does without. */
function unmade() {
  const nothing = () => {};
  return {
    connectionState: 'closed',
    iceConnectionState: 'closed',
    signalingState: 'closed',
    localDescription: null,
    addEventListener: nothing,
    close: nothing,
    createDataChannel: () => ({ readyState: 'closed', close: nothing }),
  };
}
