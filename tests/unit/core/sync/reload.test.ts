import { describe, expect, test } from 'vitest';
import { type Desk, inStep, words } from '../../../helpers/model-desk';

/** The page has answered a person's jump to 300 by another load, which is known to be the same film. */
function reloading(desk = inStep()): Desk {
  desk.player('seeking', { readyState: 0, position: 0, duration: Number.NaN });
  desk.now += 20;
  desk.player('emptied');
  desk.now += 200;
  return desk;
}

const placed = { readyState: 1, position: 300, duration: 600, seeking: true };

describe('IN-9: a seek that the page answers by another load', () => {
  test('is told once that load has gone to its place, however new it is', () => {
    const desk = reloading();
    expect(desk.player('seeking', placed)).toContainEqual(
      expect.objectContaining({ type: 'intent', cause: 'seek', playback: expect.objectContaining({ position: 300 }) }),
    );
    expect(words(desk.player('seeked', { seeking: false, readyState: 4 }))).not.toContain('intent');
  });

  test('and only once the load is known to be the same film', () => {
    const desk = reloading();
    desk.room({ suspended: true });
    const { order } = desk.state;
    expect(words(desk.player('seeking', placed))).not.toContain('intent');
    const { playback } = order ?? {};
    const known = { position: 110, at: desk.now, ...(playback ? { paused: playback.paused } : {}) };
    expect(words(desk.room({ playback: known }))).toContain('intent');
  });

  test('is none where the load goes to where the room is', () => {
    const desk = reloading();
    const { position } = inStep().view;
    expect(words(desk.player('seeking', { ...placed, position: position + 0.22 }))).not.toContain('intent');
    desk.now += 3_000;
    expect(desk.state.reactions.reload).toBeUndefined();
  });

  test('of ours is told to nobody, and a press right after it counts', () => {
    const desk = inStep();
    desk.room({ playback: { position: 300, paused: true } });
    desk.player('pause', { paused: true }, true);
    desk.player('seeking', { readyState: 0, position: 0, duration: Number.NaN }, true);
    desk.player('emptied');
    desk.now += 200;
    desk.player('loaded', { readyState: 1, duration: 600 });
    expect(words(desk.player('seeking', { ...placed, position: 299 }))).not.toContain('intent');
    desk.player('seeked', { seeking: false, readyState: 4, position: 300 });
    desk.now += 300;
    expect(words(desk.player('play', { paused: false }))).toContain('intent');
  });

  test('is told once where we hear of it first, and a press right after it counts', () => {
    const desk = inStep();
    expect(words(desk.player('seeking', { ...placed, readyState: 1 }))).toContain('intent');
    desk.now += 20;
    desk.player('emptied', { readyState: 0, position: 0, duration: Number.NaN });
    desk.room({ playback: { position: 300, at: desk.now } });
    desk.now += 200;
    desk.player('loaded', { ...placed, position: 0, seeking: false });
    expect(words(desk.player('seeking', placed, true))).not.toContain('intent');
    desk.player('seeked', { seeking: false, readyState: 4 });
    desk.now += 500;
    expect(words(desk.player('pause', { paused: true, position: 300.5 }))).toContain('intent');
  });

  test('is one only where the load is real: a page may say what it likes', () => {
    const desk = inStep();
    const { position } = desk.view;
    desk.player('seeking', {}, true);
    desk.player('emptied');
    desk.player('seeking', { position });
    expect(words(desk.player('pause', { paused: true, userActive: false }))).not.toContain('intent');
  });

  test('nor where it takes too long, or where nobody sought', () => {
    const late = reloading();
    late.now += 11_000;
    late.player('loaded', { readyState: 1, position: 0 });
    expect(words(late.player('seeking', placed))).not.toContain('intent');
    const loaded = inStep();
    loaded.player('emptied', { readyState: 0, position: 0 });
    loaded.now += 200;
    expect(words(loaded.player('seeking', placed))).not.toContain('intent');
  });
});

describe('IN-14: the same film loaded again, or shown in another element', () => {
  const blank = { readyState: 0, position: 0, paused: true, duration: Number.NaN };

  /** The page's own load: it has put the player back, or not yet. */
  const loadedAgain = (desk: Desk, { durationS = 600, back = true } = {}): Desk => {
    const { position, paused } = desk.view;
    desk.player('emptied', blank);
    desk.now += 50;
    desk.player('loaded', { readyState: 1, duration: durationS });
    if (!back) return desk;
    desk.player('seeking', { position: position + 0.05, seeking: true });
    if (!paused) desk.player('play', { paused });
    desk.player('seeked', { seeking: false, readyState: 4 });
    desk.now += 200;
    desk.tick(0, { position: position + 0.25 });
    return desk;
  };
  const pause = (desk: Desk, userActive = true) => words(desk.player('pause', { paused: true, userActive }));

  test('once it has been put back, a press is a press', () => {
    expect(pause(loadedAgain(inStep()))).toContain('intent');
    const resting = inStep();
    resting.room({ playback: { paused: true } });
    resting.player('pause', { paused: true }, true);
    const seek = loadedAgain(resting).player('seeking', { position: 300, seeking: true });
    expect(words(seek)).toContain('intent');
  });

  test('what nobody has touched is the page’s', () => {
    expect(pause(loadedAgain(inStep()), false)).toEqual(['play']);
  });

  test('until it has been put back, what happens is the page’s', () => {
    const desk = loadedAgain(inStep(), { back: false });
    expect(words(desk.player('ratechange', { rate: 1.5 }))).not.toContain('intent');
  });

  test('of another length it is another film, and one of a stream that is none of a length', () => {
    expect(pause(loadedAgain(inStep(), { durationS: 601 }))).not.toContain('intent');
    // Again, after that one.
    const desk = loadedAgain(inStep(), { durationS: 601 });
    expect(pause(loadedAgain(desk, { durationS: 601 }))).toContain('intent');
  });
});

describe('IN-14: a film that has just been loaded', () => {
  /** It is where the room is 0.5 s after its load. */
  const loaded = (userActive: boolean): Desk => {
    const desk = inStep();
    const { position } = desk.view;
    desk.view = { ...desk.view, userActive };
    desk.player('emptied', { readyState: 0, position: 0, paused: true, duration: Number.NaN });
    desk.now += 250;
    desk.player('loaded', { readyState: 4, duration: 900, paused: false, position: position + 0.25 });
    desk.tick(0);
    desk.play(250, 50);
    return desk;
  };
  const pause = (desk: Desk) => words(desk.player('pause', { paused: true, userActive: true }));

  test('is its person’s once they touch it', () => {
    expect(pause(loaded(false))).toContain('intent');
  });

  test('is its page’s where the touch has loaded it', () => {
    expect(pause(loaded(true))).not.toContain('intent');
  });
});
