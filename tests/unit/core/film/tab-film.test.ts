import { describe, expect, it } from 'vitest';
import type { Media, Page } from '../../../../lib/core/film/media';
import {
  claimDueAt,
  knownFilm,
  noteFilm,
  notePage,
  nothingWatched,
  type TabFilm,
} from '../../../../lib/core/film/tab-film';

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

  it('FV-12: is the one of its page’s videos that the person has chosen', () => {
    const video = { frame: 'https://a.example/', path: 'video:2' };
    const chosen = noteFilm(on('one', 90), { ...film('1.2', 90), video }, 60_000);
    expect(knownFilm(chosen)).toEqual({ ...media('one', 90), video });
    expect(knownFilm(noteFilm(chosen, film('1.2', 90), 60_001))).toEqual(media('one', 90));
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

describe('MK-7: whose address is it?', () => {
  const keyOf = (watching: TabFilm) => knownFilm(watching)?.key;
  const seenAt = (watching: TabFilm, now: number) =>
    noteFilm(watching, film(watching.film?.id ?? '', watching.film?.durationS), now);

  it('of an address that comes before its film, however soon after the film before', () => {
    const first = on('?ep=1', 600);
    const second = notePage(first, page('?ep=2'), 3_000);
    expect(keyOf(second)).toBe('a.example/?ep=1');
    const loaded = noteFilm(second, film('1.2', 200), 3_200);
    expect(knownFilm(loaded)).toEqual(media('?ep=2', 200));
    // Next again, 3 s later.
    const third = noteFilm(notePage(loaded, page('?ep=3'), 6_000), film('1.3', 600), 6_100);
    expect(knownFilm(third)).toEqual(media('?ep=3', 600));
    expect(claimDueAt(third)).toBeUndefined();
  });

  it('of one that comes in one go with a film behind another on its page', () => {
    const swapped = noteFilm(on('one', 90), film('1.2', 80), 60_000);
    expect(keyOf(notePage(swapped, page('two'), 60_900))).toBe('a.example/two');
    // The page has had its film: what comes next may be that of an address to come.
    const again = noteFilm(notePage(swapped, page('two'), 60_900), film('1.3', 70), 90_000);
    expect(keyOf(notePage(again, page('three'), 90_100))).toBe('a.example/three');
  });

  it('of one that puts the address of a page right that was just opened, once no other film has come', () => {
    const opened = notePage(on('watch', 90), page('watch/7'), 1_000);
    expect([keyOf(opened), claimDueAt(opened)]).toEqual(['a.example/watch', 6_000]);
    expect(keyOf(seenAt(opened, 5_999))).toBe('a.example/watch');
    const settled = seenAt(opened, 6_000);
    expect([keyOf(settled), claimDueAt(settled)]).toEqual(['a.example/watch/7', undefined]);
    // And that film is the page's.
    expect(noteFilm(settled, film('1.2', 90), 9_000).film?.later).toBe(true);
  });

  it('of none that comes and goes again, or much later', () => {
    const gone = notePage(notePage(on('one', 90), page('menu'), 1_000), page('one'), 2_000);
    expect([keyOf(gone), claimDueAt(gone)]).toEqual(['a.example/one', undefined]);
    const late = notePage(on('one', 90), page('menu'), 5_001);
    expect([keyOf(seenAt(late, 60_000)), claimDueAt(late)]).toEqual(['a.example/one', undefined]);
    expect(claimDueAt(nothingWatched)).toBeUndefined();
  });
});
