import { describe, expect, test } from 'vitest';
import { KNOWN } from '../sound/known.mjs';
import { readOptions } from '../sound/options.mjs';
import { ROWS } from '../sound/rows.mjs';
import { aloneTable, filesTable, pairTable, reach, sizes } from '../sound/table.mjs';

const trial = (more: Partial<import('../sound/rig.mjs').Trial> = {}) => ({
  ...{ apart: [0.5, -0.8], shown: [0.2], own: { host: [0.7], guest: [0.7] } },
  ...{ rateChanges: 2, seeks: 1, late: 1, load: 0 },
  ...more,
});
const lineOf = (lines: string[], label: string) => lines.find((line) => line.startsWith(label)) ?? '';

describe('what can be asked for', () => {
  test('is all, three times, for ten minutes, unless said otherwise', () => {
    const { wanted, pairs, rows, browsers, times, minutes, profile, deviceRate } = readOptions([]);
    expect([...wanted]).toEqual(['alone', 'files', 'pairs']);
    expect(pairs).toHaveLength(4);
    expect([...rows]).toEqual(ROWS.map(({ id }) => id));
    expect({ browsers, times, minutes, profile, deviceRate }).toEqual({
      ...{ browsers: ['chromium', 'firefox'], times: 3, minutes: 10, profile: '40', deviceRate: 48_000 },
    });
  });

  test('is taken by name', () => {
    const asked = ['--only', 'pairs', '--pairs', 'firefox-chromium', '--rows', 'join, seek', '--quick', '--json', 'x'];
    const options = readOptions(asked);
    expect([...options.wanted]).toEqual(['pairs']);
    expect(options.pairs).toEqual(['firefox-chromium']);
    expect([...options.rows]).toEqual(['join', 'seek']);
    expect(options).toMatchObject({ times: 1, minutes: 1, json: 'x' });
  });

  test.each([
    [['--rows', 'nap'], '--rows knows'],
    [['--pairs', 'chromium'], '--pairs knows'],
    [['--minutes', '13'], '--minutes is a whole number from 1 to 12'],
    [['--loud'], '--loud'],
  ])('is refused in words where it is not understood: %j', (argv, words) => {
    expect(() => readOptions(argv)).toThrow(words);
  });
});

describe('the table', () => {
  test('says sizes, and how often there was nothing to hear', () => {
    expect(sizes([-3, 1, 2])).toBe('2.0 / 3.0');
    expect(sizes([1, Number.NaN])).toBe('1.0 / 1.0 (unheard: 1)');
    expect(sizes([])).toBe('– / –');
    expect(reach([-3, 1, Number.NaN])).toBe('-3.0 … 1.0');
  });

  test('of a pair has a mark for what is heard together with its own picture, and for what is not', () => {
    const lines = pairTable(
      'chromium-chromium',
      {
        join: { trials: [trial()] },
        seek: { trials: [trial({ apart: [0.5, 4] })] },
        mute: { trials: [trial({ own: { host: [0.7], guest: [-30] } })] },
        rate: { trials: [trial({ apart: [0, Number.NaN] })] },
        slip: { error: 'the film does not play' },
      },
      'loopback',
    );
    expect(lineOf(lines, 'join ')).toMatch(/0\.5 \/ 0\.8 .* ≤ 1 \/ ≤ 3 +✓$/);
    expect(lineOf(lines, 'seek')).toMatch(/✗$/);
    expect(lineOf(lines, 'mute')).toMatch(/-30\.7 .*✗$/);
    expect(lineOf(lines, 'at rate 1.25')).toMatch(/unheard: 1.*✗$/);
    expect(lineOf(lines, 'guest 300 ms')).toMatch(/failed: the film does not play$/);
    expect(lineOf(lines, 'pause')).toBe('');
  });

  test('gives Firefox its own bounds, and says where the machine was at work', () => {
    const load = 99;
    const own = { host: [KNOWN.firefox.ms], guest: [KNOWN.chromium.ms] };
    const lines = pairTable('firefox-chromium', { join: { trials: [trial({ apart: [4], own, load })] } }, 'loopback');
    expect(lineOf(lines, 'join~')).toMatch(/0\.0 +0\.0 .*✓$/);
    expect(lines.at(-1)).toMatch(/^~ /);
  });

  test.each([
    [0, '✓'],
    [-20, '✗ this browser behaves otherwise'],
  ])('of one browser says whether it is as known: %i ms off', (byMs, mark) => {
    const trials = [trial({ own: { guest: [KNOWN.chromium.ms + byMs] } })];
    const rows = ['start', 'pause and play', 'seek'].map((label) => ({ label, trials }));
    const lines = aloneTable('chromium', { version: 'Chrome/156', rows });
    expect(lines.join('\n')).toContain(mark);
    expect(lineOf(lines, 'start')).toMatch(new RegExp(`${byMs.toFixed(1)}$`));
  });

  test('of files has a line each, and says what could not be played', () => {
    const heard = { start: trial({ own: { guest: [21.3] } }), seek: trial({ own: { guest: [20] } }) };
    const lines = filesTable('firefox', { WAV: [heard], Opus: [{ error: 'no such file' }] });
    expect(lineOf(lines, 'WAV')).toMatch(/21\.3 +20\.0$/);
    expect(lineOf(lines, 'Opus')).toMatch(/failed: no such file$/);
  });
});
