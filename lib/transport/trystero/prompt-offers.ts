/** An end that joins announces itself four times in two seconds: one answer a second is enough. */
const AGAIN_MS = 1_000;

/**
 * Over BitTorrent Trystero lets an offer lie where its own id is the lower one, so as not to be offered and to offer at
 * once, and offers itself at its next announcement: up to two minutes later. So for half of all pairs nobody would come.
 * This makes the announcement at once.
 *
 * @param socket of a tracker, as Trystero has made it
 * @param selfId how this page is known to others of Trystero's
 */
export function offerPromptly(socket: WebSocket, selfId: string): void {
  let announcedAt = Number.NEGATIVE_INFINITY;
  socket.addEventListener('message', ({ data }) => {
    if (!isLetLie(data, selfId) || performance.now() - announcedAt < AGAIN_MS) return;
    announcedAt = performance.now();
    // Its only way to announce again: what it does when a socket has been opened anew.
    socket.onopen?.(new Event('open'));
  });
}

function isLetLie(data: unknown, selfId: string): boolean {
  if (typeof data !== 'string') return false;
  try {
    const { offer, peer_id } = Object(JSON.parse(data));
    return Boolean(offer) && typeof peer_id === 'string' && selfId < peer_id;
  } catch {
    return false;
  }
}
