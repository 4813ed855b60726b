// @ts-check
/** The chat in a web page: opened as a person does, by mouse and keys, since nothing in the page leads to it. */
import { evaluateQuietly } from './browsers.mjs';

/** @typedef {import('puppeteer').Frame} Frame */
/** @typedef {import('puppeteer').Page} Page */

/** Where the pill lies at first: from the film's upper right corner to its middle, px. */
const PILL_PX = { x: -35, y: 27 };
/** Beside it: the pointer comes from somewhere. */
const BEFORE_PX = { x: -100, y: 100 };

/** A page that has just been opened has a pill once it is in the room. */
const THERE_MS = 15_000;
const LOOK_MS = 100;

/** Presses the pill over the page's film, and then the second of its buttons. @param {Page} page */
export async function pressChat(page) {
  const corner = await evaluateQuietly(page, () => {
    const { right = 0, top = 0 } = document.querySelector('video')?.getBoundingClientRect() ?? {};
    return { x: right, y: top };
  });
  const place = { x: corner.x + PILL_PX.x, y: corner.y + PILL_PX.y };
  const isPill = () =>
    evaluateQuietly(page, ({ x, y }) => document.elementFromPoint(x, y)?.matches('[popover]'), place);
  for (const untilMs = performance.now() + THERE_MS; !(await isPill()); ) {
    if (performance.now() > untilMs) throw new Error('there is no pill over the film');
    // It fades when nothing moves.
    await page.mouse.move(place.x + BEFORE_PX.x, place.y + BEFORE_PX.y);
    await page.mouse.move(place.x, place.y);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  await page.mouse.click(place.x, place.y);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}

/**
 * The frame with the chat. Of frames in Firefox puppeteer does not say what they show.
 *
 * @param {Page} page
 * @returns {Promise<Frame | undefined>} undefined while there is none
 */
export async function chatFrameOf(page) {
  for (const frame of page.frames().slice(1)) {
    const address = await frame.evaluate(() => location.href).catch(() => '');
    if (address.includes('/chat-frame.html')) return frame;
  }
  return undefined;
}
