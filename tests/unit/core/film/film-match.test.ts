import { describe, expect, it } from 'vitest';
import { betterKnown, isAtEnd, isNext, matchOf, pairOf, sameMedia } from '../../../../lib/core/film/film-match';
import type { Media, Page } from '../../../../lib/core/film/media';
import { noteFilm, notePage, nothingWatched, type TabFilm } from '../../../../lib/core/film/tab-film';

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
  ])('%s', (_, watching, media, match) => expect(matchOf(watching, media, none, true)).toBe(match));

  it('MK-5: a pair that the person has said to be one film is one', () => {
    for (const joining of [true, false]) {
      expect(matchOf(on('two', 80), room, new Set([pairOf(media('two'), room)]), joining)).toBe('same');
    }
  });
});

describe('MK-6: after the host has moved on', () => {
  const onB = (title: string): Media => ({ key: 'b.example/', url: 'https://b.example/', title, durationS: 90.5 });

  it.each<[string, Media, string, string]>([
    ['a mere query is another episode', { ...media('one?ep=2', 90), title: 'one' }, 'same', 'other'],
    ['another site is another film', onB('Two'), 'same', 'other'],
    ['another site without a title, too', onB(''), 'same', 'other'],
    ['the same title elsewhere is the same film', onB('one?ep=1'), 'same', 'same'],
    ['an equal key is the same film', { ...media('one?ep=1', 50), title: 'Two' }, 'same', 'same'],
  ])('%s', (_, room, joining, moved) => {
    const here = on('one?ep=1', 90);
    expect([matchOf(here, room, none, true), matchOf(here, room, none, false)]).toEqual([joining, moved]);
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
  for (const change of [
    { key: 'x' },
    { url: 'x' },
    { title: 'x' },
    { durationS: 8 },
    { video: { frame: 'f', path: 'p' } },
  ]) {
    expect(sameMedia(one, { ...one, ...change })).toBe(false);
  }
});
