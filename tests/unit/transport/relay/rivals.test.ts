import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rivals } from '../../../../lib/transport/relay/rivals';
import type { Announcement } from '../../../../lib/transport/relay/words';

const host = (id: string, claim: string, ageMs: number): Announcement => ({ id, room: 'room', claim, ageMs });
const own = host('a', 'mine', 5_000);

function meeting() {
  const probe = vi.fn();
  const settled = vi.fn();
  const others = rivals(() => own, probe, settled);
  return { others, probe, settled, nonce: () => probe.mock.lastCall?.[0] as string };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('another host at the rendezvous (TR-19)', () => {
  it.each([
    ['the same, later', host('b', 'mine', 10), 'superseded'],
    ['the same, earlier', host('b', 'mine', 9_000), 'stay'],
    ['somebody else, later', host('b', 'other', 10), 'stay'],
    ['somebody else, earlier', host('b', 'other', 9_000), 'code-in-use'],
  ])('that is there: %s', (_, rival, standing) => {
    const { others, settled, nonce } = meeting();
    others.heard(rival);
    expect(others.isSettling()).toBe(true);
    others.answered(nonce(), rival);
    expect(settled.mock.calls).toEqual([[standing]]);
    expect(others.isSettling()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that does not answer in time is not there', () => {
    const { others, settled } = meeting();
    others.heard(host('b', 'other', 9_000));
    vi.advanceTimersByTime(1_499);
    expect(settled).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(settled.mock.calls).toEqual([['stay']]);
  });

  it('is asked anew each time: what another says, or said before, is no answer', () => {
    const { others, settled, probe, nonce } = meeting();
    const rival = host('b', 'other', 9_000);
    others.heard(rival);
    const first = nonce();
    others.answered('guessed', rival);
    others.answered(first, host('c', 'other', 9_000));
    vi.advanceTimersByTime(1_500);
    others.heard(rival);
    expect(nonce()).not.toBe(first);
    others.answered(first, rival);
    expect(settled).toHaveBeenCalledTimes(1);
    others.heard(host('c', 'x', 1));
    expect(probe).toHaveBeenCalledTimes(2);
    others.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is nobody where it is this one', () => {
    const { others, probe } = meeting();
    others.heard(own);
    expect(probe).not.toHaveBeenCalled();
  });
});
