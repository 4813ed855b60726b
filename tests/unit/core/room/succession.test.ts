import { describe, expect, test } from 'vitest';
import { createGuestState, type GuestState, takeSigned } from '../../../../lib/core/room/guest-state';
import { mediaMessage, playbackMessage, rosterMessage } from '../../../../lib/core/room/host-messages';
import { createHostState, putMember, setControl, setMedia } from '../../../../lib/core/room/host-state';
import { applyIntent } from '../../../../lib/core/room/intents';
import { goingOver, stepDown, takeOver } from '../../../../lib/core/room/succession';
import { setTogether } from '../../../../lib/core/room/waiting';
import { type ClockReading, toLocal, toRemote } from '../../../../lib/core/time/clock';
import { LIVE_BASE_S, positionAt } from '../../../../lib/core/time/playback';

const PLAYING = { position: 60, rate: 1.5, paused: false, at: 1_000 };
const MEDIA = { key: 'k', url: 'https://video.example/watch', title: 'A film' };
/** Ben's clock shows 40 s less than Ann's, and is 50 ppm slower. */
const clock: ClockReading = { offsetMs: 40_000, skew: 50e-6, at: 5_000, uncertaintyMs: 20 };

/** Ann's room, in which Ben and Cleo are. */
function annsRoom(playback: Parameters<typeof applyIntent>[2]['playback'] = PLAYING) {
  let state = createHostState('r1', 3, { id: 'ann', name: 'Ann' });
  state = putMember(state, { id: 'ben', name: 'Ben', state: 'in-sync', driftMs: 2 });
  state = putMember(state, { id: 'cleo', name: 'Cleo', state: 'ad' });
  state = setMedia(setControl(state, 'chosen'), MEDIA);
  return applyIntent({ ...state, drivers: ['cleo'] }, 'ann', { id: 1, cause: 'play', playback }, 1_000);
}

/** What Ben knows of it. */
function bensView(state = annsRoom()): GuestState {
  const said = [mediaMessage(state), playbackMessage(state, 1_000), rosterMessage(state)];
  return said.reduce<GuestState>(
    (known, message) => (message ? takeSigned(known, message) : known),
    createGuestState('ben', { run: 'r1', epoch: 3, host: 'ann' }),
  );
}

describe('SU-2: a member takes over', () => {
  test('the film goes on where it was, by the new host’s clock', () => {
    const now = 9_000;
    const next = takeOver(bensView(), 64, clock, now);
    const before = positionAt(PLAYING, toRemote(clock, now));
    expect(positionAt(next.playback as typeof PLAYING, now)).toBeCloseTo(before, 3);
    expect(next.playback).toMatchObject({ rate: 1.5, paused: false, at: now });
  });

  test('a start that lies ahead is still ahead, and at the same moment', () => {
    const at = toRemote(clock, 9_000) + 500;
    const view = { ...bensView(), playback: { ...PLAYING, at } };
    const next = takeOver(view, 64, clock, 9_000).playback;
    expect(next?.position).toBe(60);
    expect(next?.at).toBeCloseTo(toLocal(clock, at), 6);
  });

  test('what was set stays, and who was here, without the host that is lost', () => {
    const next = takeOver(bensView(), 64, clock, 9_000);
    expect(next).toMatchObject({
      run: 'r1',
      epoch: 64,
      host: 'ben',
      revision: 0,
      control: 'chosen',
      drivers: ['cleo'],
    });
    expect(next.media).toEqual(MEDIA);
    expect(next.members.map(({ id }) => id)).toEqual(['ben', 'cleo']);
  });

  test('a live stream’s places count with the clock, and its landmarks too', () => {
    const live = { position: LIVE_BASE_S + 30, rate: 1, paused: false, at: 1_000, live: true } as const;
    const told = { ...live, landmarks: [{ name: 7, place: LIVE_BASE_S + 28 }] };
    const view = { ...bensView(annsRoom(live)), playback: told };
    const next = takeOver(view, 64, clock, 9_000).playback;
    const roomNow = toRemote(clock, 9_000);
    const byS = (9_000 - roomNow) / 1000;
    expect(next?.position).toBeCloseTo(positionAt(live, roomNow) + byS, 6);
    expect(next?.landmarks?.[0]?.place).toBeCloseTo(LIVE_BASE_S + 28 + byS, 6);
  });

  test('a room that stood still for somebody goes on, and finds out anew', () => {
    const view = { ...bensView(), waiting: ['cleo'], playback: { ...PLAYING, paused: true } };
    expect(takeOver(view, 64, clock, 9_000).playback).toMatchObject({ paused: false, at: 9_000, position: 60 });
  });

  test('nothing is made of nothing: a room without a film, a member that is in no list yet', () => {
    const bare = createGuestState('ben', { run: 'r1', epoch: 3, host: 'ann' });
    expect(takeOver(bare, 64, clock, 9_000)).toMatchObject({ playback: undefined, members: [], host: 'ben' });
  });

  test('everybody who heard the old host takes the new one’s word, though its revisions begin anew', () => {
    const next = takeOver(bensView(), 64, clock, 9_000);
    const cleo = { ...bensView(), self: 'cleo' };
    const after = takeSigned(cleo, playbackMessage(next, 9_000));
    expect(after).toMatchObject({ epoch: 64, revision: 0 });
    expect(takeSigned(after, playbackMessage(annsRoom(), 9_000))).toBe(after);
  });
});

describe('SU-3: a host steps down', () => {
  test('and knows as a guest what it knew as host, but not whose press it has taken', () => {
    const state = setTogether(annsRoom(), true, 2_000);
    const view = stepDown(state, { host: 'ben', epoch: 64 });
    expect(view).toMatchObject({ self: 'ann', host: 'ben', epoch: 64, revision: -1, ack: 0, together: true });
    expect(view.playback).toEqual(state.playback);
    expect(view.members).toEqual(state.members);
  });
});

test('SU-3: a host that goes over to another believes that those who are here follow that one, and not it itself', () => {
  const claim = { run: 'r1', epoch: 9, host: 'cleo' };
  const belief = goingOver(annsRoom(), claim, 7_000);
  expect(belief).toEqual({ ...claim, order: ['ann', 'ben'], named: undefined, heardAt: 7_000 });
});
