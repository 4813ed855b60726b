import type { Page } from 'puppeteer';
import { expect, vi } from 'vitest';
import { type Press, readFilm, workFilm } from '../helpers/film.mjs';
import { driftMs, type Reading } from '../helpers/party.mjs';
import type { Person } from './stage';

/** What is asked of the product in figures is asked by the benchmark, on a quiet machine; here it must hold anywhere. */
const IN_STEP_MS = 50;
/** Firefox's `currentTime` moves in steps of about 40 ms. */
const IN_STEP_FIREFOX_MS = 90;
const SETTLED_WITHIN_MS = 10_000;
const FOLLOWED_WITHIN_MS = 2_000;
const SAME_FRAME_MS = 2;
/** Players that merely pass each other are not in step. */
const READINGS_IN_A_ROW = 3;
const INTERVAL_MS = 100;

/** Looks again and again until the check passes: `expect.poll` for use outside of tests as well. */
export async function eventually<T>(look: () => Promise<T>, check: (seen: T) => void, withinMs: number): Promise<void> {
  await vi.waitFor(async () => check(await look()), { timeout: withinMs, interval: INTERVAL_MS });
}

/** Where somebody's film is. */
export async function videoOf({ page, sight }: Person): Promise<Reading> {
  const reading = await readFilm(page, sight);
  if (!reading) throw new Error('there is no video on the page');
  return reading;
}

/** SPEC IN-2: so many changes in so short a time are taken for a site's doing. */
const FLIPS = 2;
const FLIPS_WITHIN_MS = 2_100;
const flips = new WeakMap<Page, number[]>();

/** Does it once a person, too, would have got round to the next press. */
async function atPace(page: Page, flip: () => Promise<void>): Promise<void> {
  const last = flips.get(page) ?? [];
  const waitMs = (last.at(-FLIPS) ?? Number.NEGATIVE_INFINITY) + FLIPS_WITHIN_MS - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  await flip();
  flips.set(page, [...last.slice(-FLIPS), performance.now()]);
}

/** SPEC IN-6: who starts a film has seen it stand. */
export const SEEN_MS = 300;
/** SPEC IN-21: a pause right after the window has gone from the front is its page's. */
const BLURRED_MS = 160;

/**
 * Works a player's controls. Puppeteer's own ways would also let the page start sound from then on.
 *
 * @param ready what has to be waited for right before
 */
export async function press({ page, sight }: Person, what: Press, ready = async () => {}): Promise<void> {
  const work = async () => {
    await ready();
    // SPEC IN-17, IN-18: without a press a jump, and a rate right after one of ours, are the page's. Nothing lies in that corner.
    if (typeof what === 'object') await page.mouse.click(1, 1);
    await workFilm(page, what, sight);
  };
  if (what === 'play') await new Promise((resolve) => setTimeout(resolve, SEEN_MS));
  else if (what === 'pause') await new Promise((resolve) => setTimeout(resolve, BLURRED_MS));
  await (what === 'play' || what === 'pause' ? atPace(page, work) : work());
}

/** Starts a film wherever it is, as a person's press on its controls, which may be heard. */
export async function start({ page, sight }: Person): Promise<void> {
  await page.bringToFront();
  await atPace(page, () => workFilm(page, 'play', { ...sight, gesture: true }));
}

/** A person's click on the film, which starts it with sound. */
export async function clickPlay({ page }: Person): Promise<void> {
  await page.bringToFront();
  await atPace(page, () => page.click('video'));
}

/** Waits until everybody plays, within 50 ms of the first, or what the page of one is allowed. */
export async function expectInStep(...people: readonly [Person, ...Person[]]): Promise<void> {
  const usualMs = people.some((person) => 'origin' in person) ? IN_STEP_FIREFOX_MS : IN_STEP_MS;
  const boundMs = Math.max(usualMs, ...people.map((person) => person.inStepMs ?? 0));
  let inARow = 0;
  const look = async () => {
    const [first, ...others] = await Promise.all(people.map(videoOf));
    if (!first) throw new Error('nobody is there');
    const drifts = others.map((other) => driftMs(first, other));
    const good = !first.paused && others.every((o) => !o.paused) && drifts.every((ms) => Math.abs(ms) <= boundMs);
    inARow = good ? inARow + 1 : 0;
    return { inARow, driftsMs: drifts, paused: [first, ...others].map((reading) => reading.paused) };
  };
  const check = (seen: Awaited<ReturnType<typeof look>>) =>
    expect(seen.inARow, JSON.stringify(seen)).toBe(READINGS_IN_A_ROW);
  await eventually(look, check, Math.max(SETTLED_WITHIN_MS, ...people.map((person) => person.settlesWithinMs ?? 0)));
}

/**
 * Waits until everybody stands, within 2 ms of each other, each being at most 1 ms beside the room (SPEC SY-2), or
 * within what the page of one is allowed.
 */
export async function expectSameFrame(...people: readonly Person[]): Promise<void> {
  const boundMs = Math.max(SAME_FRAME_MS, ...people.map((person) => person.restsWithinMs ?? 0));
  const look = async () => {
    const readings = await Promise.all(people.map(videoOf));
    const places = readings.map((reading) => reading.position);
    return { paused: readings.map((r) => r.paused), spread: Math.max(...places) - Math.min(...places), places };
  };
  const check = ({ paused, spread, places }: Awaited<ReturnType<typeof look>>) => {
    expect(paused).toEqual(people.map(() => true));
    expect(spread, `stand at ${places.join(', ')}`).toBeLessThanOrEqual(boundMs / 1000);
  };
  await eventually(look, check, FOLLOWED_WITHIN_MS);
}

/** Waits until a page shows these words: its own or ours, in whatever tree. */
export async function expectSaid({ page }: Person, words: string, withinMs = 3_000): Promise<void> {
  const look = async () => JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
  await eventually(look, (seen) => expect(seen).toContain(words), withinMs);
}

/** Waits until a film plays, or stands. */
export async function expectPaused(person: Person, paused: boolean, withinMs = FOLLOWED_WITHIN_MS): Promise<void> {
  const look = async () => (await videoOf(person)).paused;
  await eventually(look, (seen) => expect(seen).toBe(paused), withinMs);
}

/** Asserts that a pause and a start of one are followed by the other. */
export async function expectFollows(one: Person, other: Person): Promise<void> {
  await press(one, 'pause');
  await expectPaused(other, true);
  await expectSameFrame(one, other);
  await press(one, 'play');
  await expectInStep(one, other);
}

/** Asserts that something stays so: for as long as a wrong answer would have needed to show. */
export async function expectStays<T>(look: () => Promise<T>, wanted: T, forMs = 1_500): Promise<void> {
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs) {
    expect(await look()).toEqual(wanted);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
