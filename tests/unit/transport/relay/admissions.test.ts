import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { admissions } from '../../../../lib/transport/relay/admissions';
import { hashOf, type Say } from '../../../../lib/transport/relay/words';

const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [string, string, string];
const nonce = 'a'.repeat(32);
const message = new Uint8Array([7]);

async function room({ max = 2 } = {}) {
  const said: Say[] = [];
  let now = 100_000;
  let isOpen = true;
  const lists: string[][] = [];
  const announceAgain = vi.fn();
  const guests = admissions({
    max,
    ageMs: () => now,
    isOpen: () => isOpen,
    changed: (ids) => lists.push([...ids]),
    say: (one) => said.push(one),
    announceAgain,
  });
  const lock = await hashOf('lock', 'key');
  const ask = (from: string, { counter = 1, seenMs = 99_000, clientId = `on-${from[0]}`, key = '' } = {}) =>
    guests.hear(
      { sender: from, counter, words: message },
      { kind: 'say', said: { say: 'ask', nonce, seenMs, lock, ...(key ? { key } : {}) } },
      clientId,
    );
  return {
    guests,
    said,
    lists,
    announceAgain,
    ask,
    speak: (from: string, counter: number, clientId = `on-${from[0]}`) =>
      guests.hear({ sender: from, counter, words: message }, { kind: 'all', message }, clientId),
    pass: (ms: number) => {
      now += ms;
    },
    shut: () => {
      isOpen = false;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('guests over a relay (TR-18)', () => {
  it('are in once they have asked, and are welcomed as often as they ask', async () => {
    const { ask, said, lists, speak } = await room();
    expect(await speak(one, 1)).toBeUndefined();
    await ask(one);
    await ask(one, { counter: 2 });
    expect(said).toEqual([1, 2].map(() => ({ say: 'welcome', to: one, nonce })));
    expect(lists).toEqual([[one]]);
    expect(await speak(one, 3)).toBe(message);
  });

  it('are heard once, in order, and over the connection that they asked over', async () => {
    const { ask, speak } = await room();
    await ask(one);
    expect(await speak(one, 5)).toBe(message);
    expect(await speak(one, 5)).toBeUndefined();
    expect(await speak(one, 4)).toBeUndefined();
    expect(await speak(one, 6, 'elsewhere')).toBeUndefined();
    expect(await speak(one, 6)).toBe(message);
  });

  it('come back over another connection with the key to their lock alone', async () => {
    const { ask, said, speak } = await room();
    await ask(one);
    await ask(one, { counter: 2, clientId: 'new' });
    await ask(one, { counter: 3, clientId: 'new', key: 'another' });
    expect(said).toHaveLength(1);
    await ask(one, { counter: 4, clientId: 'new', key: 'key' });
    expect(said).toHaveLength(2);
    expect(await speak(one, 5)).toBeUndefined();
    expect(await speak(one, 5, 'new')).toBe(message);
    await ask(one, { counter: 4, clientId: 'new', key: 'key' });
    expect(said).toHaveLength(2);
  });

  it('are missed six seconds after their connection has died, unless they come back', async () => {
    const { ask, guests, lists } = await room();
    await ask(one);
    await ask(two);
    guests.connectionLost(one, 'on-1');
    guests.connectionLost(two, 'an older one');
    await vi.advanceTimersByTimeAsync(5_900);
    await ask(one, { counter: 2, clientId: 'new', key: 'key' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lists.at(-1)).toEqual([one, two]);
    guests.connectionLost(one, 'new');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(lists.at(-1)).toEqual([two]);
    guests.connectionLost(two, 'on-2');
    guests.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are told when there is no place, and get one that is given up', async () => {
    const { ask, said, guests, lists } = await room();
    await ask(one);
    await ask(two);
    await ask(three);
    expect(said.at(-1)).toEqual({ say: 'full', to: three });
    const bye = { kind: 'say', said: { say: 'bye' } } as const;
    await guests.hear({ sender: one, counter: 2, words: message }, bye, 'on-1');
    await ask(three, { counter: 2 });
    expect(lists.at(-1)).toEqual([two, three]);
  });

  it('that have left or were dropped are not let in again by what they said before', async () => {
    const { ask, said, guests, pass, lists } = await room();
    await ask(one);
    expect(guests.forget(one)).toBe(true);
    expect(guests.forget(one)).toBe(false);
    await ask(one);
    expect(said.at(-1)).toEqual({ say: 'out', to: one });
    pass(600_000);
    guests.forget(two);
    await ask(one);
    expect(lists.at(-1)).toEqual([]);
  });

  it('have to know how old the host is: anything else was said long ago, or to another host', async () => {
    const { ask, lists, announceAgain } = await room();
    await ask(one, { seenMs: 9_999 });
    await ask(two, { seenMs: 100_001 });
    expect(announceAgain).toHaveBeenCalledTimes(2);
    expect(lists).toEqual([]);
    await ask(three, { seenMs: 10_001 });
    expect(lists).toEqual([[three]]);
  });

  it('do not get in where nobody may', async () => {
    const { ask, said, lists, shut } = await room();
    shut();
    await ask(one);
    expect([said, lists]).toEqual([[], []]);
  });
});
