import { FRAME_MAX_BYTES } from '../channel';
import { endpoint } from '../endpoint';
import { type Transport, TransportError, type TransportFailure } from '../transport';
import { waiting } from '../waiting';
import type { Connection } from './connection';
import { type Caller, type Dialled, dial } from './dial';
import { keepLine, type Line } from './line';
import { down, randomId, up } from './names';
import type { Opening } from './opening';
import { queue } from './queue';
import { open, sealer } from './seal';
import { type Announcement, hashOf, readWords, type Say, sayWords, wordsToAll } from './words';

type Bytes = Uint8Array<ArrayBuffer>;

/** A host that is there is announced already and answers within a round trip or two, ms. */
const ANSWER_MS = 4_000;
/** A relay may drop what is too much for it, and a host be between two connections: asked again so often, ms. */
const ASK_MS = 400;
/** Who has not come back to the relay by then has lost the room, ms. */
const BACK_MS = 10_000;

/**
 * Rejects with a `TransportError`: `host-not-found`, `full`, `refused`, `aborted`, or why no relay lets us in.
 */
export async function openGuest(opening: Opening, signal: AbortSignal): Promise<Transport> {
  const { address, relay, keys, rendezvous } = opening;
  const self = randomId();
  const here = endpoint();
  const over = new AbortController();
  const wait = waiting(over.signal);
  const seal = sealer(keys.frames, self);
  const [inbox, outbox] = [queue(), queue()];
  let line: Line | undefined;
  let host: Announcement | undefined;
  /** Of what the host said last. */
  let heard = 0;
  /** What the asking over the connection of now is answered with. */
  let asked = { nonce: '', answer: undefined as 'welcome' | 'full' | 'out' | undefined };
  let givingUp: ReturnType<typeof setTimeout> | undefined;

  function speak(topicOn: (connection: Connection) => string, words: Bytes, on?: Connection): void {
    outbox.add(async () => {
      const connection = on ?? line?.connection;
      if (!connection) return;
      const topic = topicOn(connection);
      connection.publish(topic, await seal(topic, words));
    });
  }
  const toHost = (words: Bytes, on?: Connection) => speak(({ clientId }) => up(host?.room ?? '', clientId), words, on);

  async function hear(topic: string, payload: Bytes): Promise<void> {
    const frame = await open(keys.frames, topic, payload);
    const words = frame && readWords(frame.words);
    if (!frame || !words || over.signal.aborted) return;
    if (topic === down(rendezvous)) {
      if (words.kind === 'say' && words.said.say === 'host' && !line) announced(words.said);
      return;
    }
    if (!host || topic !== down(host.room) || frame.sender !== host.id || frame.counter <= heard) return;
    heard = frame.counter;
    if (words.kind === 'say') hearHost(words.said, host.id);
    else if (words.kind === 'all' || words.to === self) here.message(words.message, host.id);
  }

  function announced(found: Announcement): void {
    if (host?.id !== found.id) heard = 0;
    host = found;
    wait.tell();
  }

  function hearHost(said: Say, from: string): void {
    if (said.say === 'end') {
      if (line) close('lost');
      return;
    }
    if (!('to' in said) || said.to !== self) return;
    if (said.say === 'welcome' && said.nonce !== asked.nonce) return;
    asked.answer = said.say;
    // From here on it is heard, before anybody has been told of the transport.
    if (said.say === 'welcome') here.setPeers([from]);
    else if (line) close('lost');
    wait.tell();
  }

  /** Finds out where to ask, from what the broker keeps or the host says now. */
  async function find(connection: Connection): Promise<Announcement> {
    listen(connection);
    await connection.subscribe([down(rendezvous)]);
    const found = await wait.until(() => host, ANSWER_MS);
    if (!found) throw new TransportError('host-not-found');
    if (found.full && address.isNew) throw new TransportError('full');
    return found;
  }

  /** Asks to be let in, or to be heard over this connection from now on, until it is answered. */
  async function enter(connection: Connection, isBack: boolean): Promise<void> {
    listen(connection);
    const mine = { nonce: randomId(), answer: undefined as typeof asked.answer };
    asked = mine;
    const until = performance.now() + ANSWER_MS;
    let at = '';
    while (!mine.answer && performance.now() < until) {
      if (over.signal.aborted) throw new TransportError('aborted');
      const { room, ageMs } = host as Announcement;
      const isSubscribed = at === room ? undefined : connection.subscribe([down(room)]);
      at = room;
      const ask = { say: 'ask', nonce: mine.nonce, seenMs: ageMs, lock, ...(isBack ? { key } : {}) } as const;
      toHost(sayWords(ask), connection);
      await isSubscribed;
      await wait.until(() => mine.answer, ASK_MS);
    }
    if (mine.answer === 'full') throw new TransportError('full');
    if (mine.answer !== 'welcome') throw new TransportError('host-not-found');
  }

  function listen(connection: Connection): void {
    connection.onPublished((topic, payload) => inbox.add(() => hear(topic, payload)));
  }

  const caller = (rooms: readonly string[]): Caller => ({
    rooms,
    secrets: [],
    will: { room: rendezvous, seal: (topic) => seal(topic, sayWords({ say: 'gone' })) },
  });

  function close(reason: TransportFailure): void {
    if (over.signal.aborted) return;
    if (reason === 'aborted') toHost(sayWords({ say: 'bye' }));
    over.abort();
    clearTimeout(givingUp);
    here.setStatus({ state: 'closed', reason });
    outbox.done().then(() => line?.close());
  }

  const key = randomId();
  const lock = await hashOf('lock', key);
  let first: Dialled | undefined;
  const abort = () => {
    over.abort();
    first?.connection.close();
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    first = await dial(relay, caller([rendezvous]), over.signal);
    const { room } = await find(first.connection);
    if (relay.tokenUrl) {
      // Its token is for the rendezvous alone.
      first.connection.close();
      first = await dial(relay, caller([rendezvous, room]), over.signal);
    }
    await enter(first.connection, false);
  } catch (error) {
    abort();
    throw signal.aborted ? new TransportError('aborted') : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
  line = keepLine(first, {
    dial: (until) => dial(relay, caller([rendezvous, host?.room ?? '']), until),
    attach: (connection) => enter(connection, true),
    changed(isUp) {
      clearTimeout(givingUp);
      if (!isUp) givingUp = setTimeout(() => close('lost'), BACK_MS);
    },
  });
  return {
    self,
    ...here.listen,
    send(message, to) {
      if (message.length > FRAME_MAX_BYTES) return;
      if (to === undefined || here.peers.includes(to)) toHost(wordsToAll(message));
    },
    disconnect: (peer) => {
      if (here.peers.includes(peer)) close('aborted');
    },
    close: () => close('aborted'),
  };
}
