import { MEMBERS_MAX } from '../../core/wire/protocol';
import { FRAME_MAX_BYTES } from '../channel';
import { endpoint } from '../endpoint';
import type { Precedence } from '../precedence';
import { type Transport, TransportError, type TransportFailure } from '../transport';
import { waiting } from '../waiting';
import { admissions } from './admissions';
import { allowance } from './allowance';
import type { Connection } from './connection';
import { type Caller, dial } from './dial';
import { hostAir } from './host-air';
import { keepLine, type Line } from './line';
import { clientOf, down, EVERYBODY, gone, randomId, roomOf, up } from './names';
import type { Opening } from './opening';
import { queue } from './queue';
import { rivals } from './rivals';
import { open, sealer } from './seal';
import { type Announcement, hashOf, readWords, type Say, sayWords, wordsToAll, wordsToOne } from './words';

type Bytes = Uint8Array<ArrayBuffer>;

/** Everybody, and as many again as may be saying hello. */
const GUESTS_MAX = MEMBERS_MAX + 8;
/** What a broker keeps comes with the granting of a subscription, or right after it, ms. */
const KEPT_MS = 300;
/** Until it is known whether somebody else has the room, ms. */
const SETTLED_MS = 3_000;
/** Our server forgets what it keeps after 120 s, and a guest says how old is what it was told, ms. */
const ANNOUNCE_MS = 30_000;
/** Whoever knows the code can make a host announce itself; so often it does, ms. */
const ANNOUNCE_AGAIN_MS = 1_000;
/**
 * Whoever knows the code can make a host answer. A relay ends the connection of who says too much (ours at 120 messages a
 * second, after 600 at once), and with it everybody's room; who gets no answer asks again.
 */
const ANSWERS = { burst: 2 * GUESTS_MAX, perSecond: 20 } as const;

/** Rejects with a `TransportError`: `code-in-use`, `aborted`, or why no relay lets us in. */
export async function openHost(opening: Opening, signal: AbortSignal): Promise<Transport> {
  const { address, relay, keys, rendezvous } = opening;
  const [self, secret] = [randomId(), randomId()];
  const [room, claim] = await Promise.all([roomOf(secret), hashOf('claim', address.token)]);
  const since = performance.now();
  const ageMs = () => performance.now() - since;
  const here = endpoint();
  const over = new AbortController();
  const wait = waiting(signal);
  const seal = sealer(keys.frames, self);
  const [inbox, outbox] = [queue(), queue()];
  const mayAnswer = allowance(ANSWERS.burst, ANSWERS.perSecond);
  let line: Line | undefined;
  let standing = 'stay' as Precedence;
  let announcedAt = Number.NEGATIVE_INFINITY;

  // What is carried for others' sake carries no audience.
  const air =
    relay.guestsMax === undefined ? hostAir({ relay, key: keys.frames, seal, changed: () => announce() }) : undefined;
  const announcement = (): Announcement => ({ id: self, room, claim, ageMs: ageMs(), ...air?.announced });

  /** @param on the connection that it is for; without it, whichever there is when it is sealed */
  function speak(topic: string, words: Bytes, retain = false, on?: Connection): void {
    outbox.add(async () => {
      const frame = await seal(topic, words);
      (on ?? line?.connection)?.publish(topic, frame, retain);
    });
  }

  function answer(topic: string, said: Say): void {
    if (mayAnswer()) speak(topic, sayWords(said));
  }

  function announce(on?: Connection): void {
    if (standing !== 'stay' || over.signal.aborted) return;
    announcedAt = ageMs();
    speak(down(rendezvous), sayWords({ say: 'host', ...announcement() }), true, on);
  }
  function announceAgain(): void {
    if (ageMs() - announcedAt > ANNOUNCE_AGAIN_MS) announce();
  }

  const guests = admissions({
    max: Math.min(relay.guestsMax ?? GUESTS_MAX, GUESTS_MAX),
    ageMs,
    isOpen: () => standing === 'stay' && !over.signal.aborted,
    changed: (ids) => here.setPeers(ids),
    say: (said) => answer(down(room), said),
    announceAgain,
  });

  /** The connection over which rivals are asked; at first it is not the line's yet. */
  let asking: Connection;
  const others = rivals(
    announcement,
    (nonce) => speak(up(rendezvous, asking.clientId), sayWords({ say: 'probe', nonce }), false, asking),
    (found) => {
      standing = found;
      wait.tell();
      if (standing === 'code-in-use' && line) close('code-in-use');
      else if (standing === 'superseded') here.setStatus({ state: 'signalling-lost' });
      else if (line) announceAgain();
    },
  );

  async function hear(topic: string, payload: Bytes): Promise<void> {
    const frame = await open(keys.frames, topic, payload);
    const words = frame && frame.sender !== self ? readWords(frame.words) : undefined;
    if (!frame || !words || over.signal.aborted) return;
    const from = clientOf(topic, up, room);
    if (from) {
      const message = await guests.hear(frame, words, from);
      if (message) here.message(message, frame.sender);
    } else if (words.kind === 'say') hearAtRendezvous(topic, frame.sender, words.said);
  }

  function hearAtRendezvous(topic: string, sender: string, said: Say): void {
    if (topic === down(rendezvous)) {
      if (said.say === 'host' && standing === 'stay') others.heard(said);
      if (said.say === 'alive') others.answered(said.nonce, said);
      return;
    }
    const lost = clientOf(topic, gone, rendezvous);
    if (said.say === 'gone' && lost) guests.connectionLost(sender, lost);
    if (said.say === 'probe' && clientOf(topic, up, rendezvous) && line && standing === 'stay')
      answer(down(rendezvous), { say: 'alive', nonce: said.nonce, ...announcement() });
  }

  async function attach(connection: Connection): Promise<void> {
    asking = connection;
    connection.onPublished((topic, payload) => inbox.add(() => hear(topic, payload)));
    const atRendezvous = [down(rendezvous), up(rendezvous, EVERYBODY), gone(rendezvous, EVERYBODY)];
    await connection.subscribe([up(room, EVERYBODY), ...atRendezvous]);
    if (line) announce(connection);
  }

  const caller: Caller = { rooms: [], secrets: [secret, keys.rendezvous] };
  const announcing = setInterval(announce, ANNOUNCE_MS);

  function close(reason: TransportFailure): void {
    if (over.signal.aborted) return;
    over.abort();
    clearInterval(announcing);
    others.close();
    guests.close();
    air?.close();
    here.setStatus({ state: 'closed', reason });
    speak(down(room), sayWords({ say: 'end' }));
    // Nobody asks for a host that has gone, unless it is another one that is announced by now.
    if (standing === 'stay')
      outbox.add(async () => line?.connection?.publish(down(rendezvous), new Uint8Array(), true));
    outbox.done().then(() => line?.close());
  }

  const first = await dial(relay, caller, signal).catch((error) => {
    close('aborted');
    throw error;
  });
  const abort = () => first.connection.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await attach(first.connection);
    await wait.until(() => others.isSettling() || undefined, KEPT_MS);
    await wait.until(() => (others.isSettling() ? undefined : true), SETTLED_MS);
    if (standing === 'code-in-use') throw new TransportError('code-in-use');
  } catch (error) {
    close('aborted');
    first.connection.close();
    throw signal.aborted ? new TransportError('aborted') : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
  line = keepLine(first, {
    dial: (until) => dial(relay, caller, until),
    attach,
    changed: (isUp) => here.setStatus({ state: isUp && standing === 'stay' ? 'open' : 'signalling-lost' }),
  });
  announce();

  return {
    self,
    ...here.listen,
    ...(air ? { air } : {}),
    send: (message, to) => {
      if (message.length > FRAME_MAX_BYTES) return;
      if (to === undefined ? guests.count() > 0 : guests.has(to))
        speak(down(room), to === undefined ? wordsToAll(message) : wordsToOne(to, message));
    },
    disconnect(peer) {
      if (guests.forget(peer)) speak(down(room), sayWords({ say: 'out', to: peer }));
    },
    close: () => close('aborted'),
  };
}
