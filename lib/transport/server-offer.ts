import {
  readServerOffer,
  SERVER_OFFER_MAX_BYTES,
  type ServerOffer,
  withoutCredentials,
} from '../core/wire/server-offer';
import { fetchJson } from './fetch-json';
import { TransportError } from './transport';
import { onWake } from './wake';

/** Credentials are asked for anew when half their life is over, and at least so often, ms. */
const RENEW_MAX_MS = 6 * 3_600_000;
/** A server that is away for a while is asked again after these, ms. */
const AGAIN_MS = [30_000, 60_000, 120_000, 300_000];

/** What a server offers, kept good while it is used. */
export interface KeptOffer {
  /** Of now: credentials that have ended are left out. */
  readonly now: ServerOffer;
  close(): void;
}

/**
 * Asks a server what it offers (SPEC TR-25). Rejects with a `TransportError`: `server-unreachable`; `refused` where it is no
 * server of ours, or one of another version; `aborted`.
 *
 * @param server its base address, as `parseServer` gives it
 */
export async function askServer(server: string, signal: AbortSignal): Promise<ServerOffer> {
  const question = { url: `${server}/lockstep.json`, maxBytes: SERVER_OFFER_MAX_BYTES };
  const offer = readServerOffer(await fetchJson(question, signal), server);
  if (typeof offer === 'string') throw new TransportError('refused', offer);
  return offer;
}

/**
 * Asks a server what it offers, and asks again before credentials end. Rejects as `askServer` does; later failures are
 * waited out.
 */
export async function keepOffer(server: string, signal: AbortSignal): Promise<KeptOffer> {
  const over = new AbortController();
  // The machine's own clock: credentials end while it sleeps, and a browser's monotonic clock stands still then.
  let askedAt = Date.now();
  let offer = await askServer(server, signal);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isAsking = false;

  const lifeMs = () => (offer.iceExpiresInS === undefined ? Number.POSITIVE_INFINITY : offer.iceExpiresInS * 1000);
  const renewAfterMs = () => Math.min(lifeMs() / 2, RENEW_MAX_MS);

  async function renew(): Promise<void> {
    if (isAsking || over.signal.aborted) return;
    isAsking = true;
    clearTimeout(timer);
    const since = Date.now();
    try {
      offer = await askServer(server, over.signal);
      askedAt = since;
      failures = 0;
    } catch {
      failures++;
    }
    isAsking = false;
    schedule();
  }

  function schedule(): void {
    clearTimeout(timer);
    if (over.signal.aborted || offer.iceExpiresInS === undefined) return;
    const afterMs = AGAIN_MS[Math.min(failures, AGAIN_MS.length) - 1] ?? renewAfterMs();
    timer = setTimeout(renew, afterMs);
  }

  const stopWaking = onWake(() => {
    if (Date.now() - askedAt >= renewAfterMs()) renew();
  });
  schedule();
  return {
    get now() {
      if (Date.now() - askedAt < lifeMs()) return offer;
      return { ...offer, iceServers: withoutCredentials(offer.iceServers) };
    },
    close() {
      over.abort();
      clearTimeout(timer);
      stopWaking();
    },
  };
}

/** What a server offers, for whoever needs it: asked when it is first wanted, and again where it did not answer. */
export interface Offer {
  /** What is known of it now. */
  readonly now: ServerOffer | undefined;
  /** Rejects as `askServer` does. */
  ask(): Promise<ServerOffer>;
  /** Where the server's relay is. Rejects with `server-unreachable` where it has none, or tells of none. */
  relay(): Promise<NonNullable<ServerOffer['relay']>>;
}

/** @param signal the only off-switch */
export function offerOf(server: string, signal: AbortSignal): Offer {
  let kept: KeptOffer | undefined;
  let asking: Promise<KeptOffer> | undefined;
  signal.addEventListener('abort', () => kept?.close(), { once: true });

  async function ask(): Promise<ServerOffer> {
    asking ??= keepOffer(server, signal);
    try {
      kept = await asking;
    } catch (error) {
      // Another kind of server stays one: it is not asked every few seconds.
      if (!(error instanceof TransportError && error.reason === 'refused')) asking = undefined;
      throw error;
    }
    if (signal.aborted) kept.close();
    return kept.now;
  }

  return {
    get now() {
      return kept?.now;
    },
    ask,
    async relay() {
      const { relay } = await ask().catch((error: Error) => {
        throw new TransportError('server-unreachable', error.message);
      });
      if (!relay) throw new TransportError('server-unreachable', 'no relay');
      return relay;
    },
  };
}
