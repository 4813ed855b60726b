import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openRoomFeed } from '../../entrypoints/popup/room-feed';
import type { Status } from '../../lib/browser/message-map';
import type { RoomView } from '../../lib/core/ports/room-view';

const NONE: RoomView = { state: 'none' };
const CONNECTING: RoomView = { state: 'connecting', creates: true, trying: 'server', tabId: 1 };
const LOST: RoomView = { state: 'problem', problem: 'host-lost' };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function feedOver(answers: (Status | Error)[]) {
  const shown: RoomView[] = [];
  const ports: { show: (view: RoomView) => void; end: () => void; closed: boolean }[] = [];
  const silent = vi.fn();
  const feed = openRoomFeed({
    status: async () => {
      const answer = answers.shift() ?? { running: false, view: NONE };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    connect: () => {
      const port = { show: (_: RoomView) => {}, end: () => {}, closed: false };
      ports.push(port);
      return {
        post: () => {},
        onMessage: (listener) => {
          port.show = listener;
        },
        onClose: (listener) => {
          port.end = listener;
        },
        close: () => {
          port.closed = true;
        },
      };
    },
    show: (view) => shown.push(view),
    told: () => {},
    silent,
  });
  return { feed, shown, ports, silent };
}

it('shows what the background says while there is no room place', async () => {
  const { feed, shown, ports } = feedOver([{ running: false, view: LOST }]);
  await feed.refresh();
  expect(shown).toEqual([LOST]);
  expect(ports).toHaveLength(0);
});

it('connects once, and shows what the room place posts', async () => {
  const running = { running: true, view: NONE };
  const { feed, shown, ports } = feedOver([running, running]);
  await feed.refresh();
  await feed.refresh();
  expect(ports).toHaveLength(1);
  ports[0]?.show(CONNECTING);
  expect(shown).toEqual([CONNECTING]);
});

it('asks again when the port breaks', async () => {
  const { feed, shown, ports } = feedOver([
    { running: true, view: NONE },
    { running: false, view: LOST },
  ]);
  await feed.refresh();
  ports[0]?.end();
  await vi.runAllTimersAsync();
  expect(shown).toEqual([LOST]);
});

it('asks again when a port opens to a room place that says nothing any more', async () => {
  const { feed, shown, ports } = feedOver([
    { running: true, view: NONE },
    { running: false, view: LOST },
  ]);
  await feed.refresh();
  await vi.runAllTimersAsync();
  expect(ports[0]?.closed).toBe(true);
  expect(shown).toEqual([LOST]);
});

it('keeps a port that has shown something, however long it is quiet', async () => {
  const { feed, shown, ports } = feedOver([{ running: true, view: NONE }]);
  await feed.refresh();
  ports[0]?.show(CONNECTING);
  await vi.runAllTimersAsync();
  expect(ports[0]?.closed).toBe(false);
  expect(shown).toEqual([CONNECTING]);
});

it('says so when the background is silent', async () => {
  const { feed, silent } = feedOver([new Error('nobody answered')]);
  await feed.refresh();
  expect(silent).toHaveBeenCalledOnce();
});
