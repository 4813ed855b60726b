// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type VideoWatch, watchVideos } from '../../../../lib/media/find/find-video';

/** More than the time in which a page's changes are gathered. */
const SETTLED_MS = 250;

/** What is observed at present; Firefox (ESR 153) keeps in memory what a `ResizeObserver` was not told to let go of. */
const observed = { sizes: new Set<Element>(), visibility: new Set<Element>() };
const spying = (targets: Set<Element>) =>
  class {
    observe = (target: Element) => void targets.add(target);
    unobserve = (target: Element) => void targets.delete(target);
    disconnect = () => targets.clear();
  };

let life: AbortController;
let watch: VideoWatch;

const settle = async () => {
  // Mutations are told in a microtask of their own.
  await Promise.resolve();
  await vi.advanceTimersByTimeAsync(SETTLED_MS);
};
const video = () => Object.assign(document.createElement('video'), { src: 'https://films.example/a.mp4' });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('ResizeObserver', spying(observed.sizes));
  vi.stubGlobal('IntersectionObserver', spying(observed.visibility));
  document.body.replaceChildren();
  life = new AbortController();
  watch = watchVideos(
    {
      best: () => {},
      moved: () => {},
      isCandidate: (video, shows) => video.closest('.player') !== null || !shows('.player'),
      rootReplaced: () => {},
      openShadow: (element) => element.shadowRoot,
    },
    life.signal,
  );
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('FV-4: an endless feed is let go of, video by video', async () => {
  const loose = video();
  watch.take(loose);
  for (let i = 0; i < 50; i += 1) {
    const card = document.createElement('x-card');
    card.attachShadow({ mode: 'open' }).append(video());
    const section = document.createElement('section');
    section.append(video(), card);
    document.body.append(section);
    if (document.body.childElementCount > 5) document.body.firstElementChild?.remove();
    await settle();
  }
  // Shadow roots are opened a little later.
  await settle();
  const shown = [...document.querySelectorAll('video')];
  const inCards = [...document.querySelectorAll('x-card')].map((card) => card.shadowRoot?.querySelector('video'));
  expect(observed.sizes).toEqual(new Set([loose, ...shown, ...inCards]));
  expect(observed.visibility).toEqual(observed.sizes);
});

it('FV-4: the page is searched once a look, not for each video', async () => {
  const search = vi.spyOn(document, 'querySelector');
  for (let i = 0; i < 20; i += 1) document.body.append(video());
  await settle();
  expect(search.mock.calls).toEqual([['.player']]);
  const player = document.body.appendChild(document.createElement('div'));
  player.className = 'player';
  player.append(video());
  await settle();
  expect(search).toHaveBeenCalledTimes(2);
  search.mockRestore();
});

it('FV-4: a video that comes back is watched again', async () => {
  const film = document.body.appendChild(video());
  await settle();
  film.remove();
  await settle();
  expect(observed.sizes.size).toBe(0);
  document.body.append(film);
  await settle();
  expect(observed.sizes).toEqual(new Set([film]));
});
