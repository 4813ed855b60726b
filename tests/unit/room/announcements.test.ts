import { beforeEach, describe, expect, test } from 'vitest';
import { createHostState } from '../../../lib/core/room/host-state';
import type { Member, MemberState } from '../../../lib/core/wire/protocol';
import { Announcements } from '../../../lib/room/announcements';
import type { Room } from '../../../lib/room/room';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

type Facts = Room['facts'];

let time: VirtualTime;
let said: string[];
let news: Announcements;
let facts: Facts;
const wait = (forMs: number) => time.run(time.now + forMs);

beforeEach(() => {
  time = new VirtualTime();
  said = [];
  news = new Announcements(trueScheduler(time), ({ text, name, detail }) =>
    said.push([text, name, detail].filter(Boolean).join(' ')),
  );
  facts = {
    ...createHostState('run', 1, { id: 'ann', name: 'Ann' }),
    members: [
      { id: 'ann', name: 'Ann', state: 'in-sync' },
      { id: 'bo', name: 'Bo', state: 'in-sync' },
      { id: 'me', name: 'Me', state: 'in-sync' },
    ],
    playback: { position: 75, rate: 1, paused: false, at: 0 },
  };
});

/** @returns what is said at once */
function tell(
  states: Record<string, MemberState> = {},
  waiting: readonly string[] = [],
  { canControl = true, powers = undefined as Room['powers'], alone = false } = {},
): readonly string[] {
  const members = Object.entries(states).map(([name, state]): Member => ({ id: name.toLowerCase(), name, state }));
  news.of({ members, self: 'me', waiting, facts, canControl, powers }, alone);
  return said.splice(0);
}

describe('AD-3: who is in an ad', () => {
  test('is told once, and not to who is in it', async () => {
    expect(tell({ Me: 'in-sync', Ann: 'in-sync' })).toEqual([]);
    expect(tell({ Me: 'ad', Ann: 'ad' })).toEqual(['ad Ann']);
    expect(tell({ Me: 'ad', Ann: 'ad' })).toEqual([]);
  });

  test('is not told again right after, but later', async () => {
    tell({ Ann: 'ad' });
    tell({ Ann: 'in-sync' });
    await wait(20_000);
    expect(tell({ Ann: 'ad' })).toEqual([]);
    tell({ Ann: 'in-sync' });
    await wait(41_000);
    expect(tell({ Ann: 'ad' })).toEqual(['ad Ann']);
  });
});

describe('WA-1: who is waited for', () => {
  test('is told when somebody else is', () => {
    expect(tell({}, ['ann'])).toEqual(['waiting Ann']);
    expect(tell({}, ['ann'])).toEqual([]);
    expect(tell({}, ['ann', 'bo'])).toEqual(['waiting Ann, Bo']);
    expect(tell({}, ['bo'])).toEqual([]);
    tell();
    expect(tell({}, ['ann'])).toEqual(['waiting Ann']);
  });

  test('WA-8: is spoken to, and not of', () => {
    expect(tell({}, ['me'])).toEqual(['holds-up']);
    expect(tell({}, ['me', 'ann'])).toEqual(['waiting Ann']);
  });
});

describe('WA-9: a film that is counted in', () => {
  const stands = { position: 75, rate: 1, paused: true, at: 0 };
  const countdown = { by: 'ann', at: 5_000, change: 0 };

  test('is told once, with whose wish it is', () => {
    facts = { ...facts, playback: stands };
    expect(tell()).toEqual([]);
    facts = { ...facts, countdown };
    expect([tell(), tell()]).toEqual([['counts Ann'], []]);
    // It starts.
    facts = { ...facts, change: 1, countdown: { ...countdown, change: 1 }, playback: { ...stands, paused: false } };
    expect(tell()).toEqual([]);
    facts = { ...facts, countdown: undefined };
    expect(tell()).toEqual([]);
  });

  test('WA-11: is told to be so no more where nobody’s press says that', () => {
    facts = { ...facts, playback: stands, countdown };
    tell();
    facts = { ...facts, countdown: undefined };
    expect([tell(), tell()]).toEqual([['counts-no-more'], []]);
    facts = { ...facts, countdown };
    tell();
    facts = { ...facts, change: 1, cause: 'seek' };
    expect(tell()).toEqual([]);
  });
});

describe('AN-1: who has pressed', () => {
  /** Somebody presses, and the room hears of it. */
  const press = (change: Partial<Facts>) => {
    facts = { ...facts, change: facts.change + 1, ...change };
    return tell();
  };

  test.each([
    [{ cause: 'pause' }, 'paused Ann'],
    [{ cause: 'play' }, 'played Ann'],
    [{ cause: 'seek' }, 'jumped Ann 1:15'],
    [{ cause: 'seek', playback: { position: 1e6, rate: 1, paused: false, at: 0, live: true } }, 'jumped-live Ann'],
    [{ cause: 'rate', playback: { position: 0, rate: 1.25, paused: false, at: 0 } }, 'rate Ann ×1.25'],
  ] as const)('is named: %o', async (change, words) => {
    tell();
    expect(press({ ...change, by: 'ann' })).toEqual([]);
    await wait(500);
    expect(said).toEqual([words]);
  });

  test.each([
    ['here', { cause: 'pause', by: 'me' }],
    ['by the room itself', { cause: 'wait', by: undefined }],
    ['by the first play', { cause: 'start', by: 'ann' }],
    ['by somebody who is gone', { cause: 'pause', by: 'eve' }],
    ['in a room without a film', { cause: 'pause', by: 'ann', playback: undefined }],
    ['under another host, whose count is another', { cause: 'pause', by: 'ann', epoch: 2 }],
  ] as const)('is not named for what is done %s', async (_, change) => {
    tell();
    press(change);
    await wait(5_000);
    expect(said).toEqual([]);
  });

  test('is not named to who has just come', async () => {
    facts = { ...facts, change: -1, members: [] };
    tell();
    facts = { ...facts, members: [{ id: 'ann', name: 'Ann', state: 'paused' }] };
    press({ change: 4, cause: 'pause', by: 'ann' });
    await wait(5_000);
    expect(said).toEqual([]);
  });

  test('is named once for one who scrubs, with where that led, and again 2 s later', async () => {
    tell();
    for (let position = 0; position < 600; position += 20) {
      press({ cause: 'seek', by: 'ann', playback: { position, rate: 1, paused: false, at: 0 } });
      await wait(100);
    }
    await wait(3_000);
    expect(said.length + press({}).length).toBeLessThanOrEqual(3);
    await wait(3_000);
    expect(said.at(-1)).toBe('jumped Ann 9:40');
  });

  test('is not named where a press here has followed at once', async () => {
    tell();
    press({ cause: 'pause', by: 'ann' });
    press({ cause: 'play', by: 'me' });
    await wait(5_000);
    expect(said).toEqual([]);
  });

  test('is not named to who watches alone, nor later', async () => {
    tell();
    press({ cause: 'pause', by: 'ann' });
    facts = { ...facts, change: facts.change + 1, cause: 'play' };
    expect(tell({}, [], { alone: true })).toEqual([]);
    await wait(5_000);
    tell();
    await wait(5_000);
    expect(said).toEqual([]);
  });

  test('is not named any more when the room is over', async () => {
    tell();
    press({ cause: 'pause', by: 'ann' });
    news.close();
    await wait(5_000);
    expect(said).toEqual([]);
  });
});

describe('RO-3: who may drive', () => {
  const told = (canControl: boolean, more: { powers?: Room['powers']; alone?: boolean } = {}) =>
    tell({}, [], { canControl, ...more });

  test('from now on, or no more, is told so, also where it watches alone', () => {
    told(true);
    expect(told(true)).toEqual([]);
    expect(told(false)).toEqual(['host-only Ann']);
    expect(told(true, { alone: true })).toEqual(['drives Ann']);
  });

  test('is not told so before that is known', () => {
    const { members } = facts;
    facts = { ...facts, members: [] };
    told(false);
    facts = { ...facts, members };
    expect(told(true)).toEqual([]);
  });

  test('is not told so as it becomes host: it hears of that', () => {
    told(false);
    expect(told(true, { powers: {} as Room['powers'] })).toEqual([]);
    expect(told(true)).toEqual([]);
  });
});
