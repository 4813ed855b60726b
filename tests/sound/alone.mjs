// @ts-check
/** One browser without Lockstep against the clock: what its `currentTime` says of its sound, after what players do. */
import { forget, pause, press, seat, track, waitUntilPlaying } from '../bench/member.mjs';
import { mean } from '../bench/statistics.mjs';
import { evaluateIn, evaluateQuietly, launchChromium, launchFirefox } from '../helpers/browsers.mjs';
import { listen } from './rig.mjs';

/** @typedef {import('../bench/member.mjs').Member} Member */
/** @typedef {import('./options.mjs').BrowserName} BrowserName */
/** @typedef {import('./rig.mjs').Trial} Trial */
/**
 * @typedef {'kept' | 'kept-on' | 'back' | 'left' | 'on'} Pitch `preservesPitch` stays; the same, and the rate stays a
 *   trifle off 1; is off and back with the rate; is off and stays so; the same, and the rate stays a trifle off 1
 */
/**
 * @typedef {object} AloneRow
 * @property {string} label
 * @property {(player: Member, rig: import('./rig.mjs').Rig) => Promise<number | void>} act by how much a nudge was to move
 *   the player, ms
 */
/** @typedef {Trial & { missed?: number }} AloneTrial `missed`: what a nudge moved beyond what it was to, ms */
/** @typedef {{ version: string, rows: { label: string, trials?: AloneTrial[], error?: string }[] }} AloneResult */

const SETTLE_MS = 1_500;
const LISTEN_S = 4;
const PAUSED_MS = 1_000;
/** For a line before a nudge, and one after it. */
const LINE_MS = 1_500;
const TEN = 10;

/** @type {AloneRow[]} */
const PLAIN = [
  { label: 'start', act: start },
  {
    label: 'pause and play',
    async act(player) {
      await press(player, 'pause');
      await pause(PAUSED_MS);
      await press(player, 'play');
    },
  },
  { label: 'seek', act: async () => {} },
  {
    label: 'mute and unmute',
    async act({ page }) {
      await evaluateIn({ page, gesture: true }, setMuted, true);
      await pause(3_000);
      await evaluateIn({ page, gesture: true }, setMuted, false);
    },
  },
  { label: 'rate 1.25 for 3 s', act: (player) => nudge(player, { rate: 1.25, ms: 3_000, pitch: 'kept' }) },
  { label: 'the device stands still for 60 ms', act: (_, { output }) => output.stall('guest', 60) },
];

/** @type {[rate: number, ms: number][]} */
const NUDGES = [
  [1.005, 3_000],
  [1.02, 1_000],
  [1.08, 1_000],
  [0.98, 1_000],
];
/** @type {Record<Pitch, string>} */
const PITCH = {
  kept: 'pitch kept',
  'kept-on': 'pitch kept, rate 1.00001',
  back: 'pitch off, back with the rate',
  left: 'pitch left off',
  on: 'pitch left off, rate 1.00001',
};

/** @type {AloneRow[]} */
const NUDGED = [
  ...['kept', 'kept-on', 'back', 'left', 'on'].flatMap((name) => {
    const pitch = /** @type {Pitch} */ (name);
    return NUDGES.map(([rate, ms]) => ({
      label: `${rate} for ${ms / 1000} s, ${PITCH[pitch]}`,
      act: (/** @type {Member} */ player) => nudge(player, { rate, ms, pitch }),
    }));
  }),
  ...['kept', 'kept-on', 'back', 'left', 'on'].map((name) => ({
    label: `ten of 1.02 for 0.5 s, ${PITCH[/** @type {Pitch} */ (name)]}`,
    act: async (/** @type {Member} */ player) => {
      let moved = 0;
      for (let i = 0; i < TEN; i++) {
        moved += await nudge(player, { rate: 1.02, ms: 500, pitch: /** @type {Pitch} */ (name) });
        await pause(500);
      }
      return moved;
    },
  })),
  {
    label: '1.02, pitch left off, given back later at rate 1',
    async act(player) {
      await nudge(player, { rate: 1.02, ms: 1_000, pitch: 'left' });
      await pause(1_000);
      await givePitchBack(player);
    },
  },
  {
    label: '1.02, pitch left off, given back with a seek',
    async act(player) {
      await nudge(player, { rate: 1.02, ms: 1_000, pitch: 'left' });
      await pause(1_000);
      await givePitchBack(player);
      await press(player, { seek: 70 });
    },
  },
  {
    label: '1.02, pitch left off, given back during a pause',
    async act(player) {
      await nudge(player, { rate: 1.02, ms: 1_000, pitch: 'left' });
      await press(player, 'pause');
      await pause(PAUSED_MS);
      await givePitchBack(player);
      await press(player, 'play');
    },
  },
  {
    label: '1.02, pitch kept, then pause and play',
    async act(player) {
      await nudge(player, { rate: 1.02, ms: 1_000, pitch: 'kept' });
      await press(player, 'pause');
      await pause(PAUSED_MS);
      await press(player, 'play');
    },
  },
];

/**
 * @param {import('./rig.mjs').Rig} rig
 * @param {object} what
 * @param {BrowserName} what.browser
 * @param {string} what.site the film's page
 * @param {number} what.times
 * @param {string} what.label only what has this in its label
 * @returns {Promise<AloneResult>}
 */
export async function measureAlone(rig, { browser, site, times, label: wanted }) {
  const player = await launchAlone(rig, browser);
  try {
    /** @type {AloneResult} */
    const result = { version: await player.browser.version(), rows: [] };
    await player.page.goto(site);
    for (const { label, act } of [...PLAIN, ...NUDGED].filter((row) => row.label.includes(wanted))) {
      console.error(`  ${browser} alone: ${label} …`);
      /** @type {AloneTrial[]} */
      const trials = [];
      const attempt = async () => {
        for (let i = 0; i < times; i++) {
          await start(player);
          // A seek ends what earlier nudges have left.
          await press(player, { seek: 20 + 10 * i });
          await pause(SETTLE_MS);
          await forget([player]);
          await pause(LINE_MS);
          const planned = await act(player, rig);
          await pause(SETTLE_MS);
          const trial = await listen(rig, { guest: player }, LISTEN_S);
          trials.push(planned === undefined ? trial : { ...trial, missed: movedMs(player) - planned });
        }
      };
      const error = await attempt().then(
        () => undefined,
        (reason) => String(reason),
      );
      result.rows.push({ label, trials, ...(error ? { error } : {}) });
    }
    return result;
  } finally {
    await player.browser.close();
  }
}

/** How far it is from where it would have come by itself since it was first looked at. @param {Member} player */
function movedMs(player) {
  const samples = track(player);
  const [first, last] = [samples[0]?.at ?? Number.NaN, samples.at(-1)?.at ?? Number.NaN];
  const ahead = (/** @type {number} */ from) =>
    mean(
      samples.filter(({ at }) => at >= from && at <= from + LINE_MS).map(({ at, position }) => position * 1000 - at),
    );
  return ahead(last - LINE_MS) - ahead(first);
}

/** @param {import('./rig.mjs').Rig} rig @param {BrowserName} browser @returns {Promise<Member>} heard as the guest */
export async function launchAlone({ output }, browser) {
  const env = output.env('guest');
  if (browser === 'chromium') return seat(await launchChromium({ autoplay: true, aloud: true, env }));
  // Times rounded to a millisecond would be all that is seen.
  const prefs = { 'privacy.reduceTimerPrecision': false };
  return seat((await launchFirefox({ autoplay: true, env, prefs })).browser, { stepped: true });
}

/** Plays with pitch as pages have it. @param {Member} player */
async function start(player) {
  await givePitchBack(player);
  await evaluateQuietly(player.page, () => {
    for (const video of document.querySelectorAll('video')) video.playbackRate = 1;
  });
  await press(player, 'play');
  await waitUntilPlaying(player);
}

/**
 * @param {Member} player
 * @param {{ rate: number, ms: number, pitch: Pitch }} how
 * @returns {Promise<number>} by so much it is to have moved, ms
 */
const nudge = ({ page }, how) =>
  evaluateQuietly(
    page,
    async ({ rate, ms, pitch }) => {
      const video = document.querySelector('video');
      if (!video) throw new Error('there is no video on the page');
      if (!pitch.startsWith('kept')) video.preservesPitch = false;
      const beganAt = performance.now();
      video.playbackRate = rate;
      await new Promise((resolve) => setTimeout(resolve, ms));
      const tookMs = performance.now() - beganAt;
      video.playbackRate = pitch.endsWith('on') ? 1.00001 : 1;
      if (pitch === 'back') video.preservesPitch = true;
      return (rate - 1) * tookMs;
    },
    how,
  );

/** @param {Member} player */
const givePitchBack = ({ page }) =>
  evaluateQuietly(page, () => {
    for (const video of document.querySelectorAll('video')) video.preservesPitch = true;
  });

/** Runs in the page. @param {boolean} muted */
function setMuted(muted) {
  for (const video of document.querySelectorAll('video')) video.muted = muted;
}
