import { describe, expect, test } from 'vitest';
import type { PlayerView } from '../../../../lib/core/player/player-view';
import { Desk, inStep, words } from '../../../helpers/model-desk';

/** In step with a film that plays, and then an ad. */
function inAd(view: Partial<PlayerView> = { duration: 15, position: 0 }): Desk {
  const desk = new Desk();
  desk.room();
  desk.tick();
  desk.player('emptied', { readyState: 0, duration: Number.NaN, position: 0 });
  desk.player('loaded', { readyState: 4, ...view });
  return desk;
}

describe('AD-1: while an ad runs', () => {
  test('it is reported, and nothing that the player does is told', () => {
    const desk = inAd();
    expect(desk.report).toEqual({ state: 'ad' });
    desk.now += 3_000;
    expect(desk.player('pause', { paused: true })).toEqual([]);
    expect(desk.player('seeking', { position: 9 })).toEqual([]);
    expect(desk.player('ratechange', { rate: 2 })).toEqual([]);
    expect(desk.tick(5_000)).toEqual([]);
    expect(desk.report).toEqual({ state: 'ad' });
  });

  test('nothing that the room does is done', () => {
    const desk = inAd();
    expect(desk.room({ playback: { paused: true, position: 200 } })).toEqual([]);
    expect(desk.room({ playback: { paused: false, position: 300 } })).toEqual([]);
    expect(desk.run({ type: 'sync-now' })).toEqual([]);
    expect(desk.whole.sync.order?.playback?.position).toBe(300);
  });

  test('the site says so by itself', () => {
    const desk = new Desk();
    desk.room();
    desk.signs = { ad: true, live: false, film: '' };
    expect(desk.room({ playback: { paused: true } })).toEqual([]);
    expect(desk.report).toEqual({ state: 'ad' });
    desk.signs = { ad: false, live: false, film: '' };
    expect(words(desk.tick(100))).toContain('pause');
  });

  test('it is not played at a nudged rate', () => {
    const desk = new Desk();
    desk.room();
    desk.signs = { ad: true, live: false, film: '' };
    desk.whole = {
      ...desk.whole,
      sync: { ...desk.whole.sync, phase: { kind: 'nudging', until: desk.now + 500, rate: 1.005 } },
    };
    expect(desk.tick(10, { rate: 1.005 })).toEqual([{ type: 'rate', rate: 1 }]);
  });

  test('PL-7, PL-12, IN-7: another video in the same place starts no limit afresh', () => {
    const desk = new Desk();
    desk.room({ playback: { paused: true } });
    for (let i = 0; i < 40; i++) {
      desk.tick(100, { paused: false });
      if (i % 5 === 4) desk.attach();
    }
    expect(desk.report?.state).toBe('page-insists');
    expect(words(desk.tick(100, { paused: false }))).toEqual([]);
  });

  test('before there is a room its player is left as it is', () => {
    expect(new Desk().tick()).toEqual([]);
  });

  test('without a room there is no rate to go back to', () => {
    const desk = new Desk();
    desk.signs = { ad: true, live: false, film: '' };
    desk.whole = { ...desk.whole, sync: { ...desk.whole.sync, phase: { kind: 'nudging', until: 0, rate: 1.005 } } };
    expect(desk.tick()).toEqual([]);
  });
});

describe('AD-1: when the film is back', () => {
  test('the player goes to the room at once', () => {
    const desk = inAd();
    desk.now += 15_000;
    const [seek] = desk.player('loaded', { duration: 600, position: 0, paused: true });
    expect(seek).toMatchObject({ type: 'seek' });
    expect(seek?.type === 'seek' && seek.position).toBeGreaterThan(115);
  });

  test('what the page does of itself right after is nobody’s press', () => {
    const desk = inAd();
    desk.now += 15_000;
    desk.player('loaded', { duration: 600, position: 0, paused: true });
    expect(words(desk.player('seeking', { position: 3, seeking: true }))).not.toContain('intent');
  });

  test('AD-6: nor what it does seconds after an ad that needed no load: it may go to where its viewer left off', () => {
    const desk = inStep();
    desk.signs = { ad: true, live: false, film: '' };
    desk.tick(100);
    desk.signs = { ad: false, live: false, film: '' };
    desk.tick(6_000);
    expect(words(desk.player('seeking', { position: 3, seeking: true }))).not.toContain('intent');
    desk.player('seeked', { seeking: false, userActive: false });
    desk.now += 3_000;
    expect(words(desk.player('seeking', { position: 40, seeking: true }))).not.toContain('intent');
    // Without an ad it would have been told.
    const plain = inStep();
    expect(words(plain.player('seeking', { position: 40, seeking: true, userActive: false }))).toContain('intent');
  });

  test('AD-6: nor where the ad came just after a seek of ours, as if it were the answer to that', () => {
    const desk = new Desk();
    desk.room({ playback: { position: 100 } });
    desk.player('seeking', { position: 100, seeking: true }, true);
    desk.now += 20;
    desk.player('emptied', { readyState: 0, duration: Number.NaN, position: 0 });
    desk.signs = { ad: true, live: false, film: '' };
    desk.player('loaded', { duration: 15, position: 0, readyState: 4, seeking: false });
    desk.now += 6_000;
    desk.signs = { ad: false, live: false, film: '' };
    desk.player('loaded', { duration: 600, position: 0, paused: true });
    for (let i = 0; i < 2; i++) {
      expect(words(desk.player('seeking', { position: 0.6, seeking: true }))).not.toContain('intent');
    }
  });

  test('IN-14, AD-6: what comes with the person’s activation is theirs once the player is where the room is', () => {
    const desk = inAd();
    desk.now += 6_000;
    desk.room({ playback: { position: 100, at: desk.now } });
    desk.player('emptied', { readyState: 0, duration: Number.NaN });
    desk.signs = { ad: false, live: false, film: '' };
    desk.player('loaded', { duration: 600, position: 0, paused: true, seeking: false });
    desk.now += 500;
    desk.player('ready', { position: 100.5, paused: false, readyState: 4 });
    desk.now += 200;
    const pause = { position: 100.7, paused: true };
    expect(words(desk.player('pause', { ...pause, userActive: true }))).toContain('intent');
  });
});

test('another video begins anew, and knows the film’s length', () => {
  const desk = inAd();
  desk.attach();
  expect(desk.whole).toMatchObject({ ads: { signed: false }, sync: { phase: { kind: 'idle' }, order: { epoch: 1 } } });
  desk.tick(0, { duration: 15 });
  expect(desk.report).toEqual({ state: 'ad' });
});

describe('LV-17: a recording without a length', () => {
  const endless = { duration: Number.POSITIVE_INFINITY, seekableEnd: Number.NaN };
  const file = { ad: false, live: false, film: '', isFile: true };

  test('begins a room as a film', () => {
    const desk = new Desk();
    desk.signs = file;
    desk.tick(0, endless);
    const unbegun = { leads: true, canControl: true, driver: '', together: false, waiting: [] };
    const order = { ...unbegun, epoch: 1, revision: 0, change: 0, ack: 0 };
    const [told] = desk.run({ type: 'order', order });
    expect(told).toMatchObject({ type: 'intent', playback: { position: 100, paused: false } });
    expect(told).not.toHaveProperty('playback.live');
  });

  test('is sought to where the room is, and takes its rate', () => {
    const desk = new Desk();
    desk.signs = file;
    desk.tick(0, { ...endless, position: 0 });
    expect(desk.room({ playback: { position: 40, rate: 1.25 } })).toContainEqual({ type: 'rate', rate: 1.25 });
    expect(desk.until('seek').position).toBeGreaterThan(40);
  });

  test('is a stream as soon as its server says that it is no file', () => {
    const desk = new Desk();
    desk.signs = file;
    desk.tick(0, endless);
    desk.signs = { ...file, isFile: false };
    desk.tick(100, endless);
    expect(desk.whole.live.isStream).toBe(true);
  });

  test('has its length as soon as the browser knows it', () => {
    const desk = new Desk();
    desk.signs = file;
    desk.tick(0, { ...endless, duration: 60 });
    expect(desk.whole.live.isStream).toBe(false);
  });
});
