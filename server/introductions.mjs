// @ts-check
/**
 * Which introductions are under way. PeerJS in a browser keeps what belongs to no offer for ever, and answers any offer
 * with a peer connection, of which a browser has about 500: so an answer or a candidate passes only between two peers of
 * whom one has offered, and offers have a rate by the address they come from and by the peer they go to. Browsers send the
 * offer before its candidates (100 of 100 times in Chromium 156 and Firefox 153), so nothing has to wait for an offer.
 */
import { createBuckets } from './limits.mjs';

/** Nobody negotiates longer; PeerJS has no ICE restart. */
const KEPT_MS = 60_000;
/** Candidates of one end: a machine with many networks, and TURN servers, has about thirty. */
const MAX_CANDIDATES = 64;
/** Offers that one peer has under way: a guest dials one host, which has four rendezvous ids, and dials again. */
const MAX_BY_PEER = 64;
/** A household or a lecture hall of guests behind one address that comes back at once, and then dials again. */
const OFFERS_FROM = { perSecond: 5, burst: 100 };
/** A whole room of 64 that comes back to its host, twice. */
const OFFERS_TO = { perSecond: 10, burst: 150 };

/** @typedef {{ type: 'OFFER' | 'ANSWER' | 'CANDIDATE', dst: string, payload: { connectionId: string } }} Introduction */
/** @typedef {{ answers: number, candidates: [number, number], sinceMs: number }} Negotiation */

/** @param {() => number} nowMs */
export function createIntroductions(nowMs) {
  /** @type {Map<string, Map<string, Negotiation>>} who offers → to whom, under which connection's id; the oldest first */
  const byOfferer = new Map();
  const offersFrom = createBuckets(OFFERS_FROM, nowMs);
  const offersTo = createBuckets(OFFERS_TO, nowMs);

  /** @param {string} offerer @param {string} answerer @param {string} connectionId */
  const find = (offerer, answerer, connectionId) => {
    const negotiation = byOfferer.get(offerer)?.get(keyOf(answerer, connectionId));
    return negotiation && nowMs() - negotiation.sinceMs < KEPT_MS ? negotiation : undefined;
  };

  /** @param {string} source @param {Introduction} message */
  const begin = (source, { dst, payload }) => {
    const own = byOfferer.get(source) ?? new Map();
    byOfferer.set(source, own);
    for (const [key, { sinceMs }] of own) {
      if (own.size < MAX_BY_PEER && nowMs() - sinceMs < KEPT_MS) break;
      own.delete(key);
    }
    own.set(keyOf(dst, payload.connectionId), { answers: 0, candidates: [0, 0], sinceMs: nowMs() });
  };

  return {
    /**
     * Whether a message may pass; it then counts.
     *
     * @param {string} source id of the peer that sends it
     * @param {string} address where that peer's limits are counted
     * @param {Introduction} message
     * @returns {'ok' | 'rate' | 'no-offer'}
     */
    admit(source, address, message) {
      const { type, dst, payload } = message;
      if (type === 'OFFER') {
        if (!offersFrom.take(address) || !offersTo.take(dst)) return 'rate';
        begin(source, message);
        return 'ok';
      }
      const offered = find(source, dst, payload.connectionId);
      const negotiation = offered ?? find(dst, source, payload.connectionId);
      if (!negotiation) return 'no-offer';
      if (type === 'ANSWER') {
        if (offered || negotiation.answers > 0) return 'no-offer';
        negotiation.answers += 1;
        return 'ok';
      }
      const end = offered ? 0 : 1;
      if (negotiation.candidates[end] >= MAX_CANDIDATES) return 'rate';
      negotiation.candidates[end] += 1;
      return 'ok';
    },
    /** Forgets what a peer that is gone has offered, once it is old. */
    prune() {
      for (const [offerer, own] of byOfferer) {
        for (const [key, { sinceMs }] of own) if (nowMs() - sinceMs >= KEPT_MS) own.delete(key);
        if (own.size === 0) byOfferer.delete(offerer);
      }
    },
    get offerers() {
      return byOfferer.size;
    },
  };
}

/** @param {string} answerer @param {string} connectionId */
const keyOf = (answerer, connectionId) => JSON.stringify([answerer, connectionId]);
