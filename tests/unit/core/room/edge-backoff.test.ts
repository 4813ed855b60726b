import { describe, expect, test } from 'vitest';
import { createHostState, type HostState, putMember, updateMember } from '../../../../lib/core/room/host-state';
import { applyIntent, startFilm } from '../../../../lib/core/room/intents';
import { reviewWaiting, setTogether } from '../../../../lib/core/room/waiting';
import type { MemberState } from '../../../../lib/core/wire/protocol';

const landmarks = [{ name: 7, place: 90 }];
const stream = { position: 100, rate: 1, paused: false, at: 0, live: true, landmarks } as const;

/** A room of a host and two guests that has watched a stream from 100 s since room time 0. */
function room(playback: typeof stream | Omit<typeof stream, 'live'> = stream): HostState {
  let state = createHostState('run', 1, { id: 'host', name: 'Ann' });
  for (const id of ['ben', 'cid']) state = putMember(state, { id, name: id, state: 'in-sync' });
  return reviewWaiting({ ...applyIntent(state, 'host', { id: 1, cause: 'play', playback }, 0), playback }, 0);
}
const says = (state: HostState, id: string, word: MemberState, now: number) =>
  reviewWaiting(updateMember(state, id, { state: word }), now);
/** A member's player runs dry at these moments, for a little each. */
const dries = (before: HostState, id: string, ...moments: readonly number[]) =>
  moments.reduce((state, now) => says(says(state, id, 'waiting', now), id, 'in-sync', now + 40), before);

describe('LV-7: a room so near to the edge of a stream that a guest runs dry', () => {
  test('goes back by a little at the third time', () => {
    const twice = dries(room(), 'ben', 1_000, 4_000);
    expect(twice.playback).toEqual(stream);
    const back = dries(twice, 'ben', 9_000);
    expect(back.playback).toEqual({ ...stream, position: 107, at: 9_000 });
    expect(back).toMatchObject({ cause: 'wait', by: undefined, change: twice.change + 1, waiting: undefined });
    expect(back.revision).toBeGreaterThan(twice.revision);
  });

  test.each<[string, HostState]>([
    ['the times lie too far apart', dries(room(), 'ben', 1_000, 8_000, 14_000)],
    ['a page pauses it in a storm', dries(room(), 'ben', 1_000, 1_200, 1_400, 1_600, 4_000)],
    ['it is another each time', dries(dries(room(), 'ben', 1_000, 3_000), 'cid', 5_000, 7_000)],
    ['it is the host’s player', dries(room(), 'host', 1_000, 3_000, 5_000)],
    ['one is dry for long', [1_000, 2_000, 3_000, 4_000].reduce((s, now) => says(s, 'ben', 'waiting', now), room())],
    [
      'it is being loaded',
      [1, 2, 3].reduce((s, i) => says(says(s, 'ben', 'catching-up', i), 'ben', 'waiting', i), room()),
    ],
    ['it shows an ad', [1, 2, 3].reduce((s, i) => says(says(s, 'ben', 'ad', i), 'ben', 'in-sync', i), room())],
  ])('but not where %s', (_, { playback }) => {
    expect(playback).toEqual(stream);
  });

  test('nor where it is a film, or stands still for the late', () => {
    const { live: _, ...film } = stream;
    expect(dries(room(film), 'ben', 1_000, 3_000, 5_000).playback).toEqual(film);
    const together = setTogether(room(), true, 0);
    expect(dries(together, 'ben', 1_000, 3_000, 5_000).playback?.position).toBe(100);
    const paused: HostState = { ...room(), playback: { ...stream, paused: true } };
    expect(dries(paused, 'ben', 1_000, 3_000, 5_000).playback).toBe(paused.playback);
  });

  test('what another stream made of it counts no more', () => {
    const twice = dries(room(), 'ben', 1_000, 4_000);
    const media = { key: 'other', origin: 'https://films.test', title: 'Other' } as never;
    const next = startFilm(twice, media, { id: 2, cause: 'start', playback: { ...stream, at: 5_000 } }, 5_000);
    expect(next.film).toBe(twice.film + 1);
    expect(dries(says(next, 'ben', 'in-sync', 5_500), 'ben', 6_000).playback?.position).toBe(100);
  });

  test('three times at most, and anew in another stream', () => {
    const often = (state: HostState) => dries(state, 'ben', ...Array.from({ length: 30 }, (_, i) => 2_000 * (i + 1)));
    const back = often(room());
    expect(back.playback && back.playback.position - back.playback.at / 1000).toBeCloseTo(94, 9);
    const { live: _, ...film } = stream;
    const other = { ...says({ ...back, playback: film }, 'ben', 'in-sync', 70_000), playback: stream };
    const seen = says(other, 'ben', 'in-sync', 70_500);
    expect(dries(seen, 'ben', 71_000, 73_000, 75_000).playback?.position).toBe(173);
  });
});
