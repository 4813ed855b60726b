// @ts-check
/** What `currentTime` says of the sound of files of other kinds: what is the browser's is the same for all of them. */
import { forget, pause, press, waitUntilPlaying } from '../bench/member.mjs';
import { launchAlone } from './alone.mjs';
import { listen } from './rig.mjs';

/** @typedef {import('./options.mjs').BrowserName} BrowserName */
/** @typedef {{ start: import('./rig.mjs').Trial, seek: import('./rig.mjs').Trial } | { error: string }} FileTrial */

const SETTLE_MS = 3_000;
const LISTEN_S = 4;

/** @type {Record<string, string>} by what is said of them: the file, or what feeds it */
export const FILES = {
  'AAC 48 kHz, mp4 with an edit list': '<video src="/noise/film.mp4"></video>',
  'the same without an edit list': '<video src="/noise/no-edit-list.mp4"></video>',
  'the same by MediaSource': `<video></video><script type="module">${feed.toString()}; feed('/noise/fragments.mp4');</script>`,
  'AAC 44.1 kHz, mp4': '<video src="/noise/aac-44100.mp4"></video>',
  'AAC 22.05 kHz, mp4': '<video src="/noise/aac-22050.mp4"></video>',
  'AAC 48 kHz, no picture': '<video src="/noise/sound.m4a"></video>',
  'Opus, WebM': '<video src="/noise/opus.webm"></video>',
  'WAV, no picture': '<video src="/noise/sound.wav"></video>',
};

/** @returns {Record<string, string>} the pages, for a site: by path */
export function filePages() {
  const pages = Object.values(FILES).map((body, i) => [pathOf(i), `<!doctype html><title>Noise</title>${body}`]);
  return Object.fromEntries(pages);
}

/** @param {number} i */
const pathOf = (i) => `/noise-${i}.html`;

/** Runs in the page. @param {string} url */
async function feed(url) {
  const source = new MediaSource();
  const video = document.querySelector('video');
  if (video) video.src = URL.createObjectURL(source);
  await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
  const buffer = source.addSourceBuffer('video/mp4; codecs="avc1.4d400c, mp4a.40.2"');
  buffer.appendBuffer(await (await fetch(url)).arrayBuffer());
}

/**
 * @param {import('./rig.mjs').Rig} rig
 * @param {{ browser: BrowserName, site: string, times: number }} what
 * @returns {Promise<Record<string, FileTrial[]>>} by the names of `FILES`
 */
export async function measureFiles(rig, { browser, site, times }) {
  const player = await launchAlone(rig, browser);
  const hear = async () => {
    await pause(SETTLE_MS);
    await forget([player]);
    return listen(rig, { guest: player }, LISTEN_S);
  };
  /** @type {Record<string, FileTrial[]>} */
  const result = {};
  try {
    for (const [i, name] of Object.keys(FILES).entries()) {
      console.error(`  ${browser}: ${name} …`);
      const once = async () => {
        await player.page.goto(site + pathOf(i));
        await press(player, 'play');
        await waitUntilPlaying(player);
        const start = await hear();
        await press(player, { seek: 60 });
        return { start, seek: await hear() };
      };
      const trials = [];
      for (let time = 0; time < times; time++) trials.push(await once().catch((error) => ({ error: String(error) })));
      result[name] = trials;
    }
    return result;
  } finally {
    await player.browser.close();
  }
}
