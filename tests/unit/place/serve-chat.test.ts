import { beforeEach, expect, test, vi } from 'vitest';
import { emptyLog, takeLines } from '../../../lib/core/chat/log';
import type { ChatView, FromChatPage, ToChatPage } from '../../../lib/core/ports/chat-port';
import { serveChat } from '../../../lib/place/serve-chat';
import type { Room } from '../../../lib/room/room';
import { isHost, Place } from '../room/people';

let place: Place;
let room: Room | undefined;
let said: ToChatPage[];
let say: (message: FromChatPage | object) => void;
let leave: () => void;
let changed: () => void;
let isWatched: boolean;
const perform = vi.fn(async () => {});
const view = (): ChatView | undefined => said.flatMap((m) => (m.type === 'view' ? m.view : [])).at(-1);
const texts = () => said.flatMap((m) => (m.type === 'lines' ? m.lines.map(({ text }) => text) : []));

beforeEach(() => {
  vi.clearAllMocks();
  place = new Place();
  room = undefined;
  said = [];
  isWatched = true;
});

function open() {
  serveChat(
    {
      post: (message) => void said.push(message),
      onMessage: (listener) => (say = listener),
      onClose: (listener) => (leave = listener),
      close: () => {},
    },
    {
      get room() {
        return room;
      },
      view: () => ({ state: room ? 'connecting' : 'none' }) as never,
      onChanged: (listener) => {
        changed = listener;
        return () => (isWatched = false);
      },
      perform,
    },
    { now: () => place.time.now, after: (ms, task) => place.time.after(ms, task) },
  );
}

test('CH-12: a chat page is shown what is said, new lines and changed ones only', async () => {
  const [ann, ben] = await place.party(['Ann', 'Ben']);
  room = ben?.room;
  ann?.room?.chat.write('before');
  await place.wait(200);
  open();
  expect(texts()).toEqual(['before']);
  expect(view()).toMatchObject({ room: 'open', isHost: isHost(ben), members: [{ name: 'Ann' }, { name: 'Ben' }] });
  said = [];
  ann?.room?.chat.write('at 12:34');
  ann?.room?.chat.react('laugh');
  await place.wait(200);
  expect(texts()).toEqual(['at 12:34']);
  expect(said.filter(({ type }) => type === 'reacted')).toEqual([{ type: 'reacted', name: 'Ann', sign: 'laugh' }]);
  expect(view()?.moments).toMatchObject([{ sign: 'laugh', count: 1 }]);
  said = [];
  changed();
  await place.wait(200);
  expect(said).toEqual([]);
});

test('CH-12: what its person does is done', async () => {
  const [ann, ben] = await place.party(['Ann', 'Ben']);
  room = ann?.room;
  open();
  const heard = () => ben?.room?.chat.log.lines.map(({ text }) => text);
  say({ type: 'write', text: 'one' });
  say({ type: 'write', text: 'two', re: { by: 'x', n: 1 } });
  await place.wait(200);
  const [one, two] = ann?.room?.chat.log.lines ?? [];
  say({ type: 'rewrite', n: one?.n ?? 0, text: 'One' });
  say({ type: 'erase', n: two?.n ?? 0 });
  say({ type: 'react', sign: 'wow' });
  say({ type: 'typing' });
  say({ type: 'go', place: 754 });
  say({ type: 'slow', slowS: 5 });
  say({ type: 'mute', id: ben?.room?.self ?? '', muted: true });
  say({ type: 'write', text: 7 });
  await place.wait(200);
  expect(heard()).toEqual(['One', '']);
  expect(ben?.room?.chat.typists).toEqual([ann?.room?.self]);
  expect(ben?.room?.chat.rules).toMatchObject({ slowS: 5, muted: [ben?.room?.self] });
  expect(perform).toHaveBeenCalledWith({ type: 'go-to', place: 754 });
  ben?.room?.chat.write('three');
  await place.wait(200);
  room = ben?.room;
  const left = () => ben?.room?.chat.unsent.all.map(({ failed }) => failed);
  expect(left()).toEqual(['muted']);
  const [unsent] = ben?.room?.chat.unsent.all ?? [];
  say({ type: 'again', n: unsent?.message.n ?? 0 });
  expect(left()).toEqual([undefined]);
  say({ type: 'drop', n: unsent?.message.n ?? 0 });
  expect(left()).toEqual([]);
  room = ann?.room;
  say({ type: 'mute', id: ben?.room?.self ?? '', muted: false });
  await place.wait(200);
  expect(ben?.room?.chat.rules.muted).toEqual([]);
  expect(ben?.room?.chat.unread).toBe(2);
  room = ben?.room;
  say({ type: 'seen' });
  expect(ben?.room?.chat.unread).toBe(0);
});

test('CH-12: another room begins with an empty page, and a page that is gone is not served', async () => {
  const [ann] = await place.party(['Ann']);
  open();
  say({ type: 'write', text: 'to nobody' });
  expect([view()?.room, texts()]).toEqual(['none', []]);
  room = ann?.room;
  const log = takeLines(emptyLog, [{ by: 'x', n: 1, name: 'X', text: 'hello', agoMs: 0 }], 0);
  if (room) room.chat.log = log;
  changed();
  await place.wait(200);
  expect([view()?.room, texts()]).toEqual(['open', ['hello']]);
  room = undefined;
  changed();
  await place.wait(200);
  expect(said.filter((m) => m.type === 'lines' && m.fresh)).toHaveLength(3);
  changed();
  leave();
  await place.wait(200);
  expect(isWatched).toBe(false);
});
