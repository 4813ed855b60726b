import { describe, expect, test } from 'vitest';
import { playbackMessage } from '../../../../lib/core/room/host-messages';
import { createHostState, type HostState, putMember, setControl } from '../../../../lib/core/room/host-state';
import { applyIntent } from '../../../../lib/core/room/intents';
import { newestSkip, offerSkip, skipLeftMs } from '../../../../lib/core/room/skip-offer';
import type { Playback } from '../../../../lib/core/time/playback';
import type { Member } from '../../../../lib/core/wire/protocol';

const NOW = 100_000;
const guest = (id: string, state: Member['state'] = 'in-sync'): Member => ({ id, name: id, state });
const playback: Playback = { position: 50, rate: 1, paused: false, at: NOW };
const inStep = (state: HostState) => putMember(state, guest('host'));
const room = applyIntent(
  putMember(putMember(inStep(createHostState('r', 1, { id: 'host', name: 'Host' })), guest('ann')), guest('ben')),
  'host',
  { id: 1, cause: 'start', playback },
  NOW,
);
const offered = offerSkip(room, 'ann', 75, NOW);

describe('RO-9: an offer to skip', () => {
  test('is told with the playback, which stays as it is', () => {
    expect(offered.revision).toBe(room.revision + 1);
    expect(offered).toMatchObject({ change: room.change, playback });
    expect(playbackMessage(offered, NOW)).toMatchObject({ skip: { by: 'ann', to: 75, at: NOW } });
    expect(playbackMessage(room, NOW)).not.toHaveProperty('skip');
  });

  test.each<[string, HostState, string, number]>([
    ['of nobody here', room, 'eve', 75],
    ['of who may not drive', setControl(room, 'host'), 'ann', 75],
    ['that is no number', room, 'ann', Number.NaN],
    ['back', room, 'ann', 40],
    ['to where the room is', room, 'ann', 50.2],
    ['far ahead', room, 'ann', 50 + 606],
    ['in a room without a film', { ...room, playback: undefined }, 'ann', 75],
    ['in a room that stands', { ...room, playback: { ...playback, paused: true } }, 'ann', 75],
    ['of a stream', { ...room, playback: { ...playback, live: true } }, 'ann', 75],
    ['within 5 s of the last', offered, 'ann', 80],
  ])('is dropped: one %s', (_, state, by, to) => {
    expect(offerSkip(state, by, to, NOW + 100)).toBe(state);
  });

  test('takes the place of the member’s earlier one, and of what is long past', () => {
    const later = offerSkip(offered, 'ann', 85, NOW + 6_000);
    expect(later.skips).toMatchObject([{ by: 'ann', to: 85 }]);
    expect(offerSkip(later, 'ben', 95, NOW + 22_000).skips).toMatchObject([{ by: 'ben' }]);
  });

  test('of the newest is told', () => {
    expect(newestSkip(offerSkip(offered, 'ben', 90, NOW + 100), NOW + 200)).toMatchObject({ by: 'ben', to: 90 });
  });

  test('is told no more after 15 s', () => {
    expect(newestSkip(offered, NOW + 14_900)).toBeDefined();
    expect(newestSkip(offered, NOW + 15_000)).toBeUndefined();
  });

  test('is void once somebody has pressed something', () => {
    const pressed = applyIntent(offered, 'host', { id: 2, cause: 'pause', playback }, NOW);
    expect(newestSkip(pressed, NOW)).toBeUndefined();
    expect(playbackMessage(pressed, NOW)).not.toHaveProperty('skip');
  });
});

describe('RO-11: everybody was taken to the same place', () => {
  const all = (state: HostState, places: Record<string, number>) =>
    Object.entries(places).reduce((next, [by, to]) => offerSkip(next, by, to, NOW + 1_000), state);

  test('and the room goes there', () => {
    const after = all(room, { ann: 75, ben: 75.2, host: 74.9 });
    expect(after).toMatchObject({
      change: room.change + 1,
      cause: 'seek',
      by: 'host',
      playback: { position: 74.9, at: NOW + 1_000, paused: false },
    });
    expect(newestSkip(after, NOW + 1_000)).toBeUndefined();
  });

  test('but not where it was another place, or before somebody’s press', () => {
    expect(all(room, { ann: 75, ben: 90, host: 75 }).playback).toEqual(playback);
    const earlier = all(room, { ann: 75, ben: 75 });
    const pressed = applyIntent(earlier, 'host', { id: 2, cause: 'seek', playback }, NOW);
    expect(offerSkip(pressed, 'host', 75, NOW + 1_000).playback?.position).toBe(50);
  });

  test('whose player shows something else has no part in it', () => {
    const alone = putMember(putMember(room, guest('ann', 'no-video')), guest('ben', 'other-video'));
    expect(all(alone, { host: 75 }).playback?.position).toBe(75);
  });
});

describe('RO-9: an offer stands', () => {
  const offer = { by: 'ann', to: 75, at: NOW };
  test('for 15 s', () => {
    expect(skipLeftMs(offer, playback, NOW)).toBe(15_000);
    expect(skipLeftMs(offer, playback, NOW + 16_000)).toBe(0);
  });

  test('until the room is there', () => {
    expect(skipLeftMs({ ...offer, to: 60.5 }, { ...playback, rate: 2 }, NOW)).toBe(5_000);
    expect(skipLeftMs({ ...offer, to: 60.5 }, { ...playback, paused: true }, NOW)).toBe(15_000);
    expect(skipLeftMs({ ...offer, to: 50.2 }, { ...playback, paused: true }, NOW)).toBe(0);
    expect(skipLeftMs(offer, undefined, NOW)).toBe(0);
  });
});
