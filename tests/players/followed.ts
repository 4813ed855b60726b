import { expect } from 'vitest';
import type { Person } from '../e2e/stage';
import { eventually, expectInStep, expectPaused, videoOf } from '../e2e/watching';
import { evaluateIn } from '../helpers/browsers.mjs';

/** How soon and how far one's film follows what another's person does, as the films themselves tell it. */

const FOLLOWED_WITHIN_MS = 100;
const TIMES = 3;
/** SPEC IN-3: who presses faster is taken for a page. */
const BETWEEN_MS = 1_500;
/** A seek that lands while the film plays, and what reading two pages takes. */
const NEAR_S = 0.6;

type Two = readonly [presser: Person, other: Person];

declare global {
  interface Window {
    flips?: { type: string; atMs: number }[];
  }
}

/** Listens from now on to when the films are played and paused. */
export async function noteFlips(...people: readonly Person[]): Promise<void> {
  const listen = () => {
    window.flips = [];
    const note = ({ type }: Event) => window.flips?.push({ type, atMs: performance.timeOrigin + performance.now() });
    for (const type of ['play', 'pause']) document.querySelector('video')?.addEventListener(type, note);
  };
  await Promise.all(people.map(({ page, sight }) => evaluateIn({ page, frame: sight?.frame }, listen)));
}

const lastFlip = async ({ page, sight }: Person, type: string) =>
  (await evaluateIn({ page, frame: sight?.frame }, () => window.flips))?.findLast((flip) => flip.type === type)?.atMs ??
  Number.NaN;

/** Does it, three times a pause and a play, and sees how soon the other follows, ms. */
export async function expectFollowed([presser, other]: Two, pause: () => Promise<void>, play: () => Promise<void>) {
  const lagsMs: number[] = [];
  for (let times = 0; times < TIMES; times++) {
    for (const [type, paused, press] of [
      ['pause', true, pause],
      ['play', false, play],
    ] as const) {
      await press();
      await expectPaused(presser, paused);
      await expectPaused(other, paused);
      lagsMs.push((await lastFlip(other, type)) - (await lastFlip(presser, type)));
      await new Promise((done) => setTimeout(done, BETWEEN_MS));
    }
  }
  const median = lagsMs.sort((one, two) => one - two)[lagsMs.length / 2] ?? Number.NaN;
  expect(median, `${lagsMs.map(Math.round).join(', ')} ms`).toBeLessThanOrEqual(FOLLOWED_WITHIN_MS);
  await expectInStep(presser, other);
}

/** Does what jumps by so much, and sees the other jump. */
export async function expectJumps([presser, other]: Two, byS: number, press: () => Promise<void>) {
  await expectInStep(presser, other);
  const [one, two] = await Promise.all([videoOf(presser), videoOf(other)]);
  await press();
  for (const [person, before] of [
    [presser, one],
    [other, two],
  ] as const) {
    const look = async () => {
      const { position, atMs } = await videoOf(person);
      return position - before.position - (atMs - before.atMs) / 1000;
    };
    await eventually(look, (jumpS) => expect(Math.abs(jumpS - byS)).toBeLessThan(NEAR_S), 2_000);
  }
  await expectInStep(presser, other);
}
