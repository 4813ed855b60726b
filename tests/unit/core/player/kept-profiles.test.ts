import { describe, expect, test } from 'vitest';
import { parseKept, withKept } from '../../../../lib/core/kept/kept-list';
import { profileList } from '../../../../lib/core/player/kept-profiles';

const slow = {
  ...{ seekLeadMs: 1_800, seekTookMs: 1_700, startLagMs: 120, resumeLagMs: 40 },
  ...{ nudgesRefused: false, seeksRefused: false },
};
const refusing = { ...slow, nudgesRefused: true, seeksRefused: true };

describe('CO-12: what is kept of a site’s player', () => {
  test('is one a site, and survives storage', () => {
    const kept = withKept(profileList, withKept(profileList, [], ['a.example', slow]), ['b.example:8080', refusing]);
    expect(parseKept(profileList, JSON.parse(JSON.stringify(kept)))).toEqual([
      ['a.example', slow],
      ['b.example:8080', refusing],
    ]);
  });

  test.each<readonly unknown[]>([
    ['a.example'],
    ['a.example', null],
    ['a.example', []],
    ['a.example', 'fast'],
    ['a.example', { ...slow, seekLeadMs: '100' }],
    ['a.example', { ...slow, seekTookMs: Number.POSITIVE_INFINITY }],
    ['a.example', { ...slow, startLagMs: Number.NaN }],
    ['', slow],
    [1, slow],
    ['x'.repeat(261), slow],
  ])('is read as hostile: %j, %j', (...entry) => {
    expect(parseKept(profileList, [entry])).toEqual([]);
  });

  test('is clamped, and only what says so is refused', () => {
    const wild = { seekLeadMs: 1e9, seekTookMs: -1, startLagMs: -1e9, resumeLagMs: 12.3, nudgesRefused: 1, more: 'x' };
    expect(parseKept(profileList, [['a.example', wild]])).toEqual([
      [
        'a.example',
        {
          ...{ seekLeadMs: 7_500, seekTookMs: 0, startLagMs: -30, resumeLagMs: 12 },
          ...{ nudgesRefused: false, seeksRefused: false },
        },
      ],
    ]);
  });
});
