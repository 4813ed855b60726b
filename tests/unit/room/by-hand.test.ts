import { beforeEach, describe, expect, test } from 'vitest';
import { handRoom, isPairLost } from '../../../lib/room/hand-room';
import type { ByHand } from '../../../lib/transport/way';
import { names, Person, Place } from './people';

let place: Place;
beforeEach(() => {
  place = new Place();
});

describe('TR-33: a room that is met by hand', () => {
  test('is made where no server is reached, and others come in by it', async () => {
    const [ann, ben] = [new Person(place, 'Ann'), new Person(place, 'Ben', 2)];
    ann.blocked = ben.blocked = 'server-unreachable';
    const opening = ann.open(true, undefined, undefined, true);
    await place.wait(500);
    await opening;
    const joining = ben.open(false);
    await place.wait(1_500);
    await joining;
    expect(names(ann)).toEqual(['Ann', 'Ben']);
    const [, member] = ann.room?.facts.members ?? [];
    expect(ann.room?.pathTo(member?.id ?? '')).toEqual({ path: 'direct', by: 'manual' });
    expect(ben.room?.pathTo(ben.room.self)).toEqual({ path: 'direct', by: 'peerjs' });
    expect(ben.room?.pathTo(ben.room.facts.host)).toBeUndefined();
  });

  test('can be so from any moment on, once', async () => {
    const [ann, ben] = [new Person(place, 'Ann'), new Person(place, 'Ben', 2)];
    const opening = ann.open(true);
    await place.wait(1_500);
    await opening;
    ben.blocked = 'server-unreachable';
    const joining = ben.open(false).catch(() => 'nobody');
    await place.wait(1_000);
    const opened = [ann.room?.openByHand(ann.handWay), ann.room?.openByHand(ann.handWay)];
    await place.wait(4_000);
    await Promise.all([...opened, ann.room?.openByHand(ann.handWay)]);
    expect(ann.handOpened).toBe(1);
    expect(await joining).not.toBe('nobody');
    expect(names(ann)).toEqual(['Ann', 'Ben']);
    // A guest has no doors.
    await ben.room?.openByHand(ben.handWay);
  });

  test('TR-35: a guest that came by hand is told when that way is gone, and the room is not', async () => {
    const [ann, ben] = [new Person(place, 'Ann'), new Person(place, 'Ben')];
    const [opening, joining] = [ann.open(true), ben.open(false)];
    await place.wait(3_000);
    await Promise.all([opening, joining]);
    const room = ben.room as NonNullable<typeof ben.room>;
    expect(handRoom(undefined, room).standing).toBe('guest');
    // As a connection by hand fails that was used once.
    ben.blocked = 'pair-lost';
    ann.die();
    await place.wait(4_000);
    expect(isPairLost(room)).toBe(true);
    expect(handRoom(undefined, room).standing).toBe('lost');
    ben.blocked = 'server-unreachable';
    await place.wait(20_000);
    expect(isPairLost(room)).toBe(false);
  });

  test('says where it stands', async () => {
    const codes = { isOffered: true, way: {} } as unknown as ByHand;
    expect(handRoom(undefined, undefined).standing).toBe('opening');
    expect(handRoom(codes, undefined).standing).toBe('joining');
    await handRoom(codes, undefined).open();
    const ann = new Person(place, 'Ann');
    const opening = ann.open(true);
    await place.wait(1_500);
    await opening;
    expect(handRoom({ ...codes, isOffered: false }, ann.room).standing).toBe('host');
    await handRoom(undefined, ann.room).open();
  });
});
