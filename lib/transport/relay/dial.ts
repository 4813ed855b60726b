import { type RelayAddress, TransportError, type TransportFailure } from '../transport';
import { type Connection, connect } from './connection';
import { later } from './later';
import { gone, randomId } from './names';
import { fetchToken } from './token';

type Bytes = Uint8Array<ArrayBuffer>;

/** A relay of several nodes: the next one is tried beside the first after this, or when that one has failed, ms. */
const NEXT_NODE_MS = 1_000;

/** Who connects, and as what. */
export interface Caller {
  /** Rooms that it uses, and secrets of rooms of which it is the host. */
  readonly rooms: readonly string[];
  readonly secrets: readonly string[];
  /** What the broker says at the rendezvous when a connection dies, sealed for that topic. */
  readonly will?: { readonly room: string; readonly seal: (topic: string) => Promise<Bytes> };
}

export interface Dialled {
  readonly connection: Connection;
  /** The broker ends it so long after now, or may, ms. */
  readonly lastsMs?: number;
}

/** MQTT wants a user name beside a password; our server's tokens bring their own. */
const USERNAME = 'lockstep';
/** Between the secrets of a host's own room and of the rendezvous. */
const SECRETS_SEPARATOR = '.';

/**
 * The first node that lets us in. Each connection has a client id of its own: with the same one a broker would end the
 * older one, and who learned it could do so too.
 *
 * Rejects with a `TransportError`, the one of those that says most.
 */
export async function dial(relay: RelayAddress, caller: Caller, signal: AbortSignal): Promise<Dialled> {
  const over = new AbortController();
  const abort = () => over.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const attempts: Promise<Dialled>[] = [];
  for (const [at, url] of relay.urls.entries()) {
    const before = attempts[at - 1];
    attempts.push(
      (async () => {
        if (before)
          await Promise.race([
            before.then(
              () => {},
              () => {},
            ),
            later(NEXT_NODE_MS, over.signal),
          ]);
        return dialNode(url, relay, caller, over.signal);
      })(),
    );
  }
  try {
    const dialled = await Promise.any(attempts);
    for (const attempt of attempts)
      attempt.then(
        (other) => other !== dialled && other.connection.close(),
        () => {},
      );
    return dialled;
  } catch (error) {
    if (signal.aborted) throw new TransportError('aborted');
    throw mostTelling(error instanceof AggregateError ? error.errors : [error]);
  } finally {
    signal.removeEventListener('abort', abort);
    over.abort();
  }
}

async function dialNode(url: string, relay: RelayAddress, caller: Caller, signal: AbortSignal): Promise<Dialled> {
  const clientId = randomId();
  const { rooms, secrets } = caller;
  const token = relay.tokenUrl && (await fetchToken(relay.tokenUrl, { member: clientId, rooms, secrets }, signal));
  const login = token || (secrets.length > 0 && { username: USERNAME, password: secrets.join(SECRETS_SEPARATOR) });
  const topic = caller.will && gone(caller.will.room, clientId);
  const will = caller.will && topic ? { topic, payload: await caller.will.seal(topic) } : undefined;
  const connection = await connect(url, { clientId, ...(login ? { login } : {}), ...(will ? { will } : {}) }, signal);
  return { connection, ...(token ? { lastsMs: token.expiresInS * 1000 } : {}) };
}

const TELLING: readonly TransportFailure[] = ['refused', 'signalling-silent', 'server-unreachable'];

function mostTelling(errors: readonly unknown[]): TransportError {
  const failures = errors.filter((error) => error instanceof TransportError);
  const reason = TELLING.find((known) => failures.some((failure) => failure.reason === known));
  return failures.find((failure) => failure.reason === reason) ?? new TransportError('server-unreachable', 'no relay');
}
