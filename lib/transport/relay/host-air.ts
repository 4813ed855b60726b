import type { Air, RelayAddress } from '../transport';
import { dial } from './dial';
import { keepLine, type Line } from './line';
import { measure } from './measure';
import { clientOf, down, EVERYBODY, randomId, roomOf, up } from './names';
import { queue } from './queue';
import { open } from './seal';
import { readWords, wordsToAll } from './words';

type Bytes = Uint8Array<ArrayBuffer>;

export interface HostAirParts {
  readonly relay: RelayAddress;
  readonly key: CryptoKey;
  /** The host's own, shared with all else that it says: its messages are counted. */
  readonly seal: (topic: string, words: Bytes) => Promise<Bytes>;
  /** What is announced of it has changed. */
  readonly changed: () => void;
}

/** What a host announces of its air. */
export interface AnnouncedAir {
  readonly air: string;
  readonly full?: true;
}

/**
 * A host's air: a room of its own on the relay, which whoever listens reads, and over a connection of its own, so that an
 * audience costs nothing where there is none, and its words keep nobody of the members waiting.
 */
export interface HostAir extends Air {
  readonly announced: AnnouncedAir | undefined;
  close(): void;
}

export function hostAir({ relay, key, seal, changed }: HostAirParts): HostAir {
  const over = new AbortController();
  const [inbox, outbox] = [queue(), queue()];
  let hear: (message: Bytes) => void = () => {};
  /** From `open` to `stop`. */
  let opened: { readonly off: AbortController; line: Line | undefined; room: string | undefined } | undefined;
  let isFull = false;

  function begin(): NonNullable<typeof opened> {
    const secret = randomId();
    const off = new AbortController();
    const mine: NonNullable<typeof opened> = { off, line: undefined, room: undefined };
    const dialHost = (signal: AbortSignal) => dial(relay, { rooms: [], secrets: [secret] }, signal);
    let stopMeasuring = () => {};
    off.signal.addEventListener('abort', () => stopMeasuring(), { once: true });
    (async () => {
      const room = await roomOf(secret);
      const attach = async (connection: Awaited<ReturnType<typeof dialHost>>['connection']) => {
        connection.onPublished((topic, payload) => inbox.add(() => heard(room, topic, payload)));
        await connection.subscribe([up(room, EVERYBODY)]);
        stopMeasuring();
        stopMeasuring = measure(connection);
      };
      const first = await dialHost(off.signal);
      try {
        await attach(first.connection);
        off.signal.throwIfAborted();
      } catch (error) {
        stopMeasuring();
        first.connection.close();
        throw error;
      }
      mine.line = keepLine(first, { dial: dialHost, attach, changed: () => {} });
      mine.room = room;
      if (opened === mine) changed();
    })().catch(() => {
      // It is to be opened again, once a second.
      if (opened === mine) opened = undefined;
      off.abort();
    });
    return mine;
  }

  async function heard(room: string, topic: string, payload: Bytes): Promise<void> {
    const words = clientOf(topic, up, room) ? (await open(key, topic, payload))?.words : undefined;
    const read = words && readWords(words);
    if (read?.kind === 'all') hear(read.message);
  }

  function stop(): void {
    const mine = opened;
    opened = undefined;
    if (!mine) return;
    const { line, room } = mine;
    // Nobody who comes now is to hear what was.
    if (line && room) outbox.add(async () => line.connection?.publish(down(room), new Uint8Array(), true));
    outbox.done().then(() => {
      mine.off.abort();
      line?.close();
    });
  }

  return {
    get halfMs() {
      return opened?.line?.connection?.halfMs;
    },
    get announced() {
      const room = opened?.room;
      return room === undefined ? undefined : { air: room, ...(isFull ? { full: true as const } : {}) };
    },
    open(full) {
      if (over.signal.aborted) return;
      const isNews = full !== isFull;
      isFull = full;
      if (!opened) opened = begin();
      else if (isNews) changed();
    },
    say(message, kept) {
      const { line, room } = opened ?? {};
      if (!line || !room) return;
      const topic = down(room);
      outbox.add(async () => line.connection?.publish(topic, await seal(topic, wordsToAll(message)), kept));
    },
    onHeard(listener) {
      hear = listener;
      return () => {
        if (hear === listener) hear = () => {};
      };
    },
    stop() {
      if (!opened) return;
      stop();
      changed();
    },
    close() {
      over.abort();
      stop();
    },
  };
}
