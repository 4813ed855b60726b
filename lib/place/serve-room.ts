import { keptRooms } from '../browser/kept-rooms';
import { machineScheduler } from '../browser/machine-scheduler';
import { serve } from '../browser/ports';
import { CHAT_DOOR_PORT, CHAT_FRAME_PORT } from '../core/ports/chat-door';
import { CHAT_PORT } from '../core/ports/chat-port';
import { PAIR_PORT } from '../core/ports/pair-port';
import { PLAYER_PORT, TEST_PORT, VIEW_PORT } from '../core/ports/player-port';
import { makeRoomCode } from '../core/wire/invite';
import { sealedLinks } from '../room/links/sealed-links';
import { RoomService } from '../room/service';
import type { ServiceDependencies } from '../room/service-dependencies';
import { chatDoors } from './chat-door';
import { tellCountdown } from './countdown';
import { tellReactions } from './reactions';
import { tellRoomStates } from './room-states';
import { serveChat } from './serve-chat';
import { servePair } from './serve-pair';
import { serveTest } from './serve-test';
import { waysOf } from './ways';

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

interface Outside extends Pick<ServiceDependencies, 'changed' | 'keep' | 'go' | 'watchPage'> {
  /** Whoever wanted this place without a room is gone. */
  readonly rest: () => void;
}

/**
 * The composition root of the room service: the same code in the offscreen document and in Firefox's
 * background page. Serves its ports from now on.
 */
export function serveRoom({ rest, ...outside }: Outside): RoomService {
  const rooms = keptRooms();
  const sealing = sealedLinks();
  const makeCode = () => makeRoomCode(randomBytes(15));
  const randomId = () => Array.from(randomBytes(16), (byte) => (byte % 36).toString(36)).join('');
  const service = new RoomService({
    sealing,
    openWays: waysOf,
    iceServers: [],
    scheduler: machineScheduler,
    random: () => Math.random(),
    wallNow: () => Date.now(),
    randomId,
    makeCode,
    remember: (kept) => void (kept ? rooms.remember(kept) : rooms.left()),
    ...outside,
  });
  const tellStates = tellRoomStates(service);
  const tellCount = tellCountdown(service, machineScheduler);
  const tellFloating = tellReactions(service, machineScheduler);
  const doors = chatDoors(service, machineScheduler, randomId);
  serve((name, port, sender) => {
    if (name === PLAYER_PORT) {
      service.servePlayer(port, sender.tabId, sender.site);
      tellFloating(port);
      tellCount(port);
      return tellStates(port);
    }
    if (name === VIEW_PORT) return service.serveView(port);
    if (name === CHAT_PORT) return serveChat(port, service, machineScheduler);
    if (name === CHAT_DOOR_PORT) return doors.serveDoor(port, sender.tabId);
    if (name === CHAT_FRAME_PORT) return doors.serveFrame(port, sender.tabId);
    if (name === PAIR_PORT) return servePair(port, service, rest);
    if (name === TEST_PORT) return serveTest(port, () => sealing.derive(makeCode()), rest);
    port.close();
  });
  return service;
}
