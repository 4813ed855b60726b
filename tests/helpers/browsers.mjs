// @ts-check
/** Real browsers with the extension in them: for the end-to-end tests, the bench and `npm start`. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import puppeteer, { UnsupportedOperation } from 'puppeteer';
import { findChromium, findFirefox } from '../../scripts/find-browsers.mjs';
import { SetupError } from '../../scripts/run.mjs';
import { contextOfFrame } from './frame-context.mjs';
import { callOf, evaluateInFirefox } from './quiet-firefox.mjs';

/** @typedef {import('puppeteer').Browser} Browser */
/** @typedef {import('puppeteer').Page} Page */
/** @typedef {import('puppeteer').Extension} Extension */
/** @typedef {import('puppeteer').WebWorker} WebWorker */

/** A popup, or a worker's globals, are there within 2 s on an idle machine. */
const READY_TIMEOUT_MS = 20_000;
const POLL_MS = 50;
/** A worker that ends while it is asked answers never. */
const WORKER_ANSWERS_MS = 2_000;

/** In every language. */
const NAME = 'Lockstep';
/** As in the manifest. Firefox makes up an origin for it in each profile, unless told. */
const FIREFOX_ID = 'lockstep@lockstep.example';

/** The names of what is pressed are those of the English words. */
const LANGUAGE = 'en-US';

const ARGS = [
  `--lang=${LANGUAGE}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // Without it Chromium leaves 127.0.0.1 out of its candidates, and a machine without a network finds no path.
  '--allow-loopback-in-peer-connection',
];

/** What puppeteer switches on that makes a hidden tab livelier than a person's own would be. */
const UNREAL_ARGS = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];
/** What puppeteer lets pages do that no person's browser does. */
const UNREAL_RIGHTS = ['--disable-popup-blocking'];

/** Puppeteer silences a browser without a window. */
const SILENCING_ARGS = ['--mute-audio'];

/**
 * Starts Chromium (or Chrome, or Edge) with a profile of its own.
 *
 * @param {object} [options]
 * @param {string} [options.extension] folder of an unpacked extension
 * @param {boolean} [options.headless] default true
 * @param {boolean} [options.autoplay] whether sound may start without a press; default false, as for everybody
 * @param {boolean} [options.throttling] whether hidden tabs are slowed down as for everybody; default false
 * @param {boolean} [options.aloud] whether its sound goes to the machine's output; default false
 * @param {boolean} [options.outlivesInterrupt] whether Ctrl-C is left to the caller; default false: it ends the browser
 * @param {string} [options.profile] a folder to keep the profile in; default: a new one, removed at the end
 * @param {string[]} [options.args] further switches
 * @param {NodeJS.ProcessEnv} [options.env] further variables
 * @param {string} [options.executablePath] what starts it; default: the one of this machine
 * @returns {Promise<Browser>}
 * @throws {SetupError} when there is no such browser
 */
export async function launchChromium({
  extension,
  headless = true,
  autoplay = false,
  throttling = false,
  aloud = false,
  outlivesInterrupt = false,
  profile,
  args = [],
  env = {},
  executablePath = findChromium(),
} = {}) {
  if (!executablePath) throw new SetupError('No Chromium found: install one, or set CHROME_PATH.');
  return puppeteer.launch({
    executablePath,
    headless,
    // Extensions are installed over the pipe: branded Chrome no longer takes --load-extension.
    pipe: true,
    handleSIGINT: !outlivesInterrupt,
    // On Linux the language comes from the environment, not from the switch.
    env: { ...process.env, LANGUAGE: LANGUAGE, ...env },
    defaultViewport: null,
    ...(extension ? { enableExtensions: [resolve(extension)] } : {}),
    ...(profile ? { userDataDir: resolve(profile) } : {}),
    ignoreDefaultArgs: [...UNREAL_RIGHTS, ...(throttling ? UNREAL_ARGS : []), ...(aloud ? SILENCING_ARGS : [])],
    args: [
      ...ARGS,
      // Chromium's sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(autoplay ? ['--autoplay-policy=no-user-gesture-required'] : []),
      ...args,
    ],
  });
}

/**
 * @param {Browser} browser
 * @returns {Promise<Extension>} ours, if it is there, else the first: a rival's
 */
export async function extensionOf(browser) {
  return until(async () => {
    const installed = [...(await browser.extensions()).values()];
    return installed.find(({ name }) => name === NAME) ?? installed[0];
  }, 'no extension is installed');
}

/**
 * The background worker; it is started when it sleeps.
 *
 * @param {Browser} browser
 * @returns {Promise<WebWorker>} one whose globals are set: they lag behind the worker itself
 */
export async function worker(browser) {
  const extension = await extensionOf(browser);
  return until(async () => {
    // Of a process that has crashed the worker is listed for good.
    const found = (await extension.workers()).at(-1);
    const isReady = found?.evaluate(() => Boolean(globalThis.chrome?.action)).catch(() => false);
    const tooLate = new Promise((resolve) => setTimeout(resolve, WORKER_ANSWERS_MS, false));
    return (await Promise.race([isReady, tooLate])) ? found : undefined;
  }, 'the background worker is not there');
}

/**
 * Sets options as the options page does.
 *
 * @param {Browser} browser Chromium
 * @param {Record<string, unknown>} options by their names in storage
 */
export async function setOptions(browser, options) {
  await (await worker(browser)).evaluate((change) => chrome.storage.local.set(change), options);
}

/**
 * Presses the extension's button over a page, or takes the popup that is open. It closes when another page is
 * brought to the front.
 *
 * @param {Browser} browser
 * @param {Page} page
 * @returns {Promise<Page>} the real popup, with its first state drawn
 */
export async function openPopup(browser, page) {
  const extension = await extensionOf(browser);
  const url = `chrome-extension://${extension.id}/popup.html`;
  if (!browser.targets().some((target) => target.url() === url)) {
    await page.bringToFront();
    await page.triggerExtensionAction(extension);
  }
  const target = await browser.waitForTarget((target) => target.url() === url, { timeout: READY_TIMEOUT_MS });
  const popup = await target.asPage();
  await popup.waitForSelector('main', { timeout: READY_TIMEOUT_MS });
  return popup;
}

/** @typedef {import('puppeteer').CDPSession} CDPSession */
/** @typedef {import('puppeteer').Target} Target */
/** @type {WeakMap<Page | Target, Promise<CDPSession | undefined>>} */
const sessions = new WeakMap();

/** @param {Page | Target} place @returns a session of its own; undefined in Firefox, which has none */
async function sessionOf(place) {
  try {
    return await place.createCDPSession();
  } catch (error) {
    if (error instanceof UnsupportedOperation) return undefined;
    throw error;
  }
}

/** @param {Page | Target} place */
function keptSessionOf(place) {
  const pending = sessions.get(place) ?? sessionOf(place);
  sessions.set(place, pending);
  return pending;
}

/** @param {Page} page @param {string} address a piece of it @returns {import('puppeteer').Frame} */
export function frameOf(page, address) {
  const frame = page.frames().find((candidate) => candidate.url().includes(address));
  if (!frame) throw new Error(`no frame of ${page.url()} has ${address} in its address`);
  return frame;
}

/**
 * `page.evaluate` that only looks: puppeteer's own gives the page a person's press each time, after which it may start
 * sound, which a page that was just opened may not.
 *
 * @template {unknown[]} Args
 * @template Result
 * @param {Page} page
 * @param {(...args: Args) => Result} look knows nothing but its arguments, which are JSON
 * @param {Args} args
 * @returns {Promise<Awaited<Result>>} JSON too
 */
export function evaluateQuietly(page, look, ...args) {
  return evaluateIn({ page }, look, ...args);
}

/**
 * The same in a frame of another origin, which is named by a piece of its address.
 *
 * @template {unknown[]} Args
 * @template Result
 * @param {{ page: Page, frame?: string | undefined, gesture?: boolean }} where `gesture`: as a person's press
 * @param {(...args: Args) => Result} look
 * @param {Args} args
 * @returns {Promise<Awaited<Result>>}
 */
export async function evaluateIn({ page, frame, gesture = false }, look, ...args) {
  const ofPage = await keptSessionOf(page);
  const place = frame === undefined ? page : targetOf(page, frame);
  const contextId = ofPage && !place && frame !== undefined ? await contextOfFrame(ofPage, frame) : undefined;
  // Puppeteer's own way would be a press, just while a film that was opened a moment ago is about to start.
  if (ofPage && !place && contextId === undefined) {
    throw new Error(`the frame with ${frame} in its address is not there yet`);
  }
  const session = place ? await keptSessionOf(place) : ofPage;
  // Puppeteer's type of what comes back is the same thing in other words.
  if (!session) {
    return evaluateInFirefox(frame === undefined ? page.mainFrame() : frameOf(page, frame), { look, args, gesture });
  }
  const expression = callOf(look, args);
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    returnByValue: true,
    awaitPromise: true,
    userGesture: gesture,
    ...(contextId === undefined ? {} : { contextId }),
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/**
 * @param {Page} page @param {string} address
 * @returns a frame that has a process of its own, as all of another origin; the newest: a page that was left and kept
 *   by the browser has its own still
 */
const targetOf = (page, address) =>
  page
    .browser()
    .targets()
    .findLast((target) => target.type() !== 'page' && target.url().includes(address));

/**
 * Ends the background worker as the browser does after 30 s without work. The next event starts it again.
 *
 * @param {Browser} browser
 */
export async function stopWorker(browser) {
  const { id } = await extensionOf(browser);
  const running = browser
    .targets()
    .find((target) => target.type() === 'service_worker' && target.url().startsWith(`chrome-extension://${id}/`));
  await (await running?.worker())?.close();
}

/**
 * Starts Firefox with a new profile and installs the extension, if there is one.
 *
 * @param {object} [options]
 * @param {string} [options.extension] folder of an unpacked extension
 * @param {boolean} [options.headless] default true
 * @param {boolean} [options.autoplay] whether sound may start without a press; default false
 * @param {Record<string, unknown>} [options.prefs] further preferences
 * @param {NodeJS.ProcessEnv} [options.env] further variables
 * @returns {Promise<{ browser: Browser, origin: string }>} `origin` is that of the extension's pages
 * @throws {SetupError} when there is no Firefox
 */
export async function launchFirefox({ extension, headless = true, autoplay = false, prefs = {}, env = {} } = {}) {
  const executablePath = findFirefox();
  if (!executablePath) throw new SetupError('No Firefox found: install one, or set FIREFOX_PATH.');
  const uuid = randomUUID();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless,
    // Without it the pages of an extension cannot be driven.
    args: ['--remote-allow-system-access'],
    env: { ...process.env, ...env },
    extraPrefsFirefox: {
      'intl.locale.requested': LANGUAGE,
      // As people have it; puppeteer lets every page open windows.
      'dom.disable_open_during_load': true,
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: uuid }),
      ...(autoplay ? { 'media.autoplay.default': 0, 'media.autoplay.blocking_policy': 0 } : {}),
      ...prefs,
    },
  });
  if (extension) await browser.installExtension(resolve(extension));
  return { browser, origin: `moz-extension://${uuid}` };
}

/**
 * Opens a page of the extension in a tab of Firefox, which never reports that such a page has loaded.
 *
 * @param {Browser} browser
 * @param {string} url
 * @param {string} [selector] what has to be there
 * @returns {Promise<Page>}
 */
export async function openFirefoxPage(browser, url, selector = 'main') {
  const page = await browser.newPage();
  await page.goto(url, { timeout: 1_500 }).catch(() => {});
  await until(async () => {
    const there = await page.evaluate((wanted) => document.querySelector(wanted) !== null, selector).catch(() => false);
    return there || undefined;
  }, `${url} shows no ${selector}`);
  return page;
}

/**
 * The same as `setOptions`.
 *
 * @param {{ browser: Browser, origin: string }} firefox
 * @param {Record<string, unknown>} options
 */
export async function setFirefoxOptions({ browser, origin }, options) {
  const page = await openFirefoxPage(browser, `${origin}/options.html`);
  await page.evaluate((change) => /** @type {any} */ (window).browser.storage.local.set(change), options);
  await page.close();
}

/**
 * @template T
 * @param {() => Promise<T | undefined>} look
 * @param {string} complaint
 * @returns {Promise<T>}
 */
async function until(look, complaint) {
  const giveUpMs = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > giveUpMs) throw new Error(`after ${READY_TIMEOUT_MS / 1000} s ${complaint}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
