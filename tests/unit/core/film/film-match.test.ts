import { describe, expect, it } from 'vitest';
import {
  betterKnown,
  isAtEnd,
  isNext,
  knownFilm,
  matchOf,
  noteFilm,
  notePage,
  nothingWatched,
  pairOf,
  sameMedia,
  type TabFilm,
} from '../../../../lib/core/film/film-match';
import type { Media, Page } from '../../../../lib/core/film/media';

const page = (path: string, title = path): Page => ({
  key: `a.example/${path}`,
  url: `https://a.example/${path}`,
  title,
});
const media = (path: string, durationS?: number): Media => ({
  ...page(path),
  ...(durationS === undefined ? {} : { durationS }),
});
const film = (id: string, durationS?: number) => ({
  id,
  load: 1,
  ready: durationS !== undefined,
  ...(durationS === undefined ? {} : { durationS }),
});
const none: ReadonlySet<string> = new Set();
const on = (path: string, durationS: number, now = 0): TabFilm =>
  noteFilm(notePage(nothingWatched, page(path), now), film('1.1', durationS), now);

describe('which film is here', () => {
  it('is the page’s, once its length is known', () => {
    const loading = noteFilm(notePage(nothingWatched, page('one'), 0), film('1.1'), 0);
    expect(knownFilm(loading)).toBeUndefined();
    expect(knownFilm(noteFilm(loading, film('1.1', 90), 1))).toEqual(media('one', 90));
    expect(knownFilm(noteFilm(loading, undefined, 1))).toBeUndefined();
  });

  it('has no length where it is live', () => {
    const live = noteFilm(notePage(nothingWatched, page('one'), 0), { id: '1.1', load: 1, ready: true }, 0);
    expect(knownFilm(live)).toEqual(page('one'));
  });

  it('may be heard of before its page', () => {
    const heard = noteFilm(nothingWatched, film('1.1', 90), 0);
    expect(knownFilm(heard)).toBeUndefined();
    expect(knownFilm(notePage(heard, page('one'), 9_000))).toEqual(media('one', 90));
  });

  it('stays the same while only the address changes', () => {
    const moved = notePage(on('one', 90), page('menu'), 60_000);
    expect(moved.page).toEqual(page('menu'));
    expect(knownFilm(moved)).toEqual(media('one', 90));
    // Between two pages, too.
    expect(knownFilm(notePage(moved, undefined, 60_001))).toEqual(media('one', 90));
  });

  it('is the new page’s with the next load, or where the address followed the load', () => {
    const moved = notePage(on('one', 90), page('two'), 60_000);
    expect(knownFilm(noteFilm(moved, film('1.2', 80), 60_100))).toEqual(media('two', 80));
    const loaded = noteFilm(on('one', 90), film('1.2', 80), 60_000);
    expect(knownFilm(loaded)).toEqual(media('one', 80));
    expect(knownFilm(notePage(loaded, page('two'), 60_100))).toEqual(media('two', 80));
  });

  it('takes a better title of its page', () => {
    const titled = notePage(on('one', 90), page('one', 'One'), 60_000);
    expect(knownFilm(titled)).toEqual({ ...media('one', 90), title: 'One' });
  });
});

describe('MK-1: against what the room watches', () => {
  const room = media('one', 90);
  it.each<[string, TabFilm, Media | undefined, string]>([
    ['nothing is known of any page', nothingWatched, room, 'same'],
    ['nobody said what the room watches', on('two', 90), undefined, 'same'],
    ['the same', on('one', 90), room, 'same'],
    ['the same, still loading', noteFilm(on('one', 90), film('1.2'), 9), room, 'same'],
    ['the same page without a film yet', notePage(nothingWatched, page('one'), 0), room, 'same'],
    ['another page without a film', notePage(nothingWatched, page('two'), 0), room, 'unsettled'],
    ['no page at all for now', noteFilm(notePage(on('one', 90), undefined, 1), undefined, 1), room, 'unsettled'],
    ['another, still loading', noteFilm(notePage(on('one', 90), page('two'), 9), film('1.2'), 9), room, 'unsettled'],
    ['another', on('two', 90), room, 'other'],
    [
      'of one length on another site',
      on('two', 90),
      { key: 'b.example/', url: 'https://b.example/', title: '', durationS: 90 },
      'same',
    ],
  ])('%s', (_, watching, media, match) => expect(matchOf(watching, media, none)).toBe(match));

  it('MK-5: a pair that the person has said to be one film is one', () => {
    expect(matchOf(on('two', 80), room, new Set([pairOf(media('two'), room)]))).toBe('same');
  });
});

describe('FO-5: the next film of the same page', () => {
  const room = media('one', 1_400);
  it.each<[string, Media, Media, number, boolean]>([
    ['of another length, where the last has run out', media('one', 1_300), room, 1_398, true],
    ['not in mid-film', media('one', 1_300), room, 700, false],
    ['not an advertisement at the end', media('one', 30), room, 1_398, false],
    ['not the same anew', media('one', 1_401), room, 1_398, false],
    ['not of another page', media('two', 1_300), room, 1_398, false],
    ['not of a live stream', media('one'), room, 1_398, false],
    ['not after a live stream', media('one', 1_300), media('one'), 1_398, false],
  ])('%s', (_, here, of, position, next) => expect(isNext(here, of, position)).toBe(next));

  it('the end of what has none is never near', () => {
    expect(isAtEnd(media('one'), 1e6)).toBe(false);
    expect(isAtEnd(room, 1_390, 15)).toBe(true);
  });
});

it('an advertisement’s length is not taken for the film’s; everything else of the page is', () => {
  const titled = { ...media('one', 30), title: 'One' };
  expect(betterKnown(titled, media('one', 1_400))).toEqual({ ...media('one', 1_400), title: 'One' });
  expect(betterKnown(media('one', 1_400), media('one', 30))).toEqual(media('one', 1_400));
  for (const [here, room] of [
    [media('two', 30), media('one', 90)],
    [media('one'), media('one', 90)],
    [media('one', 90), media('one')],
  ] as const) {
    expect(betterKnown(here, room)).toEqual(here);
  }
});

it('the same media are not told twice', () => {
  const one = media('one', 9);
  expect(sameMedia(one, { ...one })).toBe(true);
  for (const change of [{ key: 'x' }, { url: 'x' }, { title: 'x' }, { durationS: 8 }]) {
    expect(sameMedia(one, { ...one, ...change })).toBe(false);
  }
});
