// @ts-check
/**
 * Whether the browsers of this machine really play the sample film. A Firefox without the system's libavcodec starts,
 * opens every page and plays no H.264: all that a test then says is that a film stands still.
 */
import { launchChromium, launchFirefox } from '../tests/helpers/browsers.mjs';
import { startSite } from '../tests/helpers/site.mjs';

/** A cold browser on a loaded machine needs some seconds for its first frame. */
const PLAYS_WITHIN_MS = 30_000;

/** @typedef {{ browser: string, why: string }} Silent a browser that does not play the film, and why in words */

/**
 * @param {{ firefox: boolean }} wanted whether Firefox is asked too
 * @returns {Promise<Silent[]>} empty where each plays the film with its sound track
 */
export async function silentBrowsers({ firefox }) {
  const site = await startSite();
  try {
    /** @type {Silent[]} */
    const silent = [];
    const chromiumLacks = await whatIsMissing(() => launchChromium(), site.url);
    if (chromiumLacks) silent.push({ browser: 'Chromium', why: chromiumLacks });
    const firefoxLacks = firefox && (await whatIsMissing(async () => (await launchFirefox()).browser, site.url));
    if (firefoxLacks) silent.push({ browser: 'Firefox', why: firefoxLacks });
    return silent;
  } finally {
    await site.close();
  }
}

/**
 * @param {() => Promise<import('puppeteer').Browser>} launch
 * @param {string} site
 * @returns {Promise<string | undefined>} what is wrong, in a sentence
 */
async function whatIsMissing(launch, site) {
  /** @type {import('puppeteer').Browser | undefined} */
  let browser;
  try {
    browser = await launch();
    const page = await browser.newPage();
    await page.goto(`${site}/no-video.html`);
    return await page.evaluate(play, `${site}/sample.mp4`, PLAYS_WITHIN_MS);
  } catch (error) {
    return `it could not be driven (${error instanceof Error ? error.message.split('\n')[0] : error}).`;
  } finally {
    await browser?.close();
  }
}

/**
 * In the page. @param {string} film @param {number} withinMs
 * @returns {Promise<string | undefined>}
 */
async function play(film, withinMs) {
  const codecs = 'install its codecs for H.264 and AAC (on Debian and Ubuntu: apt-get install ffmpeg).';
  const video = Object.assign(document.createElement('video'), { muted: true, src: film });
  document.body.append(video);
  video.play().catch(() => {});
  const endMs = performance.now() + withinMs;
  while (performance.now() < endMs) {
    if (video.error) return `${video.error.message || `error ${video.error.code}`}; ${codecs}`;
    if (video.currentTime > 0.2) {
      const hasPicture = video.getVideoPlaybackQuality().totalVideoFrames > 0;
      // Each browser says in its own way whether it decodes the sound.
      const { mozHasAudio, webkitAudioDecodedByteCount } =
        /** @type {{ mozHasAudio?: boolean, webkitAudioDecodedByteCount?: number }} */ (/** @type {unknown} */ (video));
      const hasSound = mozHasAudio ?? webkitAudioDecodedByteCount !== 0;
      if (hasPicture && hasSound) return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return `it stands at ${video.currentTime.toFixed(1)} s after ${withinMs / 1000} s; ${codecs}`;
}
