import { describe, expect, test } from 'vitest';
import { ASK_AGAIN_MS, answerAsk, askToDrive, standingAsks } from '../../../../lib/core/room/drive-asks';
import { mayDrive } from '../../../../lib/core/room/facts';
import {
  createHostState,
  dropMember,
  type HostState,
  putMember,
  setControl,
  setDriver,
} from '../../../../lib/core/room/host-state';
import { MEMBERS_MAX } from '../../../../lib/core/wire/protocol';

const NOW = 100_000;
const member = (id: string) => ({ id, name: id.toUpperCase(), state: 'in-sync' }) as const;
const room = ['ann', 'ben'].reduce(
  (state, id) => putMember(state, member(id)),
  createHostState('r', 1, { id: 'host', name: 'Host' }),
);
const closed = setControl(room, 'host');
const asked = askToDrive(closed, 'ann', NOW);
const asking = (state: HostState) => standingAsks(state).map(({ id }) => id);
const drivers = (state: HostState) => state.members.filter(({ id }) => mayDrive(state, id)).map(({ id }) => id);

describe('RO-19: a guest asks to drive', () => {
  test('and waits for the host’s word, once; the others are told nothing', () => {
    expect(standingAsks(asked)).toEqual([{ id: 'ann', name: 'ANN' }]);
    expect(askToDrive(asked, 'ann', NOW + 5_000)).toBe(asked);
    expect(asked.revision).toBe(closed.revision);
    expect(asking(askToDrive(asked, 'ben', NOW))).toEqual(['ann', 'ben']);
  });

  test.each([
    ['of a stranger', closed, 'zoe'],
    ['of the host itself', closed, 'host'],
    ['of who may drive anyway', room, 'ann'],
    ['of a driver that was chosen', setDriver(setControl(room, 'chosen'), 'ann', true), 'ann'],
  ])('%s, it is none', (_, state, by) => expect(askToDrive(state, by, NOW)).toBe(state));

  test('is let: from then on this one drives beside the host, and nobody who was chosen before', () => {
    const chosenOnce = setControl(setDriver(setControl(room, 'chosen'), 'ben', true), 'host');
    const let1 = answerAsk(askToDrive(chosenOnce, 'ann', NOW), 'ann', true, NOW);
    expect(let1.control).toBe('chosen');
    expect(drivers(let1)).toEqual(['host', 'ann']);
    expect(let1.revision).toBe(chosenOnce.revision + 1);
    expect(asking(let1)).toEqual([]);
    const let2 = answerAsk(askToDrive(let1, 'ben', NOW), 'ben', true, NOW);
    expect(drivers(let2)).toEqual(['host', 'ann', 'ben']);
  });

  test('is not let, and asks no more for a minute', () => {
    const refused = answerAsk(asked, 'ann', false, NOW);
    expect([asking(refused), drivers(refused)]).toEqual([[], ['host']]);
    expect(askToDrive(refused, 'ann', NOW + ASK_AGAIN_MS - 1)).toBe(refused);
    // Not by leaving and coming back either.
    const back = putMember(dropMember(refused, 'ann'), member('ann'));
    expect(askToDrive(back, 'ann', NOW + 1_000)).toBe(back);
    expect(asking(askToDrive(refused, 'ann', NOW + ASK_AGAIN_MS))).toEqual(['ann']);
  });

  test('is answered only where it asks', () => {
    expect(answerAsk(closed, 'ann', true, NOW)).toBe(closed);
    const gone = dropMember(asked, 'ann');
    expect(asking(gone)).toEqual([]);
    expect(answerAsk(gone, 'ann', true, NOW)).toBe(gone);
  });

  test('has nothing to ask for any more where everybody may drive', () => {
    const open = setControl(asked, 'everyone');
    expect(asking(open)).toEqual([]);
    expect(asking(setControl(open, 'host'))).toEqual([]);
    expect(asking(setControl(asked, 'chosen'))).toEqual(['ann']);
  });

  test('fills no memory, under however many keys somebody comes', () => {
    let state = closed;
    for (let i = 0; i < 3 * MEMBERS_MAX; i++) {
      const id = `m${i}`;
      state = dropMember(askToDrive(putMember(state, member(id)), id, NOW), id);
    }
    expect(state.asks).toHaveLength(MEMBERS_MAX);
  });
});

describe('RO-3: chosen drivers', () => {
  const chosen = setControl(room, 'chosen');
  test('are members, each once, and told to all', () => {
    const one = setDriver(chosen, 'ann', true);
    expect([drivers(one), one.revision]).toEqual([['host', 'ann'], chosen.revision + 1]);
    expect(setDriver(one, 'ann', true)).toBe(one);
    expect(setDriver(one, 'zoe', true)).toBe(one);
    expect(drivers(setDriver(one, 'ann', false))).toEqual(['host']);
  });
});
