import { expect, test } from 'vitest';
import type { ToPlayer } from '../../../lib/core/ports/player-port';
import { colourOf } from '../../../lib/core/wire/colours';
import { tellReactions } from '../../../lib/place/reactions';
import type { Room } from '../../../lib/room/room';
import { Place } from '../room/people';

test('CH-15: the frames of the room’s tab are told what floats over the film, of the room that is open', async () => {
  const place = new Place();
  const [ann, ben] = await place.party(['Ann', 'Ben']);
  let room: Room | undefined;
  let changed = () => {};
  const heard: ToPlayer[] = [];
  let leave = () => {};
  const tell = tellReactions(
    {
      get room() {
        return room;
      },
      onChanged: (listener) => {
        changed = listener;
        return () => {};
      },
    },
    { now: () => place.time.now, after: (ms, task) => place.time.after(ms, task) },
  );
  tell({
    post: (message) => void heard.push(message),
    onMessage: () => {},
    onClose: (listener) => {
      leave = listener;
    },
    close: () => {},
  });
  ann?.room?.chat.react('wow');
  await place.wait(1_000);
  expect(heard).toEqual([]);
  room = ben?.room;
  changed();
  ann?.room?.chat.react('laugh');
  await place.wait(1_000);
  expect(heard).toEqual([
    { type: 'reaction', sign: 'laugh', name: 'Ann', colour: colourOf({ id: ann?.room?.self ?? '' }) },
  ]);
  leave();
  ann?.room?.chat.react('fire');
  await place.wait(1_000);
  expect(heard).toHaveLength(1);
});
