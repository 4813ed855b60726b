import type { PeerId } from '../../core/wire/protocol';
import { type Channel, FRAME_MAX_BYTES } from '../channel';
import { star } from '../star';
import { type OpenTransport, TransportError } from '../transport';

type Frame = Uint8Array<ArrayBuffer>;

/** What one window says; every window that is open at this rendezvous hears it. */
type Word =
  /** Of a guest that looks for the host. */
  | { readonly kind: 'dial'; readonly from: PeerId; readonly door: string }
  | { readonly kind: 'taken' | 'bye'; readonly from: PeerId; readonly to: PeerId }
  | { readonly kind: 'frame'; readonly from: PeerId; readonly to: PeerId; readonly frame: Frame };

/** A window that is there answers in a few ms, also when it is hidden. */
const ANSWER_MS = 2_000;

/**
 * A way between windows of one browser, without any network: a `BroadcastChannel` of the extension's own origin. It is no
 * way into a room of people, and in no list of those: the page on which Lockstep is tried out has it (SPEC TRY-2).
 */
export const openWindows: OpenTransport = (address, role, signal) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new TransportError('aborted'));
    const line = openLine(address.rendezvousId);
    const { transport, over, add, has } = star(line.self, role);
    over.addEventListener('abort', () => line.close());
    const open = () => {
      signal.removeEventListener('abort', abort);
      resolve({ ...transport, usesTurn: () => false });
    };
    const fail = (reason: 'aborted' | 'host-not-found') => {
      clearTimeout(timer);
      line.close();
      reject(new TransportError(reason));
    };
    const abort = () => fail('aborted');
    signal.addEventListener('abort', abort, { once: true });
    // A host waits for nobody; still, whoever opens it may give it up in the same moment.
    const timer = role === 'host' ? setTimeout(open) : setTimeout(() => fail('host-not-found'), ANSWER_MS);
    if (role === 'host') {
      line.onWord((word) => {
        if (word.kind !== 'dial' || word.door !== address.door || has(word.from)) return;
        line.say({ kind: 'taken', from: line.self, to: word.from });
        add(word.from, line.channelTo(word.from));
      });
      return;
    }
    line.onWord((word) => {
      if (word.kind !== 'taken' || has(word.from)) return;
      clearTimeout(timer);
      line.onWord(() => {});
      add(word.from, line.channelTo(word.from));
      open();
    });
    line.say({ kind: 'dial', from: line.self, door: address.door });
  });

/** One window's end of what is said at a rendezvous. */
function openLine(rendezvousId: string) {
  const self: PeerId = crypto.randomUUID();
  const air = new BroadcastChannel(`lockstep ${rendezvousId}`);
  const ends = new Map<PeerId, { readonly frame: (frame: Frame) => void; readonly gone: () => void }>();
  let hear: (word: Word) => void = () => {};
  air.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const word = parseWord(data);
    if (!word || ('to' in word && word.to !== self)) return;
    if (word.kind === 'frame') ends.get(word.from)?.frame(word.frame);
    else if (word.kind === 'bye') ends.get(word.from)?.gone();
    else hear(word);
  });
  let isOpen = true;
  const say = (word: Word) => {
    if (isOpen) air.postMessage(word);
  };
  return {
    self,
    say,
    onWord: (listener: (word: Word) => void) => {
      hear = listener;
    },
    channelTo(peer: PeerId): Channel {
      let heard: (frame: Frame) => void = () => {};
      let closed: () => void = () => {};
      ends.set(peer, {
        frame: (frame) => heard(frame),
        gone: () => {
          if (ends.delete(peer)) closed();
        },
      });
      return {
        send: (frame) => {
          if (ends.has(peer)) say({ kind: 'frame', from: self, to: peer, frame });
        },
        onMessage: (listener) => {
          heard = listener;
        },
        onClose: (listener) => {
          closed = listener;
        },
        close: () => {
          if (ends.delete(peer)) say({ kind: 'bye', from: self, to: peer });
        },
      };
    },
    close() {
      isOpen = false;
      air.close();
    },
  };
}

/** @returns undefined for what no window of this version says */
function parseWord(data: unknown): Word | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { kind, from, to, door, frame } = data as Record<string, unknown>;
  if (typeof from !== 'string') return undefined;
  if (kind === 'dial') return typeof door === 'string' ? { kind, from, door } : undefined;
  if (typeof to !== 'string') return undefined;
  if (kind === 'taken' || kind === 'bye') return { kind, from, to };
  if (kind !== 'frame' || !(frame instanceof Uint8Array) || frame.byteLength > FRAME_MAX_BYTES) return undefined;
  return { kind, from, to, frame: frame as Frame };
}
