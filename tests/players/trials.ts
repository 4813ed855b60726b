import { expect } from 'vitest';
import { quantile } from '../bench/statistics.mjs';
import { closePopup } from '../e2e/popup';
import type { Person } from '../e2e/stage';
import {
  eventually,
  expectInStep,
  expectPaused,
  expectSameFrame,
  expectStays,
  videoOf,
  press as work,
} from '../e2e/watching';
import { evaluateIn, frameOf } from '../helpers/browsers.mjs';
import type { Press } from '../helpers/film.mjs';
import type { Behaviour, NamedPage } from '../helpers/pages.mjs';
import { driftMs, named, type Reading } from '../helpers/party.mjs';
import { type Couple, isFirefox, pressBeside } from './couple';

/** What a trial has measured, for the table. */
export interface Figures {
  readonly driftP95Ms?: number;
  readonly joinedMs?: number;
}

export interface Trial {
  readonly page: NamedPage;
  readonly couple: Couple;
}

const JOINED_WITHIN_MS = 15_000;
/** A player that buffers, and the room's own settling after it. */
const THERE_WITHIN_MS = 15_000;
const DRIFT_FOR_MS = 5_000;
const DRIFT_EVERY_MS = 100;
/** Where nudging is allowed. */
const USUAL_DRIFT_P95_MS = 30;
/** After a press, or after standing still, a player has to catch up: what is steady comes after it. */
const STEADY_AFTER_MS = 1_500;
const A_MOMENT_MS = 600;
/** Where the overlay puts its button: so far from the film's corner, and half its own size. */
const UNMUTE_PX = { x: 16 + 30, y: 16 + 20 };
/** Firefox's `currentTime` goes in steps of 40 ms: a mean over a second shows where the player is. */
const SMOOTHED_OVER = 10;

/**
 * Works a player's controls. Where the page does so by itself as well, a person's activation is what tells the two apart
 * (SPEC IN-6, IN-7); elsewhere that must not be needed, but for a rate: nothing beside the page's controls has one.
 */
async function press({ page: { restless = false }, couple }: Trial, person: Person, what: Press): Promise<void> {
  const as = (gesture: boolean): Person => ({ ...person, sight: { ...person.sight, gesture } });
  if (!restless) return work(typeof what === 'object' && 'rate' in what ? as(true) : person, what);
  if (isFirefox(person)) await pressBeside(person);
  // To pause what a page has just paused by itself is no press, and what it then plays again counts as one (SPEC IN-1).
  const ready = async () => {
    if (what === 'pause') for (const each of [couple.host, couple.guest]) await expectPaused(each, false);
  };
  // In a frame of another site a click beside it counts for nothing.
  await work(as(!isFirefox(person) || person.sight?.frame !== undefined), what, ready);
}

/** Brings both to play, or to stand, whatever the trial before has left. */
async function settle(trial: Trial, how: 'play' | 'pause'): Promise<void> {
  const { host, guest } = trial.couple;
  const paused = how === 'pause';
  if ((await standing(trial, host)) !== paused) await press(trial, host, how);
  for (const person of [host, guest]) await expectPaused(person, paused, THERE_WITHIN_MS);
  await (paused ? expectSameFrame(host, guest) : expectInStep(host, guest));
}

/** Does it stand, and not only for as long as its page pauses by itself? */
async function standing({ page }: Trial, person: Person): Promise<boolean> {
  const untilMs = performance.now() + (page.restless ? A_MOMENT_MS : 0);
  for (;;) {
    if (!(await videoOf(person)).paused) return false;
    if (performance.now() >= untilMs) return true;
    await new Promise((resolve) => setTimeout(resolve, DRIFT_EVERY_MS));
  }
}

const directions = {
  host: ({ couple: { host, guest } }: Trial) => [host, guest] as const,
  guest: ({ couple: { host, guest } }: Trial) => [guest, host] as const,
};

/** A film that was sought while playing has gone on since. */
const PLAYED_SINCE_S = THERE_WITHIN_MS / 1000;

async function expectAt(person: Person, position: number): Promise<void> {
  const look = async () => (await videoOf(person)).position;
  const check = (seen: number) => {
    expect(seen).toBeGreaterThan(position - 1);
    expect(seen).toBeLessThan(position + PLAYED_SINCE_S);
  };
  await eventually(look, check, THERE_WITHIN_MS);
}

/** What one does and the other follows. */
function followed(from: keyof typeof directions) {
  const seekTo = from === 'host' ? 100 : 40;
  return {
    pause: async (trial: Trial) => {
      const [one, other] = directions[from](trial);
      await settle(trial, 'play');
      await press(trial, one, 'pause');
      await expectPaused(other, true);
      await expectSameFrame(one, other);
      // A player that starts again by itself does so a moment later.
      await new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS));
      await expectSameFrame(one, other);
    },
    'paused-seek': async (trial: Trial) => {
      const [one, other] = directions[from](trial);
      await settle(trial, 'pause');
      await press(trial, one, { seek: seekTo + 20.5 });
      await expectAt(other, seekTo + 20.5);
      await expectSameFrame(one, other);
    },
    play: async (trial: Trial) => {
      const [one, other] = directions[from](trial);
      await settle(trial, 'pause');
      await press(trial, one, 'play');
      await expectPaused(other, false);
      await expectInStep(one, other);
    },
    seek: async (trial: Trial) => {
      const [one, other] = directions[from](trial);
      await settle(trial, 'play');
      await press(trial, one, { seek: seekTo });
      await expectAt(other, seekTo);
      await expectInStep(one, other);
    },
    rate: async (trial: Trial) => {
      const [one, other] = directions[from](trial);
      await settle(trial, 'play');
      for (const rate of [1.25, 1]) {
        await press(trial, one, { rate });
        await eventually(
          async () => (await videoOf(other)).rate,
          (seen) => expect(seen).toBeCloseTo(rate, 1),
          5_000,
        );
        await expectInStep(one, other);
      }
    },
  };
}

/**
 * In whichever frame the film is: puppeteer looks into closed trees, not into frames. Players have buttons of that name
 * themselves, but in no closed tree.
 */
const unmuteButtons = (person: Person) => buttonsOver(person, 'Unmute');

export async function buttonsOver({ page }: Person, name: string) {
  const found = await Promise.all(page.frames().map((frame) => frame.$$(named('button', name)).catch(() => [])));
  const buttons = await Promise.all(
    found.flat().map(async (button) => ((await button.evaluate(isInClosedTree)) ? button : undefined)),
  );
  return buttons.filter((button) => button !== undefined);
}

/** Puppeteer finds nothing in a closed tree of Firefox: there it is pressed by its place over the film. */
export async function pressWhereUnmuteIs({ page, sight }: Person): Promise<void> {
  const corner = await evaluateIn(
    { page, frame: sight?.frame },
    (where: string | null) => {
      const { bench } = window as unknown as { bench?: { video?: () => HTMLVideoElement | null } };
      const found = where ? new Function(`return ${where}`)() : (bench?.video?.() ?? document.querySelector('video'));
      const film = found as HTMLVideoElement;
      film.scrollIntoView({ block: 'nearest' });
      let { left: x, top: y } = film.getBoundingClientRect();
      // A frame within this one counts from its own corner.
      for (
        let inner = film.ownerDocument.defaultView;
        inner && inner !== window;
        inner = inner.parent as typeof inner
      ) {
        const { left, top } = inner.frameElement?.getBoundingClientRect() ?? { left: 0, top: 0 };
        [x, y] = [x + left, y + top];
      }
      return { x, y };
    },
    sight?.video ?? null,
  );
  const owner = sight?.frame === undefined ? null : await frameOf(page, sight.frame).frameElement();
  const { x, y } = (await owner?.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.click(x + corner.x + UNMUTE_PX.x, y + corner.y + UNMUTE_PX.y);
}

function isInClosedTree(element: Element): boolean {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.mode === 'closed';
}

async function join({ page, couple }: Trial): Promise<Figures> {
  const { host, guest } = couple;
  const invite = await couple.open(page);
  const startedMs = performance.now();
  if (!isFirefox(guest)) await closePopup(guest);
  await guest.page.goto(invite);
  await expectPaused(guest, false, JOINED_WITHIN_MS);
  await expectInStep(host, guest);
  const joinedMs = performance.now() - startedMs;
  if (page.calms) {
    for (const person of [host, guest])
      await eventually(
        () => isCalm(person),
        (calm) => expect(calm).toBe(true),
        JOINED_WITHIN_MS,
      );
    await expectInStep(host, guest);
  }
  return { joinedMs };
}

const isCalm = ({ page, sight }: Person) =>
  evaluateIn(
    { page, frame: sight?.frame },
    () => (window as unknown as { bench?: { calm?: boolean } }).bench?.calm === true,
  );

async function unmute({ couple: { host, guest } }: Trial): Promise<void> {
  expect((await videoOf(guest)).muted).toBe(true);
  await guest.page.bringToFront();
  if (isFirefox(guest)) await pressWhereUnmuteIs(guest);
  else {
    const buttons = await unmuteButtons(guest);
    expect(buttons).toHaveLength(1);
    await buttons[0]?.click();
  }
  await eventually(
    async () => (await videoOf(guest)).muted,
    (muted) => expect(muted).toBe(false),
    2_000,
  );
  await expectInStep(host, guest);
  if (!isFirefox(guest)) expect(await unmuteButtons(guest)).toHaveLength(0);
}

/**
 * Steady is what holds most of the time: one slip of the player, as a busy machine makes it, is put right within seconds
 * (SPEC CO-3) and is not the page's drift. Where the first while exceeds the bound, two further ones must both keep it.
 */
async function drift(trial: Trial): Promise<Figures> {
  await settle(trial, 'play');
  const boundMs = trial.page.liveWithinMs ?? trial.page.maxDriftP95Ms ?? USUAL_DRIFT_P95_MS;
  const first = await driftP95(trial);
  if (first <= boundMs) return { driftP95Ms: first };
  const further = [await driftP95(trial), await driftP95(trial)];
  const driftP95Ms = Math.max(...further);
  expect(driftP95Ms, `at first ${first}, then ${further.join(' and ')}`).toBeLessThanOrEqual(boundMs);
  return { driftP95Ms };
}

/** @returns in ms; 95 % of a while's readings were no further apart */
async function driftP95({ page, couple: { host, guest } }: Trial): Promise<number> {
  const drifts: number[] = [];
  let stoodMs = performance.now();
  const untilMs = performance.now() + DRIFT_FOR_MS;
  // What stands still by itself every few seconds is not steady for long.
  const atMostMs = untilMs + (page.restless ? THERE_WITHIN_MS : 0);
  const enough = () => drifts.length > SMOOTHED_OVER;
  while (performance.now() < untilMs || (performance.now() < atMostMs && !enough())) {
    const [first, second] = await Promise.all([videoOf(host), videoOf(guest)]);
    const moving = !first.paused && !second.paused;
    if (!page.restless) expect(moving).toBe(true);
    if (!moving) stoodMs = performance.now();
    if (performance.now() > stoodMs + STEADY_AFTER_MS) drifts.push(driftMs(first, second));
    await new Promise((resolve) => setTimeout(resolve, DRIFT_EVERY_MS));
  }
  const stepped = isFirefox(host) || isFirefox(guest);
  expect(drifts.length).toBeGreaterThan(SMOOTHED_OVER);
  return quantile((stepped ? smooth(drifts) : drifts).map(Math.abs), 0.95);
}

const smooth = (values: readonly number[]) =>
  values.slice(SMOOTHED_OVER - 1).map((_, i) => {
    const window = values.slice(i, i + SMOOTHED_OVER);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });

/** A guest that is asked has been by then, ms: a page that loads has its time. */
const ASKED_AFTER_MS = 6_000;

/** The host goes on to another film, and back to the first; the guest is taken along both times, or goes when asked. */
async function follow(trial: Trial): Promise<void> {
  const { page, couple } = trial;
  const { host, guest } = couple;
  await settle(trial, 'play');
  for (const path of [page.next, page.home]) {
    const address = await couple.goOn(page, path);
    // Pages put what they show behind the #.
    const look = async () => guest.page.url().split('#')[0];
    const isThere = (seen: string | undefined) => expect(seen).toBe(address);
    await eventually(look, isThere, ASKED_AFTER_MS).catch(() => couple.goAlong());
    await eventually(look, isThere, THERE_WITHIN_MS);
    await expectPaused(guest, false, THERE_WITHIN_MS);
    await expectInStep(host, guest);
  }
}

/** The guest leaves: the film there plays on by itself, at its own speed and with its own pitch, and obeys nobody. */
async function leave(trial: Trial): Promise<void> {
  const { couple, page } = trial;
  const { host, guest } = couple;
  await settle(trial, 'play');
  await couple.leave(guest);
  const before = await videoOf(guest);
  await press(trial, host, 'pause');
  const goesOn = (seen: Reading) => {
    expect(seen.paused).toBe(false);
    expect(seen.position).toBeGreaterThan(before.position + 0.5);
  };
  let after = before;
  const look = async () => {
    after = await videoOf(guest);
    return after;
  };
  // Whose page stands still by itself now and then may do so just now: what counts is that it goes on.
  if (page.restless || page.stormy) await eventually(look, goesOn, THERE_WITHIN_MS);
  else {
    await expectStays(async () => (await look()).paused, false, 1_000);
    await look();
  }
  goesOn(after);
  expect(after.rate).toBe(1);
  expect(await keepsPitch(guest)).toBe(true);
  await couple.leave(host);
}

const keepsPitch = ({ page, sight }: Person) =>
  evaluateIn(
    { page, frame: sight?.frame },
    (where: string | null) => {
      const { bench } = window as unknown as { bench?: { video?: () => HTMLVideoElement } };
      const found = where ? new Function(`return ${where}`)() : (bench?.video?.() ?? document.querySelector('video'));
      return (found as HTMLVideoElement | null)?.preservesPitch;
    },
    sight?.video ?? null,
  );

const host = followed('host');
const guest = followed('guest');

/** In the order in which they are tried. */
export const TRIALS: readonly (readonly [Behaviour, (trial: Trial) => Promise<unknown>])[] = [
  ['join', join],
  ['unmute', unmute],
  ['pause', host.pause],
  ['paused-seek', host['paused-seek']],
  ['play', host.play],
  ['seek', host.seek],
  ['rate', host.rate],
  ['drift', drift],
  ['guest-pause', guest.pause],
  ['guest-paused-seek', guest['paused-seek']],
  ['guest-play', guest.play],
  ['guest-seek', guest.seek],
  ['guest-rate', guest.rate],
  ['follow', follow],
  ['leave', leave],
];
