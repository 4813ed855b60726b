import { expect, test } from 'vitest';
import { type AdSigns, type AdWatch, isAd, noAd, watchForAd } from '../../../../lib/core/timeline/ad-watch';

const MINUTE_MS = 60_000;

/** What is seen one after another, a second apart. @returns whether each is taken for an ad */
function seen(...signs: readonly Partial<AdSigns>[]): boolean[] {
  let watch: AdWatch = noAd;
  return signs.map((sign, second) => {
    watch = watchForAd(watch, { page: '/film', duration: 600, loop: false, sign: false, ...sign }, second * 1000);
    return isAd(watch);
  });
}

test.each<[string, Partial<AdSigns>[], boolean[]]>([
  ['a film is none', [{ duration: 600 }], [false]],
  [
    'what the site’s own sign says, of any length',
    [{ sign: true }, { sign: true, duration: Number.NaN }, {}],
    [true, true, false],
  ],
  ['what is short, in the middle of a film', [{}, { duration: 15 }], [false, true]],
  ['until the film is back', [{}, { duration: 15 }, {}], [false, true, false]],
  ['two in a row', [{}, { duration: 15 }, { duration: 30 }, {}], [false, true, true, false]],
  ['while the next thing loads', [{}, { duration: 15 }, { duration: Number.NaN }], [false, true, true]],
  ['but not what is short from the beginning', [{ duration: 15 }], [false]],
  ['nor what is not much shorter', [{ duration: 400 }, { duration: 100 }], [false, false]],
  ['nor what is longer than two minutes', [{ duration: 6000 }, { duration: 121 }], [false, false]],
  ['nor a clip that loops', [{}, { duration: 15, loop: true }], [false, false]],
  ['nor another page', [{}, { duration: 15, page: '/clip' }], [false, false]],
  ['nor a live stream', [{}, { duration: Number.POSITIVE_INFINITY }], [false, false]],
  ['nor a duration that is none', [{}, { duration: 0 }], [false, false]],
])('AD-2: an ad is %s', (_, signs, expected) => {
  expect(seen(...signs)).toEqual(expected);
});

test('AD-2: what lasts longer than five minutes is a film', () => {
  const film = watchForAd(noAd, { page: '', duration: 600, loop: false, sign: false }, 0);
  const ad = watchForAd(film, { page: '', duration: 60, loop: false, sign: false }, 1000);
  const at = (ms: number) => watchForAd(ad, { page: '', duration: 60, loop: false, sign: false }, 1000 + ms);
  expect(at(5 * MINUTE_MS).since).toBe(1000);
  const after = at(5 * MINUTE_MS + 1);
  expect(after).toMatchObject({ since: undefined, filmS: 60 });
  expect(watchForAd(after, { page: '', duration: 60, loop: false, sign: false }, 1e6).since).toBeUndefined();
});
