import { star } from '../star';
import { type Transport, TransportError } from '../transport';
import { type AnswerKeys, type Offer, writeAnswer } from './code';
import { type Connection, type IceServers, openConnection } from './connection';
import { HOST_ID, peerOf } from './host';

/** What the person who has to carry it is told. Unheard, ICE gives up after 15 s in Chromium and 11 s in Firefox, ms. */
const ANSWER_LIFE_MS = 15_000;
/** Chromium has been seen not to say for 40 s that it has given up; a person has to be told all the same, ms. */
const ANSWER_STALE_MS = 20_000;
/**
 * Nobody is kept waiting for longer. Where the host's end hears it before it has the answer, as in one network, the
 * answer was good after 90 s; and Chromium's end came back 30 s after it had given up, once it was called, ms.
 */
const ANSWER_KEPT_MS = 120_000;

/** A guest's answer, on its way to the host. */
export interface Answering {
  /** What the host has to be given. */
  readonly code: string;
  /** How long it may take to be carried, ms. */
  readonly lifeMs: number;
  /**
   * Resolves once the browser has given up, or should have: time for a fresh one, which is another `answerTo` the same
   * offer. Where it is taken in nevertheless, `opened` says so.
   */
  readonly expired: Promise<void>;
  /** Resolves once the host has taken it in. Rejects with a `TransportError`: `no-path` (too late), `aborted`. */
  readonly opened: Promise<Transport>;
}

/**
 * Answers an offer. `signal` ends the attempt, not what has come of it.
 * Rejects with a `TransportError`: `webrtc-disabled`, `no-network`, `aborted`.
 */
export async function answerTo(
  { counter, description }: Offer,
  keys: AnswerKeys,
  iceServers: IceServers,
  signal: AbortSignal,
): Promise<Answering> {
  const connection = openConnection(iceServers);
  try {
    const own = await connection.answer(description);
    const code = await writeAnswer({ counter, description: own }, keys);
    if (signal.aborted) throw new TransportError('aborted');
    const opened = connection.open(ANSWER_KEPT_MS, signal).then((channel) => {
      const host = star(peerOf(own), 'guest');
      host.add(HOST_ID, channel);
      return host.transport;
    });
    opened.catch(() => connection.close());
    return { code, lifeMs: ANSWER_LIFE_MS, expired: expiry(connection, opened), opened };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function expiry({ failed }: Connection, opened: Promise<Transport>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ANSWER_STALE_MS);
    failed.then(resolve);
    const settled = () => clearTimeout(timer);
    opened.then(settled, settled);
  });
}
