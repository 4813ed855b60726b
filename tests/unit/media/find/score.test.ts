// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { bestOf } from '../../../../lib/media/find/find-video';
import { isShort, type Sight, SWAP_FACTOR, score } from '../../../../lib/media/find/score';

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly left?: number;
  readonly paused?: boolean;
  readonly muted?: boolean;
  readonly loop?: boolean;
  readonly duration?: number;
  readonly readyState?: number;
  readonly src?: string;
  readonly attached?: boolean;
}

/** A video that shows itself so. */
function video(look: Look = {}): HTMLVideoElement {
  const { width = 640, height = 360, left = 0, attached = true, src = '/film.mp4' } = look;
  const element = document.createElement('video');
  const { paused = true, muted = false, loop = false, duration = 3_600, readyState = 4 } = look;
  const shown = { paused, muted, loop, duration, readyState, ended: false, currentSrc: src };
  for (const [name, value] of Object.entries(shown)) Object.defineProperty(element, name, { value, writable: true });
  element.getBoundingClientRect = () => new DOMRect(left, 0, width, height);
  if (src) element.src = src;
  if (attached) document.body.append(element);
  return element;
}
const better = (one: [Look, Sight?], other: [Look, Sight?]) =>
  expect(score(video(one[0]), one[1])).toBeGreaterThan(score(video(other[0]), other[1]));

afterEach(() => document.body.replaceChildren());

describe('FV-3: of several videos the film is', () => {
  it('the one that plays rather than one that stands', () => better([{ paused: false }], [{}]));
  it('the bigger one', () => better([{}], [{ width: 320, height: 180 }]));
  it('one on the screen rather than one that was scrolled away', () => better([{}], [{ left: -1_000 }]));
  it('one in a frame that is on the screen', () => better([{}, { visible: 1 }], [{}, { visible: 0 }]));
  it('a long one rather than an ad', () => better([{}], [{ duration: 20 }]));
  it('one that is ready', () => better([{}], [{ readyState: 0 }]));
  it('one that a press started', () => better([{ paused: false }, { pressed: true }], [{ paused: false }]));
  it('a film that stands rather than a background that plays', () =>
    better([{}], [{ paused: false, muted: true, loop: true, width: 1_000, height: 700 }]));
});

describe('FV-3: never the film', () => {
  it.each<[string, Look]>([
    ['a decoy without a source', { src: '', readyState: 0 }],
    ['a thumbnail', { width: 160, height: 90, paused: false }],
    ['one that was taken out of the page', { attached: false }],
    ['a short one without a place', { width: 0, height: 0, duration: 20 }],
  ])('%s', (_, look) => expect(score(video(look))).toBe(0));
});

describe('FV-5: one in no document that a script plays', () => {
  it('is a film where there is no better one', () => {
    const loose = score(video({ attached: false, paused: false }), { loose: true });
    expect(loose).toBeGreaterThan(0);
    expect(loose).toBeLessThan(score(video({ paused: false })));
  });
});

describe('FV-6: the present one keeps its place', () => {
  const candidate = (look: Look, sight?: Sight) => {
    const element = video(look);
    return { video: element, score: score(element, sight), short: isShort(element), chosen: false };
  };

  it('beside another that is a little better', () => {
    const present = candidate({});
    const other = { ...candidate({}), score: present.score * (SWAP_FACTOR - 0.1) };
    expect(bestOf([present, other], present.video)).toBe(present);
    expect(bestOf([present, other], undefined)).toBe(other);
    const better = { ...other, score: present.score * (SWAP_FACTOR + 0.1) };
    expect(bestOf([present, better], present.video)).toBe(better);
  });

  it('beside an ad, however big', () => {
    const film = candidate({ width: 300, height: 150 });
    const ad = candidate({ duration: 15, paused: false, width: 1_000, height: 700 });
    expect(bestOf([ad, film], film.video)).toBe(film);
    expect(bestOf([ad, film], ad.video)).toBe(ad);
    expect(bestOf([ad], film.video)).toBe(ad);
  });

  it('while it is paused, beside a preview', () => {
    const film = video({});
    Object.defineProperty(film, 'played', { value: { length: 1 } });
    const preview = video({ paused: false, muted: true, width: 400, height: 225 });
    expect(score(film, { present: true }) * SWAP_FACTOR).toBeGreaterThan(score(preview));
  });
});

describe('FV-10: what is only heard', () => {
  function audio({ duration = 3_600, controls = true, paused = true } = {}): HTMLMediaElement {
    const element = document.createElement('audio');
    const shown = { paused, duration, controls, muted: false, loop: false, readyState: 4, ended: false };
    for (const [name, value] of Object.entries(shown)) Object.defineProperty(element, name, { value, writable: true });
    element.src = '/talk.mp3';
    document.body.append(element);
    return element;
  }

  it('counts, but less than the least of videos, though it plays', () => {
    expect(score(audio())).toBeGreaterThan(0);
    const least = score(video({ left: -10_000, width: 200, height: 100, duration: 20, readyState: 0 }));
    expect(score(audio({ paused: false }))).toBeLessThan(least);
  });

  it.each([
    ['an effect', { duration: 29 }, 0],
    ['a short piece', { duration: 31 }, 1],
    ['a stream', { duration: Number.POSITIVE_INFINITY }, 1],
    ['one that waits for a press', { duration: Number.NaN }, 1],
    ['one of unknown length that nobody sees', { duration: Number.NaN, controls: false }, 0],
  ])('%s', (_, look, sign) => {
    expect(Math.sign(score(audio(look)))).toBe(sign);
  });
});
