import { expect } from 'vitest';
import type { Person } from '../e2e/stage';
import { evaluateQuietly } from '../helpers/browsers.mjs';

/** What a page does to its player by itself moves nobody else: a jump up to this is a browser's own rounding, s. */
const JUMP_MAX_S = 0.15;
const LOOK_MS = 50;

declare global {
  interface Window {
    filmWatch?: { jumpS: number; stops: number; rates: number[] };
  }
}

/** Watches a film from now on for what nobody has pressed. */
export async function watchFilm({ page }: Person): Promise<void> {
  await evaluateQuietly(
    page,
    (everyMs: number) => {
      const video = document.querySelector('video') as HTMLVideoElement;
      const seen = { jumpS: 0, stops: 0, rates: [] as number[] };
      let last = { at: performance.now(), position: video.currentTime, moves: !video.paused };
      const isWatched = window.filmWatch !== undefined;
      window.filmWatch = seen;
      if (isWatched) return;
      video.addEventListener('pause', () => {
        if (window.filmWatch) window.filmWatch.stops++;
      });
      video.addEventListener('ratechange', () => {
        if (Math.abs(video.playbackRate - 1) > 0.1) window.filmWatch?.rates.push(video.playbackRate);
      });
      setInterval(() => {
        const now = { at: performance.now(), position: video.currentTime, moves: !video.paused };
        const wentS = last.moves && now.moves ? (now.at - last.at) / 1000 : 0;
        const jumpS = Math.abs(now.position - last.position - wentS);
        if (window.filmWatch) window.filmWatch.jumpS = Math.max(window.filmWatch.jumpS, jumpS);
        last = now;
      }, everyMs);
    },
    LOOK_MS,
  );
}

export const watched = ({ page }: Person) => evaluateQuietly(page, () => window.filmWatch);

/** The film has not jumped, stood still, or gone at another speed since it is watched. */
export async function expectUndisturbed(person: Person): Promise<void> {
  const seen = await watched(person);
  expect(seen, JSON.stringify(seen)).toMatchObject({ stops: 0, rates: [] });
  expect(seen?.jumpS).toBeLessThanOrEqual(JUMP_MAX_S);
}
