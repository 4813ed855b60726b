import type { Unsubscribe } from '../transport';

/** Which ends a path is being looked for to, of all connections that Trystero makes in this page. */
export interface Attempts {
  /** An end's description has come in, in which its certificate names it. */
  begin(connection: RTCPeerConnection, sdp: string | undefined): void;
  reached(connection: RTCPeerConnection): void;
  ended(connection: RTCPeerConnection, hasFailed: boolean): void;
  counts(): { readonly underWay: number; readonly failed: number };
  /** Called whenever the counts may be others. */
  onCounts(listener: () => void): Unsubscribe;
}

/**
 * Trystero often tries two connections to one end, over two servers or from both sides, and closes what it does not need;
 * at the other end that one fails 15 s later. So ends are counted, each known by its certificate, which it has one of.
 */
export function attemptsToReach(): Attempts {
  const ends = new Map<RTCPeerConnection, string>();
  const reached = new Set<string>();
  const failed = new Set<string>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    begin(connection, sdp = '') {
      ends.set(connection, /^a=fingerprint:(.+)$/m.exec(sdp)?.[1]?.trim() ?? '');
      tell();
    },
    reached(connection) {
      const end = ends.get(connection);
      ends.delete(connection);
      if (end === undefined) return;
      reached.add(end);
      failed.delete(end);
      tell();
    },
    ended(connection, hasFailed) {
      const end = ends.get(connection);
      if (end === undefined) return;
      ends.delete(connection);
      if (hasFailed && !reached.has(end)) failed.add(end);
      tell();
    },
    counts: () => ({
      underWay: new Set([...ends.values()].filter((end) => !reached.has(end))).size,
      failed: failed.size,
    }),
    onCounts(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
