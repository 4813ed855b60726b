import { afterEach, expect, test, vi } from 'vitest';
import { takeSeat } from '../../entrypoints/try/seat';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { RoomView } from '../../lib/core/ports/room-view';
import { makeRoomCode } from '../../lib/core/wire/invite';
import type { PlayerPort } from '../../lib/room/player-ports';

const leaving: (() => void)[] = [];
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
});

/** A window, as far as it takes a seat, with a page that can say what a film's driver says. */
function open(code: string, side: 'own' | 'friend') {
  const seen = {
    view: { state: 'none' } as RoomView,
    heard: [] as ToPlayer[],
    begun: 0,
    say: (_: FromPlayer) => {},
    close: () => {},
  };
  const seat = takeSeat(
    { code, side, name: side === 'own' ? 'Mia' : 'A friend' },
    (view) => {
      seen.view = view;
    },
    (serve) => {
      seen.begun++;
      const port: PlayerPort = {
        post: (message) => void seen.heard.push(message),
        onMessage: (listener) => {
          seen.say = listener;
        },
        onClose: () => {},
        close: () => {},
      };
      serve(port);
      seen.say({ type: 'page', page: { key: 'lockstep/try', url: 'https://lockstep.example/try', title: '' } });
      seen.say({ type: 'film', load: 1, ready: true, durationS: 60 });
      seen.say({ type: 'candidate', score: 1e5, short: false, chosen: false });
    },
  );
  seen.close = seat.leave;
  leaving.push(seat.leave);
  return seen;
}

const names = ({ view }: { readonly view: RoomView }) =>
  view.state === 'room' ? view.members.map(({ name }) => name).join() : view.state;
const soon = { timeout: 15_000, interval: 20 };
const orders = (heard: readonly ToPlayer[]) => heard.flatMap((said) => (said.type === 'room' ? [said] : []));

test('TRY-2: two windows are in one room without a network; what is pressed in one is told in the other', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  const code = makeRoomCode(crypto.getRandomValues(new Uint8Array(15)));
  const friend = open(code, 'friend');
  const own = open(code, 'own');
  await vi.waitFor(() => expect([names(own), names(friend)]).toEqual(['Mia,A friend', 'Mia,A friend']), soon);
  const playback = { position: 3, rate: 1, paused: true, at: performance.now() };
  own.say({ type: 'intent', id: 1, cause: 'start', playback });
  await vi.waitFor(() => expect(orders(friend.heard).at(-1)?.playback).toMatchObject({ position: 3 }), soon);
  const { clock } = orders(friend.heard).at(-1) ?? {};
  expect(Math.abs(clock?.offsetMs ?? Number.NaN)).toBeLessThan(100);
  friend.say({ type: 'intent', id: 1, cause: 'play', playback: { ...playback, paused: false } });
  await vi.waitFor(() => expect(orders(own.heard).at(-1)?.playback).toMatchObject({ paused: false }), soon);
  // The person's own window is loaded again: its room is over, and another begins, into which the friend's comes.
  own.close();
  await vi.waitFor(() => expect(names(friend)).toBe('problem'), soon);
  const anew = open(code, 'own');
  await vi.waitFor(() => expect([names(anew), names(friend)]).toEqual(['Mia,A friend', 'Mia,A friend']), soon);
  expect(friend.begun).toBeGreaterThan(1);
  expect(fetched).not.toHaveBeenCalled();
}, 60_000);
