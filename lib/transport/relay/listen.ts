import { type Listening, type OnAir, type RelayAddress, TransportError } from '../transport';
import { waiting } from '../waiting';
import type { Connection } from './connection';
import { type Caller, type Dialled, dial } from './dial';
import { keepLine, type Line } from './line';
import { measure } from './measure';
import { down, randomId, up } from './names';
import { queue } from './queue';
import { type Keys, open, sealer } from './seal';
import { readWords, wordsToAll } from './words';

type Bytes = Uint8Array<ArrayBuffer>;

/** A host that is on the air is announced already, ms. */
const ANNOUNCED_MS = 4_000;
/** What comes before somebody listens is little: the message that a relay keeps, and the next. */
const UNHEARD_MAX = 8;

/** Where a host may be. */
export interface Place {
  readonly keys: Keys;
  readonly rendezvous: string;
}

/** Whoever has the code can say that it is on the air: so many are heard at once, the newest of those that are not believed. */
const AIRS_MAX = 4;

/** Where somebody says to be the host. */
interface Found {
  readonly place: Place;
  readonly air: string;
  /** The host's end: nobody else is heard there. */
  readonly id: string;
  /** Of its last message. */
  counter: number;
}

/**
 * Listens to a room's host without a seat, over one connection: at all places where it may be announced, and at the air
 * that is announced. A host that comes after it is heard from its announcement on.
 */
export async function openListening(
  relay: RelayAddress,
  places: readonly Place[],
  signal: AbortSignal,
): Promise<Listening> {
  const over = new AbortController();
  const wait = waiting(over.signal);
  const [inbox, outbox] = [queue(), queue()];
  const self = randomId();
  const seals = new Map(places.map((place) => [place, sealer(place.keys.frames, self)]));
  let line: Line | undefined;
  /** By their airs. */
  const found = new Map<string, Found>();
  let believed: string | undefined;
  let unheard: OnAir[] = [];
  let hear: (heard: OnAir) => void = (heard) => {
    unheard = [...unheard, heard].slice(-UNHEARD_MAX);
  };
  let stopMeasuring = () => {};

  async function heard(topic: string, payload: Bytes, arrivedAt: number, kept: boolean, on: Connection): Promise<void> {
    if (over.signal.aborted) return;
    const host = [...found.values()].find(({ air }) => topic === down(air));
    if (host) {
      const frame = await open(host.place.keys.frames, topic, payload);
      const words = frame?.sender === host.id && frame.counter > host.counter ? readWords(frame.words) : undefined;
      if (!frame || words?.kind !== 'all') return;
      host.counter = frame.counter;
      hear({ message: words.message, agoMs: performance.now() - arrivedAt, kept, air: host.air });
      return;
    }
    const place = places.find(({ rendezvous }) => topic === down(rendezvous));
    const frame = place && (await open(place.keys.frames, topic, payload));
    const words = frame && readWords(frame.words);
    const said = words?.kind === 'say' && words.said.say === 'host' ? words.said : undefined;
    if (!place || !said?.air || found.has(said.air)) return;
    const oldest = [...found.keys()].find((air) => air !== believed);
    if (found.size >= AIRS_MAX && oldest !== undefined) found.delete(oldest);
    found.set(said.air, { place, air: said.air, id: said.id, counter: 0 });
    wait.tell();
    if (!line) return;
    // A cluster's token is for the rooms that it names: for another one it takes another connection.
    if (relay.tokenUrl) line.renew();
    else on.subscribe([down(said.air)]).catch(() => {});
  }

  async function attach(connection: Connection): Promise<void> {
    connection.onPublished((topic, payload, kept) => {
      const arrivedAt = performance.now();
      inbox.add(() => heard(topic, payload, arrivedAt, kept, connection));
    });
    await connection.subscribe([...places.map(({ rendezvous }) => rendezvous), ...found.keys()].map(down));
    stopMeasuring();
    stopMeasuring = measure(connection);
  }

  const caller = (): Caller => ({
    rooms: [...places.map(({ rendezvous }) => rendezvous), ...found.keys()],
    secrets: [],
  });

  let first: Dialled | undefined;
  const abort = () => {
    over.abort();
    stopMeasuring();
    first?.connection.close();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    first = await dial(relay, caller(), over.signal);
    await attach(first.connection);
    const announced = await wait.until(() => (found.size > 0 ? true : undefined), ANNOUNCED_MS);
    if (!announced) throw new TransportError('host-not-found');
    if (relay.tokenUrl) {
      first.connection.close();
      first = await dial(relay, caller(), over.signal);
      await attach(first.connection);
    } else await first.connection.subscribe([...found.keys()].map(down));
  } catch (error) {
    abort();
    throw signal.aborted ? new TransportError('aborted') : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
  line = keepLine(first, { dial: (until) => dial(relay, caller(), until), attach, changed: () => {} });
  return {
    get halfMs() {
      return line?.connection?.halfMs;
    },
    onAir(listener) {
      hear = listener;
      const waited = unheard;
      unheard = [];
      for (const one of waited) listener(one);
    },
    believe(air) {
      believed = air;
    },
    say(message) {
      const host = believed === undefined ? undefined : found.get(believed);
      const seal = host && seals.get(host.place);
      outbox.add(async () => {
        const connection = line?.connection;
        if (!connection || !host || !seal) return;
        const topic = up(host.air, connection.clientId);
        connection.publish(topic, await seal(topic, wordsToAll(message)));
      });
    },
    close() {
      if (over.signal.aborted) return;
      over.abort();
      stopMeasuring();
      outbox.done().then(() => line?.close());
    },
  };
}
