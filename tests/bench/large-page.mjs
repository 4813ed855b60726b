// @ts-check
/** What looking for films costs on pages with very many elements that keep rebuilding parts of themselves. Chromium only. */
import { startServer } from '../../server/index.mjs';
import { startSite } from '../helpers/site.mjs';
import { launchHost } from './lockstep.mjs';
import { pause } from './member.mjs';
import { metricsOf, metricsSession } from './page-clock.mjs';
import { setRecording } from './recorder.mjs';

/**
 * @typedef {object} Shape
 * @property {number} elements
 * @property {number} films besides the one that plays
 * @property {number} scrollPx it moves by so much each time, down and up again
 */
/** @type {Readonly<Record<string, Shape>>} by what the table calls it */
const SHAPES = {
  '10,000 elements, one video': { elements: 10_000, films: 0, scrollPx: 0 },
  '50,000 elements, 20 videos, scrolled': { elements: 50_000, films: 19, scrollPx: 40 },
};
/** One part of so many elements is replaced this often. */
const PART = 20;
const EVERY_MS = 50;
const PATH = '/large.html';
/** A room takes its first look, and a page's own start-up ends. */
const SETTLE_MS = 5_000;
const ROUNDS = 3;

/** Runs in the page. @param {Shape & { part: number, everyMs: number }} shape */
function fill({ elements, films, scrollPx, part, everyMs }) {
  const make = () => {
    const section = document.createElement('section');
    while (section.childElementCount < part - 1) {
      const name = section.childElementCount % 4 === 0 ? 'x-item' : 'div';
      section.append(Object.assign(document.createElement(name), { textContent: 'text' }));
    }
    return section;
  };
  const list = document.body.appendChild(document.createElement('main'));
  for (let i = 0; i < elements / part; i += 1) list.append(make());
  for (let i = 1; i <= films; i += 1) {
    const film = document.createElement('video');
    Object.assign(film, { src: `/sample.mp4?${i}`, preload: 'metadata', style: 'width: 320px; display: block' });
    list.children[i * 4]?.before(film);
  }
  const sections = list.getElementsByTagName('section');
  let turn = 0;
  setInterval(() => {
    turn += 37;
    sections[turn % sections.length]?.replaceWith(make());
    scrollBy(0, turn % 7400 < 3700 ? scrollPx : -scrollPx);
  }, everyMs);
}

/**
 * @typedef {object} LargePageCost
 * @property {string} label
 * @property {number} alone what the page itself costs, % of a core
 * @property {number} added by a room whose film stands on that page, % of a core
 */

/**
 * Its main thread's time with and without a room, in turns: what differs between the rounds is noise.
 *
 * @param {object} options
 * @param {{ chrome: string }} options.extensions folders
 * @param {number} options.seconds of each turn
 * @returns {Promise<LargePageCost[]>} of each shape
 */
export async function measureLargePages({ extensions, seconds }) {
  const costs = [];
  for (const [label, shape] of Object.entries(SHAPES)) {
    costs.push({ label, ...(await measure(shape, { extensions, seconds })) });
  }
  return costs;
}

/** @param {Shape} of @param {{ extensions: { chrome: string }, seconds: number }} options */
async function measure(of, { extensions, seconds }) {
  const shape = JSON.stringify({ ...of, part: PART, everyMs: EVERY_MS });
  const body = `<!doctype html><title>Large</title><link rel="icon" href="data:," /><body>
    <video src="/sample.mp4" controls style="width: 640px"></video><script>(${fill})(${shape})</script>`;
  const site = await startSite({ pages: { [PATH]: body } });
  const server = await startServer({ port: 0, host: '127.0.0.1' });
  const setting = { site: site.url + PATH, server: server.url, extensions, browser: undefined, guests: 0 };
  const host = await launchHost(setting);
  try {
    const session = await metricsSession(host.member.page);
    await setRecording(host.member.page, false);
    const share = async () => {
      await pause(SETTLE_MS);
      const from = performance.now();
      const before = (await metricsOf(session)).TaskDuration ?? Number.NaN;
      await pause(seconds * 1000);
      const after = (await metricsOf(session)).TaskDuration ?? Number.NaN;
      return (100_000 * (after - before)) / (performance.now() - from);
    };
    const alone = [await share()];
    const inRoom = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await host.create();
      inRoom.push(await share());
      await host.leave();
      alone.push(await share());
    }
    return { alone: mean(alone), added: mean(inRoom) - mean(alone) };
  } finally {
    await host.member.browser.close();
    await Promise.all([site.close(), server.close()]);
  }
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
