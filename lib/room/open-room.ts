import type { RoomDependencies } from './dependencies';
import { LiveRoom } from './live-room';
import { problemOf } from './problem';
import { Reach } from './reach';
import type { Room, RoomListeners, Wanted } from './room';
import { WatchedRoom } from './watched-room';
import { whileCurrent } from './while-current';

/**
 * Opens a room, or joins one; where all seats are taken, it is watched without one (SPEC AU-1). Rejects with what `problemOf`
 * understands.
 *
 * @param made is handed the room before anybody can hear of it: what it keeps then is not used again after a death. Called
 *   again with the room that is in its place from then on
 */
export async function openRoom(
  parts: RoomDependencies,
  wanted: Wanted,
  listeners: RoomListeners,
  made: (room: Room) => void,
): Promise<void> {
  const { record } = wanted;
  const own = record?.identity ?? wanted.identity;
  const [secrets, identity] = await Promise.all([
    parts.sealing.derive(wanted.code),
    own ? parts.sealing.importIdentity(own) : parts.sealing.createIdentity(),
  ]);
  const { server } = wanted;
  const reach = new Reach({ ...parts, secrets, server, identity, name: () => room.name });
  let room: LiveRoom | WatchedRoom = new LiveRoom(parts, wanted, reach, identity, listeners);
  made(room);
  try {
    await room.open(record);
  } catch (error) {
    if (wanted.creates || problemOf(error) !== 'room-full' || !reach.hasAir) throw error;
    await room.close();
    const watched = new WatchedRoom({ ...parts, wanted, reach, identity, listeners, takeSeat });
    room = watched;
    made(watched);
    await watched.open().catch(() => {
      watched.close();
      throw error;
    });
  }

  /** The film goes on by what is heard until this member is in. */
  async function takeSeat() {
    const watched = room;
    const { name } = watched;
    let isIn = false;
    const told = whileCurrent(
      listeners,
      () => isIn,
      () => {},
    );
    reach.isCalled = true;
    const seated = new LiveRoom(parts, { ...wanted, name, record: undefined }, reach, identity, told);
    try {
      await seated.open(undefined);
    } catch (error) {
      await seated.close();
      throw error;
    } finally {
      reach.isCalled = false;
    }
    isIn = true;
    room = seated;
    made(seated);
    await watched.close();
    listeners.recorded();
    listeners.ordered();
    listeners.changed();
  }
}
