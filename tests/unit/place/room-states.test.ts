import { expect, test } from 'vitest';
import type { ToPlayer } from '../../../lib/core/ports/player-port';
import type { MemberView, RoomView } from '../../../lib/core/ports/room-view';
import { tellRoomStates } from '../../../lib/place/room-states';

const MIA: MemberView = { id: 'a', name: 'Mia', isHost: true, self: false, state: 'in-sync' };
const BEN: MemberView = { id: 'b', name: 'Ben', isHost: false, self: true, state: 'in-sync' };
const room = (members: readonly MemberView[], connection: 'open' | 'reconnecting' = 'open'): RoomView => ({
  state: 'room',
  isHost: false,
  code: '',
  tabId: 1,
  control: 'everyone',
  canControl: true,
  together: false,
  locked: false,
  approves: false,
  knocks: [],
  asks: [],
  waiting: [],
  drift: [],
  connection,
  video: 'playing',
  members,
});

/** A room service as far as a page is told of it. */
function service() {
  let view: RoomView = { state: 'connecting', creates: false, trying: 'host', tabId: 1 };
  const listeners: (() => void)[] = [];
  const told = {
    view: () => view,
    onChanged: (listener: () => void) => {
      listeners.push(listener);
      return () => {};
    },
  };
  const show = (next: RoomView) => {
    view = next;
    for (const listener of listeners) listener();
  };
  return { told, show };
}
function page() {
  const heard: ToPlayer[] = [];
  let close = () => {};
  const port = {
    post: (message: ToPlayer) => void heard.push(message),
    onMessage: () => {},
    onClose: (listener: () => void) => {
      close = listener;
    },
    close: () => {},
  };
  return { heard, port, leave: () => close() };
}
const said = (members: number, state: string, reconnecting = false, unread = 0) => ({
  type: 'room-state',
  members,
  state,
  reconnecting,
  unread,
});

test('PI-2: frames hear how the room is as they come, and whenever that changes', () => {
  const { told, show } = service();
  const tell = tellRoomStates(told);
  const [early, late] = [page(), page()];
  tell(early.port);
  show({ state: 'connecting', creates: false, trying: 'hello', tabId: 1 });
  expect(early.heard).toEqual([]);
  show(room([MIA, BEN]));
  // A drift is nothing that is shown there.
  show(room([MIA, { ...BEN, driftMs: 3 }]));
  expect(early.heard).toEqual([said(2, 'in-sync')]);
  tell(late.port);
  expect(late.heard).toEqual([said(2, 'in-sync')]);
  early.leave();
  show(room([MIA, { ...BEN, state: 'ad' }], 'reconnecting'));
  expect(early.heard).toHaveLength(1);
  expect(late.heard.at(-1)).toEqual(said(2, 'ad', true));
  show({ ...room([MIA, { ...BEN, state: 'ad' }]), unread: 3 } as RoomView);
  expect(late.heard.at(-1)).toEqual(said(2, 'ad', false, 3));
  show({ state: 'none' });
  expect(late.heard).toHaveLength(3);
});
