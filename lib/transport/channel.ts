import { MESSAGE_MAX_BYTES } from '../core/wire/protocol';
import { turnWatch } from './turn';

type Message = Uint8Array<ArrayBuffer>;

/** A sealed message is a little longer than what it holds: its counter, its tag, a signature. */
export const FRAME_MAX_BYTES = MESSAGE_MAX_BYTES + 256;
/**
 * Who has not taken this much is gone or frozen: at a room's 400 bytes a second it is ten minutes' worth.
 * Without a bound its share would pile up in our memory.
 */
const UNSENT_MAX_BYTES = 256 * 1024;
/** What comes before anybody listens is kept, as far as an honest end would send before it is answered. */
const KEPT_MAX_FRAMES = 64;
/** What a goodbye may take to leave before the connection is torn down, ms. */
const FLUSH_MS = 1_000;

/** Frames over one WebRTC data channel of ours. Heartbeats are above: a frozen end is silent for hours. */
export interface Channel {
  /** Silently nothing once it is closed; never throws. */
  send(message: Message): void;
  /** One listener, and another in its place. What came before the first one is kept for it. */
  onMessage(listener: (message: Message) => void): void;
  /** Called once, at once where it is over already; not for our own `close`. */
  onClose(listener: () => void): void;
  /** Whether it goes over a TURN server; undefined: not known yet. */
  usesTurn?(): boolean | undefined;
  /** Lets what was sent leave, hears nothing more, then ends the connection. */
  close(): void;
}

/** What every end of ours opens its channel with, whichever made the offer. */
export const CHANNEL_OPTIONS = { negotiated: true, ordered: true } as const satisfies RTCDataChannelInit;

/**
 * Wires up a data channel from its birth: made and listened to before the connection is there, so that no frame is
 * missed.
 *
 * @param end closes the connection it runs over
 */
export function channelOver(connection: RTCPeerConnection, data: RTCDataChannel, end: () => void): Channel {
  let closed = false;
  let kept: Message[] = [];
  let hear: ((message: Message) => void) | undefined;
  let tellClosed: (() => void) | undefined;
  data.binaryType = 'arraybuffer';
  data.addEventListener('message', ({ data: message }) => {
    // Text and what is too long come from nobody we know.
    if (closed || !(message instanceof ArrayBuffer) || message.byteLength > FRAME_MAX_BYTES) return;
    const frame = new Uint8Array(message);
    if (hear) hear(frame);
    else if (kept.length < KEPT_MAX_FRAMES) kept.push(frame);
  });

  const lost = () => {
    if (closed) return;
    closed = true;
    end();
    tellClosed?.();
  };
  data.addEventListener('close', lost);
  connection.addEventListener('connectionstatechange', () => {
    // A cut of up to 15 s heals by itself and never gets as far; after this nothing does. Before the channel is open it
    // is for who waits to say how long: an end that answers may fail long before its answer is taken in.
    if (connection.connectionState === 'failed' && data.readyState === 'open') lost();
  });

  return {
    usesTurn: turnWatch(connection, () => performance.now()),
    send(message) {
      if (closed || data.readyState !== 'open') return;
      if (data.bufferedAmount + message.byteLength > UNSENT_MAX_BYTES) {
        lost();
        return;
      }
      data.send(message);
    },
    onMessage(listener) {
      hear = listener;
      const waiting = kept;
      kept = [];
      for (const frame of waiting) listener(frame);
    },
    onClose(listener) {
      if (closed) listener();
      else tellClosed = listener;
    },
    close() {
      if (closed) return;
      closed = true;
      // Ending the connection throws away what has not left; closing its data channel does not.
      data.close();
      setTimeout(end, FLUSH_MS);
    },
  };
}
