// @ts-check
/**
 * How long after a sample was recorded it is heard, by a browser's own account: that browser plays a burst of noise each
 * second and says when each is heard. The time is the same for all samples of one output; it is measured once,
 * while nothing else plays.
 */
import { seeded } from '../bench/impaired-path.mjs';
import { pause } from '../bench/member.mjs';
import { zeroMs } from '../bench/page-clock.mjs';
import { quantile } from '../bench/statistics.mjs';
import { evaluateQuietly, launchChromium } from '../helpers/browsers.mjs';
import { findIn } from './correlate.mjs';
import { RATE } from './output.mjs';

const SEED = 48;
const BURST_SAMPLES = RATE / 10;
/** Around where a burst is expected: it is recorded up to 100 ms before it is heard. */
const REACH_SAMPLES = RATE / 4;
/** Noise that is another comes to 0.1. */
const LIKE = 0.5;
/** A stream that has just begun says for some seconds when it *will* be heard. */
const WARM_UP_MS = 5_000;
const LOOK_S = 4;
/** So many looks one after the other have to agree; a machine at work is given time to come to rest. */
const ALIKE = 4;
const LOOKS_MAX = 16;
const ALIKE_MS = 3;

/**
 * Runs in the page.
 *
 * @param {number[]} burst
 * @param {number} rate
 */
function playBursts(burst, rate) {
  const KEPT = 60;
  const EVERY_MS = 50;
  const context = new AudioContext({ sampleRate: rate });
  const second = context.createBuffer(1, rate, rate);
  second.copyToChannel(Float32Array.from(burst), 0);
  const source = new AudioBufferSourceNode(context, { buffer: second, loop: true });
  source.connect(context.destination);
  const startMs = (context.currentTime + 0.5) * 1000;
  source.start(startMs / 1000);
  /** @type {number[]} when the context's time 0 is heard, by the page's clock */
  const zeros = [];
  setInterval(() => {
    const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
    if (contextTime > 0) zeros.push(performanceTime - contextTime * 1000);
    if (zeros.length > KEPT) zeros.shift();
  }, EVERY_MS);
  Object.assign(window, { bursts: () => ({ startMs, zeros }) });
}

/**
 * @param {object} where
 * @param {import('./output.mjs').Output} where.output
 * @param {import('./ear.mjs').Ear} where.ear
 * @param {string} where.site a page without a film
 * @returns {Promise<{ heardAfterMs: number, noiseMs: number }>} `noiseMs`: from the least to the most of what was seen
 */
export async function measureSoundClock({ output, ear, site }) {
  const random = seeded(SEED);
  const burst = Float32Array.from({ length: BURST_SAMPLES }, () => random() - 0.5);
  const browser = await launchChromium({ autoplay: true, aloud: true, env: output.env('clock') });
  try {
    const [first] = await browser.pages();
    const page = first ?? (await browser.newPage());
    await page.goto(site);
    await evaluateQuietly(page, playBursts, [...burst], RATE);
    await pause(WARM_UP_MS);
    /** @type {number[][]} */
    const looks = [];
    for (let calm = { noiseMs: Number.POSITIVE_INFINITY }; calm.noiseMs > ALIKE_MS && looks.length < LOOKS_MAX; ) {
      await pause(LOOK_S * 1000);
      const { startMs, zeros } = await evaluateQuietly(page, () => /** @type {any} */ (window).bursts());
      const firstAt = (await zeroMs(page)) + quantile(zeros, 0.5) + startMs;
      looks.push(findBursts({ ear, burst, firstAt }));
      calm = calmest(looks, ALIKE);
    }
    const { heardAfterMs, noiseMs } = calmest(looks, ALIKE);
    if (!Number.isFinite(noiseMs)) throw new Error('the bursts of the clock were not heard');
    return { heardAfterMs, noiseMs };
  } finally {
    await browser.close();
  }
}

/**
 * @param {object} what
 * @param {import('./ear.mjs').Ear} what.ear
 * @param {Float32Array} what.burst
 * @param {number} what.firstAt when the first burst was heard, machine ms; the others followed each second
 * @returns {number[]} of each that is in the recording's last seconds: how long after it was recorded it was heard, ms
 */
function findBursts({ ear, burst, firstAt }) {
  const to = ear.heard();
  const from = to - LOOK_S * RATE;
  const originMs = ear.originMs(from, to);
  const firstSample = ((firstAt - originMs) * RATE) / 1000;
  const found = [];
  for (let k = Math.ceil((from + REACH_SAMPLES - firstSample) / RATE); ; k++) {
    const expected = Math.round(firstSample + k * RATE);
    if (expected + BURST_SAMPLES + REACH_SAMPLES > to) return found;
    const around = ear.take('clock', expected - REACH_SAMPLES, BURST_SAMPLES + 2 * REACH_SAMPLES);
    const { lag, likeness } = findIn(burst, around);
    const recordedAt = originMs + ((expected + lag) * 1000) / RATE;
    if (likeness > LIKE) found.push(firstAt + k * 1000 - recordedAt);
  }
}

/**
 * Of all that was seen, what is least disturbed: a machine at work shifts whole looks by some ten milliseconds.
 *
 * @param {readonly (readonly number[])[]} looks
 * @param {number} count so many that follow each other
 * @returns {{ heardAfterMs: number, noiseMs: number }} `noiseMs` is infinite where there are not as many, or one is empty
 */
export function calmest(looks, count) {
  let best = { heardAfterMs: Number.NaN, noiseMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i + count <= looks.length; i++) {
    const some = looks.slice(i, i + count);
    const seen = some.flat();
    const noiseMs = quantile(seen, 1) - quantile(seen, 0);
    const isWhole = some.every((look) => look.length > 0);
    if (isWhole && noiseMs < best.noiseMs) best = { heardAfterMs: quantile(seen, 0.5), noiseMs };
  }
  return best;
}
