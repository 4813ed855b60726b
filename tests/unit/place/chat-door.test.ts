import { beforeEach, describe, expect, test } from 'vitest';
import type { ToChatDoor } from '../../../lib/core/ports/chat-door';
import type { FromChatPage, ToChatPage } from '../../../lib/core/ports/chat-port';
import { chatDoors } from '../../../lib/place/chat-door';
import type { Room } from '../../../lib/room/room';
import { isHost, Place } from '../room/people';

const TAB = 7;

/** One end of a port, and what the other has heard. */
class End<Heard> {
  readonly heard: Heard[] = [];
  isOpen = true;
  private readonly listeners: ((message: unknown) => void)[] = [];
  private readonly closings: (() => void)[] = [];
  readonly port = {
    post: (message: Heard) => void (this.isOpen && this.heard.push(message)),
    onMessage: (listener: (message: unknown) => void) => void this.listeners.push(listener),
    onClose: (listener: () => void) => void this.closings.push(listener),
    /** This end hears nothing of it, as in a browser. */
    close: () => {
      this.isOpen = false;
    },
  };
  says(message: unknown) {
    for (const listener of [...this.listeners]) listener(message);
  }
  goes() {
    this.isOpen = false;
    for (const listener of this.closings) listener();
  }
}

let place: Place;
let room: Room | undefined;
let tabId: number | undefined;
let doors: ReturnType<typeof chatDoors>;
let changed: (() => void)[];
let host: Room;
let guest: Room;

beforeEach(async () => {
  place = new Place();
  const [ann, ben] = await place.party(['Ann', 'Ben']);
  if (!ann?.room || !ben?.room) throw new Error('no party');
  [host, guest] = isHost(ann) ? [ann.room, ben.room] : [ben.room, ann.room];
  room = guest;
  tabId = TAB;
  changed = [];
  let made = 0;
  doors = chatDoors(
    {
      get room() {
        return room;
      },
      get tabId() {
        return tabId;
      },
      view: () => ({ state: 'none' }),
      onChanged: (listener) => {
        changed.push(listener);
        return () => {};
      },
      perform: async () => {},
    },
    { now: () => place.time.now, after: (ms, task) => place.time.after(ms, task) },
    () => `pass${made++}`.padEnd(24, 'x'),
  );
});

const door = (of: number | undefined = TAB) => {
  const end = new End<ToChatDoor>();
  doors.serveDoor(end.port, of);
  const [first] = end.heard;
  return { end, pass: first?.type === 'pass' ? first.pass : '' };
};
const frame = (pass: string, of: number | undefined = TAB) => {
  const end = new End<ToChatPage>();
  doors.serveFrame(end.port, of);
  end.says({ type: 'pass', pass });
  return end;
};
const texts = ({ heard }: End<ToChatPage>) =>
  heard.flatMap((message) => (message.type === 'lines' ? message.lines.map(({ text }) => text) : []));
const view = ({ heard }: End<ToChatPage>) =>
  heard.flatMap((message) => (message.type === 'view' ? message.view : [])).at(-1);

describe('CH-16: the chat in a web page', () => {
  test('is shown to the frame that has the pass of the page’s part, and to that alone', async () => {
    guest.chat.write('hello');
    await place.wait(200);
    const { end, pass } = door();
    const strangers = [frame('x'.repeat(24)), frame('toString'), frame(pass, 8)];
    const wordless = new End<ToChatPage>();
    doors.serveFrame(wordless.port, TAB);
    wordless.says({ type: 'write', text: 'let me in' });
    for (const stranger of [...strangers, wordless]) expect([stranger.heard, stranger.isOpen]).toEqual([[], false]);
    expect(end.heard).toHaveLength(1);
    const mine = frame(pass);
    expect([mine.isOpen, texts(mine), end.heard.at(-1)]).toEqual([true, ['hello'], { type: 'entered' }]);
    mine.says({ type: 'write', text: 'I am in' } satisfies FromChatPage);
    await place.wait(200);
    expect(texts(mine)).toEqual(['hello', 'I am in']);
    // A pass is good once.
    expect(frame(pass).isOpen).toBe(false);
    mine.says({ type: 'close' });
    expect(end.heard.at(-1)).toEqual({ type: 'closed' });
  });

  test('is let in by the room’s tab alone', () => {
    for (const of of [8, undefined]) {
      const other = new End<ToChatDoor>();
      doors.serveDoor(other.port, of);
      expect([other.heard, other.isOpen]).toEqual([[], false]);
    }
  });

  test.each([
    ['the part has gone', ({ end }: ReturnType<typeof door>) => end.goes()],
    [
      'the room has another tab, or is over',
      () => {
        tabId = undefined;
        for (const listener of changed) listener();
      },
    ],
  ])('ends once %s', async (_, end) => {
    const opened = door();
    const mine = frame(opened.pass);
    const waiting = door();
    end(opened);
    expect([mine.isOpen, opened.end.isOpen]).toEqual([false, false]);
    if (tabId === undefined) expect(frame(waiting.pass).isOpen).toBe(false);
  });

  test('lets nobody in by a pass that was not shown for ten seconds, nor waits for one longer', async () => {
    const { end, pass } = door();
    const silent = new End<ToChatPage>();
    doors.serveFrame(silent.port, TAB);
    await place.wait(10_000);
    expect([end.isOpen, silent.isOpen, frame(pass).isOpen]).toEqual([false, false, false]);
    const inTime = door();
    const mine = frame(inTime.pass);
    await place.wait(10_000);
    expect([inTime.end.isOpen, mine.isOpen]).toEqual([true, true]);
  });
});

test('CH-17: in a web page a host has no powers over what others say', async () => {
  room = host;
  const mine = frame(door().pass);
  expect(view(mine)).toMatchObject({ room: 'open', isHost: false, slowS: 0 });
  mine.says({ type: 'slow', slowS: 60 });
  mine.says({ type: 'mute', id: guest.self, muted: true });
  await place.wait(200);
  expect(host.chat.rules).toEqual({ slowS: 0, muted: [] });
  host.chat.setRules({ slowS: 5 });
  mine.says({ type: 'write', text: 'one' });
  mine.says({ type: 'write', text: 'two' });
  await place.wait(200);
  expect([view(mine)?.slowS, texts(mine)]).toEqual([0, ['one', 'two']]);
});
