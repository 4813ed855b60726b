import { expect } from 'vitest';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { driftMs, type Reading, readVideo } from '../helpers/party.mjs';
import type { Person } from './stage';

/** What is asked of the product in figures is asked by the benchmark, on a quiet machine; here it must hold anywhere. */
const IN_STEP_MS = 50;
const SETTLED_WITHIN_MS = 5_000;
const FOLLOWED_WITHIN_MS = 2_000;
/** Players that merely pass each other are not in step. */
const READINGS_IN_A_ROW = 3;
const INTERVAL_MS = 100;

/** Where somebody's film is. */
export async function videoOf({ page }: Person): Promise<Reading> {
  const reading = await readVideo(page);
  if (!reading) throw new Error('there is no video on the page');
  return reading;
}

/** What the controls of the page's own player do. A number: seek to there, s, or play at this rate. */
export type Press = 'play' | 'pause' | { readonly seek: number } | { readonly rate: number };

/** Works a player's controls. Puppeteer's own ways would also let the page start sound from then on. */
export async function press({ page }: Person, what: Press): Promise<void> {
  await evaluateQuietly(
    page,
    (wanted: Press) => {
      const video = document.querySelector('video');
      if (!video) throw new Error('there is no video on the page');
      if (wanted === 'play') void video.play();
      else if (wanted === 'pause') video.pause();
      else if ('seek' in wanted) video.currentTime = wanted.seek;
      else video.playbackRate = wanted.rate;
    },
    what,
  );
}

/** A person's click on the film, which starts it with sound. */
export async function clickPlay({ page }: Person): Promise<void> {
  await page.bringToFront();
  await page.click('video');
}

/** Waits until everybody plays, within 50 ms of the first. */
export async function expectInStep(...people: readonly [Person, ...Person[]]): Promise<void> {
  let inARow = 0;
  const look = async () => {
    const [first, ...others] = await Promise.all(people.map(videoOf));
    if (!first) throw new Error('nobody is there');
    const drifts = others.map((other) => driftMs(first, other));
    const good = !first.paused && others.every((o) => !o.paused) && drifts.every((ms) => Math.abs(ms) <= IN_STEP_MS);
    inARow = good ? inARow + 1 : 0;
    return { inARow, drifts, paused: [first, ...others].map((reading) => reading.paused) };
  };
  await expect
    .poll(look, { timeout: SETTLED_WITHIN_MS, interval: INTERVAL_MS })
    .toMatchObject({ inARow: READINGS_IN_A_ROW });
}

/** Waits until everybody stands at the same place, to the microsecond. */
export async function expectSameFrame(...people: readonly Person[]): Promise<void> {
  const look = async () => {
    const readings = await Promise.all(people.map(videoOf));
    return { paused: readings.map((r) => r.paused), places: new Set(readings.map((r) => r.position)).size };
  };
  await expect
    .poll(look, { timeout: FOLLOWED_WITHIN_MS, interval: INTERVAL_MS })
    .toEqual({ paused: people.map(() => true), places: 1 });
}

/** Waits until a film plays, or stands. */
export async function expectPaused(person: Person, paused: boolean, withinMs = FOLLOWED_WITHIN_MS): Promise<void> {
  const look = async () => (await videoOf(person)).paused;
  await expect.poll(look, { timeout: withinMs, interval: INTERVAL_MS }).toBe(paused);
}

/** Asserts that something stays so: for as long as a wrong answer would have needed to show. */
export async function expectStays<T>(look: () => Promise<T>, wanted: T, forMs = 1_500): Promise<void> {
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs) {
    expect(await look()).toEqual(wanted);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
