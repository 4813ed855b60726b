/** How one server of a board is. */
export type ServerState =
  | 'connecting'
  /** Takes what we say, and has not answered yet. */
  | 'silent'
  /** Has answered as it should: a tracker to an announcement, a relay by giving back what we published. */
  | 'working'
  | 'refusing'
  | 'gone';

/**
 * A tracker is asked every two minutes at least and a relay every minute. One that has not said a word for longer is a
 * socket whose other end is gone, ms.
 */
const QUIET_MAX_MS = 150_000;
const LOOK_MS = 10_000;

/** Of a socket that others in this page use already, in the order of `readyState`. */
const STATES: readonly ServerState[] = ['connecting', 'silent'];

/** A socket to one server. */
export interface Server {
  readonly state: ServerState;
  /** Drops it; Trystero is not told, so that it does not dial again. */
  close(): void;
  /** Leaves it to others that use it. */
  forget(): void;
}

/**
 * Watches a socket that Trystero has made.
 *
 * @param selfId how this page is known to others of Trystero's
 * @param changed called whenever its state is another
 */
export function watchServer(
  board: keyof typeof ANSWERS,
  selfId: string,
  socket: WebSocket,
  changed: () => void,
): Server {
  let state = STATES[socket.readyState] ?? 'gone';
  let heardAt = performance.now();
  const become = (next: ServerState) => {
    if (state === next || state === 'gone') return;
    state = next;
    if (next === 'gone') clearInterval(looking);
    changed();
  };
  const close = () => {
    socket.onopen = null;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
    become('gone');
  };
  const looking = setInterval(() => {
    if (state === 'gone') clearInterval(looking);
    else if (state !== 'connecting' && performance.now() - heardAt > QUIET_MAX_MS) close();
  }, LOOK_MS);
  socket.addEventListener('open', () => become('silent'));
  socket.addEventListener('close', () => become('gone'));
  socket.addEventListener('message', ({ data }) => {
    heardAt = performance.now();
    const answer = typeof data === 'string' ? ANSWERS[board](data, selfId) : undefined;
    if (answer) become(answer);
  });
  return {
    get state() {
      return state;
    },
    close,
    forget: () => become('gone'),
  };
}

/** What a message says of the server, if anything. Anything may come. */
const ANSWERS = {
  torrent(data: string): ServerState | undefined {
    const said = Object(parsed(data));
    if (said['failure reason'] !== undefined) return 'refusing';
    return typeof said.info_hash === 'string' && typeof said.interval === 'number' ? 'working' : undefined;
  },
  nostr(data: string, selfId: string): ServerState | undefined {
    const said = parsed(data);
    if (!Array.isArray(said)) return undefined;
    // Many take an event of a kind that they do not know, say so, and pass it on to nobody.
    if (said[0] === 'EVENT') return data.includes(selfId) ? 'working' : undefined;
    const isRefusal = said[0] === 'CLOSED' || (said[0] === 'OK' && said[2] === false);
    return isRefusal && !/^(duplicate|rate-limited):/.test(String(said[3])) ? 'refusing' : undefined;
  },
} as const;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
