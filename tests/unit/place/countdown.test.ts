import { expect, test } from 'vitest';
import type { ToPlayer } from '../../../lib/core/ports/player-port';
import type { RoomView } from '../../../lib/core/ports/room-view';
import { tellCountdown } from '../../../lib/place/countdown';
import type { Room } from '../../../lib/room/room';
import { trueScheduler } from '../../helpers/virtual-time';
import { type Person, Place } from '../room/people';

/** One member's room service, as far as its tab's frames are told of a countdown. */
function tab(place: Place, person: Person, alone = false) {
  const heard: (readonly [number, number | undefined])[] = [];
  let room: Room | undefined = person.room;
  let changed = () => {};
  let leave = () => {};
  const tell = tellCountdown(
    {
      get room() {
        return room;
      },
      view: () => ({ state: 'room', ...(alone ? { alone } : {}) }) as RoomView,
      onChanged: (listener) => {
        changed = listener;
        return () => {};
      },
    },
    trueScheduler(place.time),
  );
  const port = {
    post: (message: ToPlayer) => message.type === 'countdown' && heard.push([place.time.now, message.left]),
    onMessage: () => {},
    onClose: (listener: () => void) => {
      leave = listener;
    },
    close: () => {},
  };
  person.changed = () => changed();
  const leaveRoom = () => {
    room = undefined;
    changed();
  };
  return { heard, open: () => tell(port), leave: () => leave(), leaveRoom };
}

async function standing() {
  const place = new Place();
  const [ann, ben, cleo] = (await place.party(['Ann', 'Ben', 'Cleo'])) as [Person, Person, Person];
  ann.pause(60);
  await place.wait(2_000);
  return { place, ann, ben, cleo };
}

test('WA-10: every tab counts 3, 2, 1 at the same moments, and all play at 0', async () => {
  const { place, ann, ben, cleo } = await standing();
  const tabs = [ann, ben, cleo].map((person) => tab(place, person));
  for (const one of tabs) one.open();
  ben.room?.asks?.toCountDown(true);
  await place.wait(5_000);
  const [first = []] = tabs.map(({ heard }) => heard);
  expect(first.map(([, left]) => left)).toEqual([3, 2, 1, undefined]);
  for (const { heard } of tabs) {
    expect(heard.map(([, left]) => left)).toEqual([3, 2, 1, undefined]);
    heard.forEach(([at], i) => void expect(Math.abs(at - (first[i]?.[0] ?? 0))).toBeLessThan(5));
  }
  const zero = first[3]?.[0] ?? 0;
  for (const { position } of [ann, ben, cleo]) {
    expect(position).toBeCloseTo(60 + (place.time.now - zero) / 1000, 2);
  }
});

test('WA-11: what is counted vanishes with a press, with the room, and where it is stopped', async () => {
  const { place, ann, ben, cleo } = await standing();
  const tabs = [ann, ben, cleo].map((person) => tab(place, person));
  for (const one of tabs) one.open();
  ann.room?.powers?.countDown(true);
  await place.wait(1_000);
  tabs[2]?.leaveRoom();
  cleo.pause(75);
  await place.wait(1_000);
  for (const { heard } of tabs) expect(heard.map(([, left]) => left)).toEqual([3, undefined]);
  ben.room?.asks?.toCountDown(true);
  await place.wait(1_000);
  ann.room?.powers?.countDown(false);
  await place.wait(4_000);
  expect(tabs[0]?.heard.at(-1)?.[1]).toBeUndefined();
  expect(ben.room?.facts.playback).toMatchObject({ paused: true, position: 75 });
});

test('WA-10: nobody is shown a countdown who watches alone; a frame that comes meanwhile is told where it is', async () => {
  const { place, ann, ben, cleo } = await standing();
  const [alone, late, gone] = [tab(place, ann, true), tab(place, ben), tab(place, cleo)];
  alone.open();
  gone.open();
  gone.leave();
  ann.room?.powers?.countDown(true);
  await place.wait(2_000);
  late.open();
  await place.wait(3_000);
  expect([alone.heard, gone.heard]).toEqual([[], []]);
  expect(late.heard.map(([, left]) => left)).toEqual([2, 2, 1, undefined]);
});
