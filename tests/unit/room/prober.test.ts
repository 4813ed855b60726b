import { beforeEach, describe, expect, test } from 'vitest';
import type { Claim } from '../../../lib/core/room/belief';
import { DialError, type Reached } from '../../../lib/room/dialler';
import { Met } from '../../../lib/room/met';
import { Prober } from '../../../lib/room/prober';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const OWN = { host: 'ann', run: 'r1', epoch: 5 };
const MINUTE = 60_000;

/** Ann is host; Ben and Cleo were ever met. */
class Side {
  readonly time = new VirtualTime();
  readonly dials: { readonly at: number; readonly said: unknown }[] = [];
  readonly found: Reached[] = [];
  renewed = 0;
  own = OWN;
  strays: readonly string[] = ['ben', 'cleo'];
  isAlone = false;
  readonly places: (readonly number[])[] = [];
  /** Whom each round meets, and at which slot. */
  there: readonly (readonly [claim: Claim, slot: number])[] = [[OWN, 1]];
  takesMs = 0;
  failure: unknown = new DialError('room-not-found', true);
  readonly prober: Prober;

  /** @param returns its room place has died */
  constructor(returns = false) {
    this.prober = this.open(returns);
  }

  private open = (returns: boolean) =>
    new Prober({
      scheduler: trueScheduler(this.time),
      random: () => 0,
      own: () => this.own,
      strays: () => new Set(this.strays),
      isAlone: () => this.isAlone,
      returns,
      found: (other) => this.found.push(other),
      displaced: () => this.renewed++,
      dialler: {
        dial: async (slots, signal) => {
          this.dials.push({ at: this.time.now, said: this.prober.known() });
          this.places.push(slots);
          signal.throwIfAborted();
          if (this.takesMs > 0) await new Promise<void>((resolve) => void this.time.after(this.takesMs, resolve));
          const accepted = this.there.filter(([claim, slot]) => this.prober.judge(claim, slot) === 'accept');
          if (accepted.length > 0) return { way: 'memory' } as Reached;
          throw this.failure;
        },
      },
    });
}
let side: Side;
const EVERYWHERE = [2, 3, 0, 1];
beforeEach(() => {
  side = new Side();
});
const at = () => side.dials.map((dial) => dial.at / 1_000);
const ben = (epoch: number): readonly [Claim, number] => [{ host: 'ben', run: 'r1', epoch }, 3];

describe('SU-3: when a host looks for another one', () => {
  test('once it has lost somebody, less and less often, for a quarter of an hour', async () => {
    side.prober.look();
    await side.time.run(20_000);
    expect(at()).toEqual([]);
    side.prober.lost('ben');
    await side.time.run(30 * MINUTE);
    expect(at().slice(0, 4)).toEqual([24, 32, 40, 48]);
    expect(new Set(side.places.map(String))).toEqual(new Set([String(EVERYWHERE)]));
    expect(at().slice(14, 20)).toEqual([136, 144, 160, 192, 252, 312]);
    expect(at().at(-1)).toBeGreaterThan(14 * 60);
    expect(at().at(-1)).toBeLessThan(16 * 60);
    expect(side.prober.suspects).toEqual([]);
  });

  test('not while all are back', async () => {
    side.prober.lost('ben');
    side.prober.lost('cleo');
    side.prober.back('ben');
    expect(side.prober.suspects).toEqual(['cleo']);
    side.prober.back('cleo');
    await side.time.run(MINUTE);
    expect(at()).toEqual([]);
  });

  test('for as long as nobody is here, if ever somebody was', async () => {
    side.isAlone = true;
    side.prober.look();
    side.prober.look();
    await side.time.run(60 * MINUTE);
    expect(side.dials.length).toBeGreaterThan(55);
    side.strays = [];
    const before = side.dials.length;
    await side.time.run(90 * MINUTE);
    expect(side.dials.length).toBe(before);
  });

  test('soon again after another loss, or when the network is back', async () => {
    side.prober.lost('ben');
    await side.time.run(200_000);
    side.prober.hurry();
    await side.time.run(205_000);
    expect(at().at(-1)).toBe(204);
  });

  test('not once it is no host any more', async () => {
    side.prober.lost('ben');
    side.prober.close();
    side.prober.look();
    await side.time.run(MINUTE);
    expect(at()).toEqual([]);
  });

  test('and whom it meets while it ends is nobody’s', async () => {
    side.prober.lost('ben');
    side.there = [ben(9)];
    side.takesMs = 1_000;
    side.time.at(4_500, () => side.prober.close());
    await side.time.run(MINUTE);
    expect(side.found).toEqual([]);
  });
});

describe('SU-3: whom it goes over to', () => {
  test('somebody it knows in a later term', async () => {
    side.prober.lost('ben');
    side.there = [ben(9)];
    await side.time.run(9_000);
    expect(side.found).toHaveLength(1);
  });

  test('nobody right after it has begun a later term for somebody’s sake', async () => {
    side.prober.lost('ben');
    side.there = [ben(9)];
    side.time.at(3_000, () => side.prober.raises());
    await side.time.run(9_000);
    expect(side.found).toHaveLength(0);
    await side.time.run(40_000);
    expect(side.found.length).toBeGreaterThan(0);
  });

  test('SU-6: and it begins one at most once in 25 s, or two hosts would outbid each other without end', () => {
    const { prober, time } = side;
    const raises: boolean[] = [];
    for (const at of [0, 1_000, 24_999, 25_000, 30_000]) time.at(at, () => raises.push(prober.raises()));
    return time.run(MINUTE).then(() => expect(raises).toEqual([true, false, false, true, false]));
  });

  test('a stranger only while nobody is here', async () => {
    side.prober.lost('ben');
    side.strays = ['ben'];
    side.there = [[{ host: 'mallory', run: 'r1', epoch: 9 }, 3]];
    await side.time.run(20_000);
    expect(side.found).toHaveLength(0);
    side.isAlone = true;
    await side.time.run(40_000);
    expect(side.found.length).toBeGreaterThan(0);
  });
});

describe('SU-3: what it says of its own term as it dials', () => {
  test('nothing while others are here, until it has met somebody it knows in an earlier term', async () => {
    side.prober.lost('ben');
    side.there = [ben(3)];
    await side.time.run(21_000);
    side.there = [];
    await side.time.run(50_000);
    expect(side.dials.map(({ said }) => said).slice(0, 6)).toEqual([undefined, OWN, OWN, OWN, undefined, undefined]);
  });

  test('all of it while nobody is here', async () => {
    side.isAlone = true;
    side.prober.look();
    await side.time.run(9_000);
    expect(side.dials[0]?.said).toEqual(OWN);
  });

  test('nothing because of a stranger, or of another room', async () => {
    side.prober.lost('ben');
    side.there = [
      [{ host: 'mallory', run: 'r1', epoch: 3 }, 3],
      [{ host: 'ben', run: 'r2', epoch: 3 }, 0],
    ];
    await side.time.run(13_000);
    expect(side.dials.map(({ said }) => said)).toEqual([undefined, undefined]);
  });
});

test('SU-8: a host whose room place has died looks each second at first, and not where it is met itself', async () => {
  side = new Side(true);
  side.isAlone = true;
  side.there = [];
  side.prober.lost('ben');
  await side.time.run(20_000);
  expect(at().slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 10, 18]);
  expect(side.places.slice(0, 7)).toEqual([...Array(5).fill([2, 3, 0]), EVERYWHERE, EVERYWHERE]);
  expect(side.dials[0]?.said).toEqual(OWN);
  expect(side.renewed).toBeGreaterThan(0);
});

describe('TR-7: a host whose place is somebody else’s', () => {
  test.each<[string, Partial<Side>, number]>([
    ['meets itself there', {}, 0],
    ['meets another there', { there: [[{ host: 'ben', run: 'r1', epoch: 3 }, 1]] }, 1],
    ['meets nobody there, while others are here', { there: [] }, 0],
    ['meets nobody there, and nobody is here', { there: [], isAlone: true }, 1],
    ['cannot ask', { there: [], isAlone: true, failure: new DialError('server-unreachable', false) }, 0],
    ['is told something else', { there: [], isAlone: true, failure: new Error('?') }, 0],
  ])('%s', async (_, change, renewals) => {
    Object.assign(side, change);
    side.prober.lost('ben');
    await side.time.run(9_000);
    expect(side.renewed).toBe(renewals);
  });
});

describe('who was ever met', () => {
  test('is everybody but oneself, and a stray while it is not here or away', () => {
    const met = new Met('ann', ['zoe']);
    met.add([{ id: 'ann' }, { id: 'ben' }, { id: 'cleo' }]);
    expect(met.all).toEqual(['zoe', 'ben', 'cleo']);
    const here = [
      { id: 'ann', state: 'paused' },
      { id: 'ben', state: 'paused' },
      { id: 'cleo', state: 'away' },
    ] as const;
    expect([...met.strays(here)]).toEqual(['zoe', 'cleo']);
  });

  test('is bounded, however many keys somebody makes', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => `m${i}`);
    const met = new Met('ann', ids(1_000));
    expect(met.all).toHaveLength(256);
    met.add([{ id: 'ben' }]);
    expect(met.all).toHaveLength(256);
    expect(met.all.at(-1)).toBe('ben');
  });
});
