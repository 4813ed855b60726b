import { describe, expect, test } from 'vitest';
import { mayDrive } from '../../../../lib/core/room/facts';
import { mediaMessage, playbackMessage, rosterMessage } from '../../../../lib/core/room/host-messages';
import {
  admitMember,
  createHostState,
  dropMember,
  type HostState,
  memberOf,
  putMember,
  setControl,
  setDriver,
  setMedia,
  updateMember,
} from '../../../../lib/core/room/host-state';
import { applyAnchor, applyIntent, startFilm } from '../../../../lib/core/room/intents';
import type { Intent } from '../../../../lib/core/room/order';
import { POSITION_MAX_S, positionAt, RATE_MAX } from '../../../../lib/core/time/playback';
import type { Member } from '../../../../lib/core/wire/protocol';

const NOW = 100_000;
const ann: Member = { id: 'ann', name: 'Ann', state: 'in-sync' };
const film = { position: 50, rate: 1, paused: false, at: NOW };
const room = putMember(createHostState('r', 1, { id: 'host', name: 'Host' }), ann);
const intent = (id: number, more: Partial<Intent['playback']> = {}, cause: Intent['cause'] = 'seek'): Intent => ({
  id,
  cause,
  playback: { ...film, ...more },
});
const playing = applyIntent(room, 'host', intent(1, {}, 'start'), NOW);

describe('what is watched', () => {
  const media = { key: 'a.example/1', url: 'https://a.example/1', title: 'One', durationS: 600 };

  test('MK-4: is said once it is known, and goes on', () => {
    expect(mediaMessage(playing)).toBeUndefined();
    const known = setMedia(playing, media);
    expect(mediaMessage(known)).toMatchObject({ kind: 'media', film: 0, media, revision: playing.revision + 1 });
    expect(known.playback).toBe(playing.playback);
    expect(playbackMessage(known, NOW)).not.toHaveProperty('film');
  });

  test('RO-5: another film starts the playback anew', () => {
    const next = startFilm(playing, media, intent(2, { position: 3 }, 'start'), NOW);
    expect(next).toMatchObject({ film: 1, media, change: 2, playback: { position: 3 }, waiting: undefined });
    expect(playbackMessage(next, NOW)).toMatchObject({ film: 1 });
    expect(startFilm(playing, media, intent(2, { position: Number.NaN }, 'start'), NOW)).toBe(playing);
  });
});

test('a member that is not there has only its name', () => {
  expect(memberOf(room, 'ann', 'Eve')).toBe(ann);
  expect(memberOf(room, 'eve', 'Eve')).toEqual({ id: 'eve', name: 'Eve', state: 'no-video' });
});

describe('presses', () => {
  test('RO-1: become the room’s playback, counted and acknowledged', () => {
    const after = applyIntent(playing, 'ann', intent(1, { position: 70 }), NOW);
    expect(after).toMatchObject({ change: 2, by: 'ann', cause: 'seek', playback: { position: 70 } });
    expect(after.revision).toBeGreaterThan(playing.revision);
    expect(playbackMessage(after, NOW)).toMatchObject({ acks: { ann: 1, host: 1 }, by: 'ann', cause: 'seek' });
  });

  test.each<[string, HostState, string, Intent]>([
    ['of nobody in the room', playing, 'eve', intent(1)],
    ['that came already', playing, 'host', intent(1)],
    ['of a guest while only the host drives (RO-3)', setControl(playing, 'host'), 'ann', intent(1)],
    ['with numbers that are none (BAD-3)', playing, 'ann', intent(1, { position: Number.NaN })],
  ])('dropped: one %s', (_, state, member, press) => {
    expect(applyIntent(state, member, press, NOW)).toBe(state);
  });

  test('RO-5: a page that is loaded again rewinds nobody', () => {
    const after = applyIntent(playing, 'ann', intent(1, { position: 0 }, 'start'), NOW);
    expect(after.playback).toBe(playing.playback);
    expect(after.acks.ann).toEqual({ id: 1, at: NOW });
  });

  test('RO-13: for a film that is over moves nobody in the next one', () => {
    const after = applyIntent(playing, 'ann', { ...intent(1, { position: 70 }), film: 3 }, NOW);
    expect([after.playback, after.acks.ann]).toEqual([playing.playback, { id: 1, at: NOW }]);
    expect(applyIntent(playing, 'ann', { ...intent(1, { position: 70 }), film: 0 }, NOW).playback?.position).toBe(70);
  });

  test.each([
    [NOW - 1_999, NOW - 1_999],
    [NOW - 2_000, NOW],
    [NOW + 7_999, NOW + 7_999],
    [NOW + 8_000, NOW],
  ])('RO-4: a press of %i is taken for %i', (at, taken) => {
    expect(applyIntent(playing, 'ann', intent(1, { at }), NOW).playback?.at).toBe(taken);
  });

  test.each([
    [NOW - 1_000, 500, 500, NOW - 1_000],
    [NOW - 20_000, 500, 520, NOW],
    [NOW + 20_000, 500, 480, NOW],
    [-1e300, 2e7, POSITION_MAX_S, NOW],
  ])('RO-4: in a stream a press of %i keeps its distance from the edge', (at, position, becomes, taken) => {
    const after = applyIntent(playing, 'ann', intent(1, { at, position, live: true }), NOW);
    expect(after.playback).toMatchObject({ position: becomes, at: taken, live: true });
  });

  test('BAD-3: positions and rates are bounded', () => {
    const after = applyIntent(playing, 'ann', intent(1, { position: 1e308, rate: 100 }, 'rate'), NOW);
    expect(after.playback).toMatchObject({ position: POSITION_MAX_S, rate: RATE_MAX });
  });

  test.each<[Intent['cause'], object, object]>([
    ['seek', { position: 70, paused: true, rate: 2 }, { position: 70, paused: false, rate: 1.5 }],
    ['rate', { position: 70, paused: true, rate: 2 }, { position: 50, paused: false, rate: 2 }],
    ['rate', { position: 50.01, rate: 2 }, { position: 50.01, paused: false, rate: 2 }],
    ['pause', { position: 70, paused: true, rate: 2 }, { position: 70, paused: true, rate: 1.5 }],
    ['play', { position: 70, rate: 2 }, { position: 70, paused: false, rate: 1.5 }],
  ])('RO-8: a %s by somebody who had not heard the last one changes only what it was for', (cause, press, becomes) => {
    const fast = applyIntent(playing, 'host', intent(2, { rate: 1.5 }, 'rate'), NOW);
    expect(applyIntent(fast, 'ann', intent(1, press, cause), NOW).playback).toEqual({ ...film, ...becomes });
  });

  test.each([
    ['by somebody who cannot have heard of it', 'ann', 500, 70, 10.5],
    ['by the one who jumped', 'host', 500, 70, 70],
    ['a second later', 'ann', 1_000, 70, 70],
    ['at the place of the jump', 'ann', 500, 11.4, 11.4],
  ])('RO-8: after a jump to 10 s a pause %s', (_, member, laterMs, position, becomes) => {
    const jumped = applyIntent(playing, 'host', intent(2, { position: 10 }, 'seek'), NOW);
    const at = NOW + laterMs;
    const paused = applyIntent(jumped, member, intent(3, { position, at, paused: true }, 'pause'), at).playback;
    expect(paused).toMatchObject({ paused: true, at });
    expect(paused?.position).toBeCloseTo(becomes, 6);
  });

  test('RO-8: a pause before that jump has landed stands where everybody was to go, not before it', () => {
    const jumped = applyIntent(playing, 'host', intent(2, { position: 10, at: NOW + 4_000 }, 'seek'), NOW);
    const at = NOW + 300;
    const paused = applyIntent(jumped, 'ann', intent(3, { position: 50, at, paused: true }, 'pause'), at).playback;
    expect(paused).toMatchObject({ paused: true, position: 10 });
    const plays = applyIntent(jumped, 'ann', intent(3, { position: 50, at }, 'play'), at).playback;
    expect(plays && positionAt(plays, NOW + 5_000)).toBeCloseTo(11, 6);
  });

  test('RO-8: …however lately the room was laid through the host’s player', () => {
    const jumped = applyIntent(playing, 'host', intent(2, { position: 10 }, 'seek'), NOW);
    const { change } = jumped;
    const anchored = applyAnchor(jumped, { ...film, position: 15.01, at: NOW + 5_000, change }, NOW + 5_000);
    expect(anchored.playback?.at).toBe(NOW + 5_000);
    const pause = intent(1, { position: 70, at: NOW + 5_100, paused: true }, 'pause');
    expect(applyIntent(anchored, 'ann', pause, NOW + 5_100).playback?.position).toBe(70);
  });

  test.each(['seek', 'play', 'pause', 'rate', 'start'] as const)(
    'LV-1: what turns out to be a stream, by a %s, is played at rate 1, at whatever rate it was watched as a film',
    (cause) => {
      const fast = applyIntent(playing, 'host', intent(2, { rate: 1.5 }, 'rate'), NOW);
      const stream = intent(3, { position: 1e6, rate: 1, live: true }, cause);
      const room = cause === 'start' ? { ...fast, playback: undefined } : fast;
      expect(applyIntent(room, 'host', stream, NOW).playback).toMatchObject({ live: true, rate: 1 });
      const hurried = intent(3, { position: 1e6, rate: 2, live: true }, cause);
      expect(applyIntent(room, 'host', hurried, NOW).playback).toMatchObject({ live: true, rate: 1 });
    },
  );

  test('LV-6: what the host knows of a stream outlasts a press, and no press brings any', () => {
    const landmarks = [{ name: 7, place: 60 }];
    const live = { ...playing, playback: { ...film, live: true as const, landmarks } };
    const pressed = intent(1, { position: 20, live: true, landmarks: [{ name: 9, place: 1 }] }, 'seek');
    expect(applyIntent(live, 'ann', pressed, NOW).playback).toMatchObject({ position: 20, landmarks });
    expect(applyIntent(live, 'ann', intent(1, { position: 20 }, 'seek'), NOW).playback).not.toHaveProperty('landmarks');
    const blank = { ...playing, playback: { ...film, live: true as const } };
    expect(applyIntent(blank, 'ann', pressed, NOW).playback).not.toHaveProperty('landmarks');
  });

  test('acknowledgements are repeated for four seconds', () => {
    expect(playbackMessage(playing, NOW + 3_999)).toHaveProperty('acks', { host: 1 });
    expect(playbackMessage(playing, NOW + 4_000)).not.toHaveProperty('acks');
    expect(playbackMessage(room, NOW)).toEqual({ kind: 'playback', run: 'r', epoch: 1, revision: 1, change: 0 });
  });
});

test('RO-3: who may drive where that is chosen', () => {
  const room = putMember(createHostState('run', 1, { id: 'ann', name: 'Ann' }), {
    id: 'ben',
    name: 'Ben',
    state: 'paused',
  });
  const chosen = setDriver({ ...room, control: 'chosen' }, 'ben', true);
  expect([mayDrive(chosen, 'ben'), chosen.revision]).toEqual([true, room.revision + 1]);
  expect(setDriver(chosen, 'ben', true)).toBe(chosen);
  expect(setDriver(chosen, 'eve', true)).toBe(chosen);
  expect(mayDrive(setDriver(chosen, 'ben', false), 'ben')).toBe(false);
});

describe('SY-8: re-anchoring', () => {
  const here = { ...film, change: playing.change };
  const anchor = (position: number, more: object = {}) => applyAnchor(playing, { ...here, position, ...more }, NOW);

  test('moves the room by a little', () => {
    const after = anchor(50.01);
    expect(after.playback?.position).toBeCloseTo(50.01, 9);
    expect([after.change, after.revision]).toEqual([playing.change, playing.revision + 1]);
  });

  test.each([
    ['noise', anchor(50.0005)],
    ['a slip that the host’s player corrects itself', anchor(50.2)],
    ['a nudged rate', anchor(50.01, { rate: 1.005 })],
    ['a paused player', anchor(50.01, { paused: true })],
    ['no number', anchor(Number.NaN)],
  ])('not by %s', (_, after) => {
    expect(after).toBe(playing);
  });

  test('LV-13: moves a stream’s by what its edge has come to be known better, or its player has run dry', () => {
    const live = { ...playing, playback: { ...film, live: true } } as const;
    const stream = (position: number) => applyAnchor(live, { ...here, position, live: true }, NOW);
    expect(stream(51.5).playback?.position).toBeCloseTo(51.5, 9);
    expect(stream(46).playback?.position).toBeCloseTo(46, 9);
    expect(stream(54.5)).toBe(live);
    // The places of a film say nothing here.
    expect(applyAnchor(live, { ...here, position: 50.01 }, NOW)).toBe(live);
  });

  test('LV-6: takes in what the host’s page has come to know of a stream, also where nothing moves', () => {
    const live = { ...playing, playback: { ...film, live: true } } as const;
    const landmarks = [{ name: 7, place: 60 }];
    const told = applyAnchor(live, { ...here, live: true, landmarks }, NOW);
    expect(told.playback).toMatchObject({ position: 50, landmarks });
    expect(applyAnchor(told, { ...here, live: true, landmarks }, NOW)).toBe(told);
    const more = [...landmarks, { name: 8, place: 62 }];
    expect(applyAnchor(told, { ...here, live: true, landmarks: more }, NOW).playback?.landmarks).toEqual(more);
  });

  test('SY-12: is worked out from one playback, and says nothing of the next', () => {
    const live = { ...playing, playback: { ...film, live: true } } as const;
    const late = { ...here, live: true as const, position: 50.5 };
    const jumped = applyIntent(live, 'ann', intent(1, { position: 48, live: true }), NOW);
    expect(applyAnchor(jumped, late, NOW)).toBe(jumped);
    expect(applyAnchor(jumped, { ...late, change: jumped.change }, NOW).playback?.position).toBe(50.5);
    // A film is moved by less, and yet not by what was told of another place.
    const film2 = applyIntent(playing, 'ann', intent(1, { position: 50.05 }), NOW);
    expect(applyAnchor(film2, { ...here, position: 50.01 }, NOW)).toBe(film2);
  });

  test('not while there is nothing, or a pause that came meanwhile', () => {
    expect(applyAnchor(room, here, NOW)).toBe(room);
    const paused = applyIntent(playing, 'ann', intent(1, { paused: true }, 'pause'), NOW);
    expect(applyAnchor(paused, here, NOW)).toBe(paused);
  });
});

describe('members', () => {
  test('come, change, and go with their acknowledgements', () => {
    const pressed = applyIntent(playing, 'ann', intent(4), NOW);
    const told = updateMember(pressed, 'ann', { state: 'paused', driftMs: 2, rttMs: 8.04 });
    expect(told.members[1]).toEqual({ ...ann, state: 'paused', driftMs: 2, rttMs: 8 });
    const gone = dropMember(pressed, 'ann');
    expect([gone.members.map((m) => m.id), gone.acks]).toEqual([['host'], { host: { id: 1, at: NOW } }]);
    expect(rosterMessage(gone)).toMatchObject({ kind: 'roster', revision: gone.revision, control: 'everyone' });
  });

  test('ME-2: a state without a drift takes the earlier one away, and a mere round trip nothing', () => {
    const measured = updateMember(room, 'ann', { state: 'in-sync', driftMs: 2, rttMs: 8 });
    expect(updateMember(measured, 'ann', { rttMs: 9 }).members[1]).toEqual({ ...ann, driftMs: 2, rttMs: 9 });
    expect(updateMember(measured, 'ann', { state: 'in-sync' }).members[1]).toEqual({ ...ann, rttMs: 8 });
  });

  test('a member that comes again is the same one (RO-7), and its presses are counted afresh', () => {
    const again = admitMember(applyIntent(playing, 'ann', intent(4), NOW), { ...ann, name: 'Anna' });
    expect(again.members.map((m) => m.name)).toEqual(['Host', 'Anna']);
    expect(applyIntent(again, 'ann', intent(1), NOW)).not.toBe(again);
  });

  test('a press forgets the acknowledgements of those who have left', () => {
    const stale: HostState = { ...playing, acks: { ...playing.acks, gone: { id: 9, at: NOW } } };
    expect(applyIntent(stale, 'ann', intent(1), NOW).acks).not.toHaveProperty('gone');
  });

  test('RO-3: who may drive', () => {
    expect(setControl(playing, 'everyone')).toBe(playing);
    const closed = setControl(playing, 'host');
    expect([mayDrive(closed, 'host'), mayDrive(closed, 'ann'), mayDrive(playing, 'ann')]).toEqual([true, false, true]);
  });

  test('RO-3: whom the host has chosen may drive beside it, and nobody who is not there is chosen', () => {
    const some = setControl(playing, 'chosen');
    const chosen = setDriver(some, 'ann', true);
    expect(['host', 'ann'].map((id) => [mayDrive(some, id), mayDrive(chosen, id)])).toEqual([
      [true, true],
      [false, true],
    ]);
    expect(applyIntent(some, 'ann', intent(1), NOW)).toBe(some);
    expect(applyIntent(chosen, 'ann', intent(1), NOW)).not.toBe(chosen);
    expect(setDriver(chosen, 'ann', true)).toBe(chosen);
    expect(setDriver(chosen, 'eve', true)).toBe(chosen);
    expect(setDriver(chosen, 'ann', false).drivers).toEqual([]);
  });
});

test('what is published is rounded to a microsecond, but a paused frame keeps every digit', () => {
  const odd = { position: 1.234_567_890_12, at: NOW + 0.123_456 };
  const moving = applyIntent(playing, 'ann', intent(1, odd), NOW);
  expect(playbackMessage(moving, NOW)).toHaveProperty('playback', { ...film, position: 1.234_568, at: NOW + 0.123 });
  const still = applyIntent(playing, 'ann', intent(1, { ...odd, paused: true }, 'pause'), NOW);
  expect(playbackMessage(still, NOW)).toHaveProperty('playback', { ...film, ...odd, paused: true });
});
