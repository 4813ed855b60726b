/** A path may change to another under way; who looks is told what held so long ago at most, ms. */
const LOOK_MS = 5_000;

/** `RTCStats` as far as it is used here. */
interface Pair extends RTCStats {
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly selectedCandidatePairId?: string;
  readonly candidateType?: string;
  /** Firefox names no pair in its transport, and marks the one in use. */
  readonly selected?: boolean;
}

/**
 * Tells whether a connection goes over a TURN server, on whichever side. Nothing is looked at until somebody asks.
 *
 * @returns undefined from the answer until it is known
 */
export function turnWatch(
  connection: Pick<RTCPeerConnection, 'getStats'>,
  now: () => number,
): () => boolean | undefined {
  let uses: boolean | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async () => {
    const stats = new Map<string, Pair>();
    (await connection.getStats()).forEach((entry: Pair) => void stats.set(entry.id, entry));
    const entries = [...stats.values()];
    const named = entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
    const pair = entries.find(
      ({ id, type, selected }) => type === 'candidate-pair' && (named ? id === named : selected),
    );
    if (!pair) return;
    const ends = [pair.localCandidateId, pair.remoteCandidateId].map((id) => stats.get(id ?? '')?.candidateType);
    uses = ends.includes('relay');
  };
  return () => {
    if (now() - lookedAt >= LOOK_MS) {
      lookedAt = now();
      // Of a connection that is over nothing is known.
      look().catch(() => {});
    }
    return uses;
  };
}
