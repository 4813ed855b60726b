import type { RoomDependencies } from './dependencies';
import { LiveRoom } from './live-room';
import { Reach } from './reach';
import type { Room, RoomListeners, Wanted } from './room';

/**
 * Opens a room, or joins one. Rejects with what `problemOf` understands.
 *
 * @param made is handed the room before anybody can hear of it: what it keeps then is not used again after a death
 */
export async function openRoom(
  parts: RoomDependencies,
  wanted: Wanted,
  listeners: RoomListeners,
  made: (room: Room) => void,
): Promise<void> {
  const { record } = wanted;
  const [secrets, identity] = await Promise.all([
    parts.sealing.derive(wanted.code),
    record ? parts.sealing.importIdentity(record.identity) : parts.sealing.createIdentity(),
  ]);
  const { server } = wanted;
  const reach = new Reach({ ...parts, secrets, server, identity, name: () => room.name });
  const room: LiveRoom = new LiveRoom(parts, wanted, reach, identity, listeners);
  made(room);
  await room.open(record);
}
