import { expect } from 'vitest';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { driftMs, type Reading } from '../helpers/party.mjs';
import type { Person } from './stage';
import { eventually, SEEN_MS } from './watching';

/** Films wherever a page may keep them: in frames, shadow roots, or in no document at all. */

interface FilmReading extends Reading {
  /** For how long it has been seen to be loaded, s. */
  readonly loadedForS: number;
}

/** What a page of these tests understands, in whichever frame its film is. */
export type Wish = 'play' | 'pause' | 'swap' | 'move';

/** Runs in a page, before its own script: the film answers and obeys, wherever it is. */
function attend(): void {
  const page = window as unknown as { film?: HTMLVideoElement; wishes?: Record<string, () => void> };
  // Its media events may not leave a closed shadow root, and what it calls `played` begins before its first seek.
  const loaded = new WeakMap<HTMLVideoElement, number>();
  page.wishes = {
    play: () => void page.film?.play(),
    pause: () => page.film?.pause(),
  };
  addEventListener('message', ({ data, source }) => {
    const { film } = page;
    if (typeof data !== 'object' || !film) return;
    if (data.wish) page.wishes?.[data.wish]?.();
    if (!data.where) return;
    const { currentTime: position, playbackRate: rate, paused, muted } = film;
    const atMs = performance.timeOrigin + performance.now();
    if (film.readyState >= HTMLMediaElement.HAVE_METADATA && !loaded.has(film)) loaded.set(film, performance.now());
    const loadedForS = (performance.now() - (loaded.get(film) ?? performance.now())) / 1_000;
    const reading = { position, atMs, rate, paused, muted, loadedForS };
    source?.postMessage({ reading, where: data.where }, { targetOrigin: '*' });
  });
}

/** For the head of a page whose script puts its film into `window.film`. */
export const ATTENDING = `<meta charset="utf-8" /><title>Film</title><link rel="icon" href="data:," /><script>(${attend})()</script>`;

/** Says something to every frame of a page; the films answer. */
function sayToAll(message: Record<string, unknown>): Promise<FilmReading | null> {
  return new Promise((resolve) => {
    const where = Math.random();
    addEventListener('message', function answered({ data }) {
      if (data?.where !== where || !data.reading) return;
      removeEventListener('message', answered);
      resolve(data.reading);
    });
    const say = (to: Window) => {
      to.postMessage({ ...message, where }, '*');
      for (let i = 0; i < to.length; i += 1) say(to[i] as Window);
    };
    say(window);
    // No film answers while there is none.
    setTimeout(() => resolve(null), 500);
  });
}

/** Where somebody's film is, in whichever frame. */
export async function filmOf({ page }: Person): Promise<FilmReading | undefined> {
  return (await evaluateQuietly(page, sayToAll, {}).catch(() => null)) ?? undefined;
}

/** Does something to somebody's film, as its page or the person there would. */
export async function wish({ page }: Person, what: Wish): Promise<void> {
  if (what === 'play') await new Promise((resolve) => setTimeout(resolve, SEEN_MS));
  await evaluateQuietly(page, sayToAll, { wish: what });
}

const IN_STEP_MS = 60;
/** Firefox's `currentTime` moves in steps of about 40 ms. */
const IN_STEP_FIREFOX_MS = 100;
const WITHIN_MS = 10_000;
const IN_A_ROW = 3;
/** SPEC IN-2: what a film does so soon after it was loaded is taken for the site's doing. */
const SETTLED_S = 1.8;

/** Plays a film as soon as its page has one. */
export async function startFilm(person: Person): Promise<void> {
  await eventually(
    () => filmOf(person),
    (seen) => expect(seen).toBeDefined(),
    WITHIN_MS,
  );
  await wish(person, 'play');
}

/** Waits until both films play, in step. */
export async function expectFilmsInStep(one: Person, other: Person): Promise<void> {
  const boundMs = 'origin' in one || 'origin' in other ? IN_STEP_FIREFOX_MS : IN_STEP_MS;
  let inARow = 0;
  const look = async () => {
    const [a, b] = await Promise.all([filmOf(one), filmOf(other)]);
    const drift = a && b ? driftMs(a, b) : Number.NaN;
    inARow = a?.paused === false && b?.paused === false && Math.abs(drift) < boundMs ? inARow + 1 : 0;
    return { inARow, drift, a, b };
  };
  await eventually(look, (seen) => expect(seen.inARow, JSON.stringify(seen)).toBe(IN_A_ROW), WITHIN_MS);
}

/** Waits until both films stand at one frame. */
export async function expectFilmsStand(one: Person, other: Person): Promise<void> {
  const look = async () => {
    const [a, b] = await Promise.all([filmOf(one), filmOf(other)]);
    return { a, b, together: a?.paused === true && b?.paused === true && Math.abs(a.position - b.position) < 0.005 };
  };
  await eventually(look, (seen) => expect(seen.together, JSON.stringify(seen)).toBe(true), WITHIN_MS);
}

/** Waits until a film has been loaded for so long that a press counts. */
export async function expectSettled(person: Person): Promise<void> {
  await eventually(
    () => filmOf(person),
    (seen) => expect(seen?.loadedForS).toBeGreaterThan(SETTLED_S),
    WITHIN_MS,
  );
}

/** Asserts that two films are kept together, playing and standing. */
export async function expectFilmsTogether(one: Person, other: Person): Promise<void> {
  await expectFilmsInStep(one, other);
  for (const person of [one, other]) await expectSettled(person);
  await wish(one, 'pause');
  await expectFilmsStand(one, other);
  await wish(other, 'play');
  await expectFilmsInStep(one, other);
}
