import type { JoinRoom, Room } from '@trystero-p2p/torrent';
import type { Introductions } from './introduced';
import { offerPromptly } from './prompt-offers';
import { type Server, watchServer } from './server';

/** What Trystero's packages have in common, as far as it is used here. */
export interface Library {
  readonly joinRoom: JoinRoom;
  readonly getRelaySockets: () => Readonly<Record<string, WebSocket>>;
  readonly pauseRelayReconnection: () => void;
  /** How this page is known to others of it. */
  readonly selfId: string;
}

/** Where ends leave each other notes: BitTorrent trackers, or Nostr relays. */
export interface Board {
  readonly name: 'torrent' | 'nostr';
  readonly library: Library;
  /** Addresses of the servers, wss. */
  readonly servers: readonly string[];
}

/** What of a library is in use in this page. */
interface InUse {
  /** Rooms that are joined. Trystero would give the same room again, with what it has. */
  readonly rooms: Map<string, { evict(): Promise<void> }>;
  /** The texts of the addresses that were dialled for the first of them; Trystero has those for the others as well. */
  urls: readonly string[];
}

const libraries = new WeakMap<Library, InUse>();
/** Trystero keeps one client for each text and never dials again for one that it has closed: each time another text. */
let generation = 0;

export interface RoomOfBoard {
  readonly appId: string;
  readonly room: string;
  readonly password: string;
  readonly rtcConfig: RTCConfiguration;
  readonly introductions: Introductions;
}

export interface Joined {
  readonly servers: readonly Server[];
  /** Whether somebody else in this page has joined the same room since. */
  isEvicted(): boolean;
  /** Whatever has been introduced and not been kept is closed. Never rejects. */
  leave(): Promise<void>;
}

/**
 * Announces this end in a room of Trystero's. Whoever in this page is in the same room has to leave it first.
 *
 * @param onPeer called with the connection to each end that is introduced
 * @param changed called whenever a server's state is another, or the room has been left for another
 */
export async function joinBoard(
  board: Board,
  { appId, room, password, rtcConfig, introductions }: RoomOfBoard,
  onPeer: (connection: RTCPeerConnection) => void,
  changed: () => void,
): Promise<Joined> {
  const { library } = board;
  const inUse = libraries.get(library) ?? { rooms: new Map(), urls: [] };
  libraries.set(library, inUse);
  const { rooms } = inUse;
  for (let other = rooms.get(room); other; other = rooms.get(room)) await other.evict();

  // It would dial again after its own time and, after a minute, never; dialling anew is done by joining anew.
  library.pauseRelayReconnection();
  if (rooms.size === 0) {
    generation++;
    // A browser strips spaces around an address.
    inUse.urls = board.servers.map((server) => server + ' '.repeat(generation));
  }
  const urls = [...inUse.urls];
  const config = {
    appId,
    password,
    rtcConfig,
    rtcPolyfill: introductions.Connection,
    relayConfig: { urls, manualReconnection: true, warnOnRelayFailure: false },
  };
  const joined = introductions.joining(() => library.joinRoom(config, room));
  const sockets = library.getRelaySockets();
  const servers = urls.flatMap((url) => {
    const socket = sockets[url];
    if (!socket) return [];
    if (board.name === 'torrent') offerPromptly(socket, library.selfId);
    return [watchServer(board.name, library.selfId, socket, changed)];
  });
  joined.onPeerJoin = (peer) => {
    const connection = joined.getPeers()[peer];
    if (connection) onPeer(connection);
  };

  let leaving: Promise<void> | undefined;
  let isEvicted = false;
  const leave = () => {
    leaving ??= (async () => {
      joined.onPeerJoin = null;
      // Nothing is announced or answered any more by who is about to be gone.
      const isLast = rooms.size === 1;
      for (const server of servers) {
        if (isLast) server.close();
        else server.forget();
      }
      await leaveRoom(joined);
      if (rooms.get(room) === place) rooms.delete(room);
      introductions.left();
    })();
    return leaving;
  };
  const place = {
    evict() {
      isEvicted = true;
      return leave();
    },
  };
  rooms.set(room, place);
  return { servers, isEvicted: () => isEvicted, leave };
}

const LEAVE_TRIES = 5;
const LEAVE_AGAIN_MS = 200;

/** It fails where a channel has just been closed, and is then not done: Trystero tells all its peers first. */
async function leaveRoom(room: Room): Promise<void> {
  for (let tries = 0; tries < LEAVE_TRIES; tries++) {
    try {
      await room.leave();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, LEAVE_AGAIN_MS));
    }
  }
}
