// @ts-check
/**
 * `npm start`: two browser windows in one room, watching the sample film from this machine, and a live table of where
 * both are, until Ctrl-C. Without a display, or with `--headless`, it runs for 20 s (`--seconds=60`) and ends by itself.
 * Either way it prints a summary; headless it also saves screenshots in `artifacts/`.
 */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { summaryText, tableLines } from './drift-table.mjs';
import { ROOT, runMain, runSayingSo, SetupError } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages } from './setup.mjs';

const HEADLESS_SECONDS = 20;
const READ_EVERY_MS = 250;
/** Two starting players need a moment; the summary is about what comes after. */
const SETTLE_MS = 3000;
/** Beside `.output/chrome-mv3`, whose default server is another. */
const OUTPUT = '.output/start';
const WINDOW = { width: 860, height: 720 };

/** @typedef {import('puppeteer').Page} Page */

const { values: options } = parseArgs({
  options: { headless: { type: 'boolean', default: false }, seconds: { type: 'string' } },
});
const hasDisplay = process.platform !== 'linux' || !!(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const headless = options.headless || !hasDisplay;
const seconds = options.seconds ? Number(options.seconds) : headless ? HEADLESS_SECONDS : Number.POSITIVE_INFINITY;

const ended = new AbortController();

await runMain(async () => {
  if (!(seconds > 0)) throw new SetupError(`--seconds must be a number above 0, not "${options.seconds}".`);
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: false });
  // These need what has just been installed.
  const { startServer } = await import('../server/index.mjs');
  const { startSite } = await import('../tests/helpers/site.mjs');

  const server = await startServer({ port: 0, host: '127.0.0.1' });
  const site = await startSite();
  try {
    await build(server.url);
    await party(site.url);
  } finally {
    await Promise.all([server.close(), site.close()]);
  }
});
// PeerServer's timers would keep the process.
process.exit();

/** @param {string} serverUrl what the extension takes for its server */
async function build(serverUrl) {
  const env = { ...process.env, LOCKSTEP_SERVER: serverUrl, LOCKSTEP_OUT: OUTPUT, LOCKSTEP_WELCOME: 'off' };
  await runSayingSo('Building the extension', 'npx', ['wxt', 'build'], 'The extension could not be built.', env);
}

/** @param {string} siteUrl */
async function party(siteUrl) {
  const { launchChromium } = await import('../tests/helpers/browsers.mjs');
  const { createRoom, seeMembers } = await import('../tests/helpers/party.mjs');
  const launch = (/** @type {number} */ left) =>
    launchChromium({
      extension: join(ROOT, OUTPUT, 'chrome-mv3'),
      headless,
      outlivesInterrupt: true,
      args: [`--window-size=${WINDOW.width},${WINDOW.height}`, `--window-position=${left},0`],
    });
  process.once('SIGINT', () => ended.abort());
  process.once('SIGTERM', () => ended.abort());
  console.log(
    `Opening two browsers${headless ? ', headless for want of a display or as asked,' : ''} with a fresh profile each …`,
  );
  const browsers = await Promise.all([launch(0), launch(WINDOW.width)]);
  try {
    const [hostBrowser, guestBrowser] = browsers;
    // Who closes a window has seen enough.
    for (const browser of browsers) browser.once('disconnected', () => ended.abort());
    const [host, guest] = [await onlyPage(hostBrowser), await onlyPage(guestBrowser)];

    await host.goto(siteUrl);
    console.log('Creating a room in the first …');
    const invite = await createRoom(hostBrowser, host);
    console.log(`\nRoom created. The invite, opened in the second window: ${invite}`);
    await guest.goto(invite);
    await seeMembers(hostBrowser, host, 2);
    await host.bringToFront();
    await host.click('video');
    console.log(
      `Both are in. ${headless ? `Watching for ${seconds} s.` : 'Pause, seek, play in either. Ctrl-C ends.'}\n`,
    );

    const drifts = await watch(host, guest);
    if (headless && !ended.signal.aborted) {
      await Promise.all([save(host, 'host'), save(guest, 'guest')]);
      await save(await seeMembers(hostBrowser, host, 2), 'popup');
    }
    console.log(`\ndrift after the first ${SETTLE_MS / 1000} s: ${summaryText(drifts)}`);
    if (headless && drifts.length === 0) throw new SetupError('The two never played together.');
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
  }
}

/** @param {import('puppeteer').Browser} browser */
async function onlyPage(browser) {
  const [page] = await browser.pages();
  return page ?? browser.newPage();
}

/**
 * Shows the table until the time is up or somebody ends it.
 *
 * @param {Page} host
 * @param {Page} guest
 * @returns {Promise<number[]>} the drifts in ms of all readings in which both had been playing for a while
 */
async function watch(host, guest) {
  const { driftMs, readVideo } = await import('../tests/helpers/party.mjs');
  const show = createScreen();
  /** @type {number[]} */
  const drifts = [];
  const endMs = performance.now() + seconds * 1000;
  let settledMs = Number.POSITIVE_INFINITY;
  while (performance.now() < endMs && !ended.signal.aborted) {
    const [hostNow, guestNow] = await Promise.all([readVideo(host), readVideo(guest)]);
    const drift = hostNow && guestNow ? driftMs(hostNow, guestNow) : undefined;
    const playing = hostNow?.paused === false && guestNow?.paused === false;
    if (!playing) settledMs = Number.POSITIVE_INFINITY;
    else settledMs = Math.min(settledMs, performance.now() + SETTLE_MS);
    if (drift !== undefined && performance.now() >= settledMs) drifts.push(drift);
    show([...tableLines({ host: hostNow, guest: guestNow, drift }), `         ${summaryText(drifts)}`]);
    await pause(READ_EVERY_MS, undefined, { signal: ended.signal }).catch(() => {});
  }
  return drifts;
}

/** @returns {(lines: string[]) => void} draws over its last lines in a terminal; elsewhere adds some every 5 s */
function createScreen() {
  let drawn = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  return (lines) => {
    if (!process.stdout.isTTY) {
      if (performance.now() - lastMs < 5000) return;
      lastMs = performance.now();
      console.log(lines.join('\n'));
      return;
    }
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    process.stdout.write(`${up}${lines.map((line) => `\x1b[2K${line}\n`).join('')}`);
    drawn = lines.length;
  };
}

/** @param {Page} page @param {string} name */
async function save(page, name) {
  const folder = join(ROOT, 'artifacts');
  mkdirSync(folder, { recursive: true });
  const path = /** @type {`${string}.png`} */ (join(folder, `start-${name}.png`));
  await page.screenshot({ path });
  console.log(`saved ${relative(process.cwd(), path)}`);
}
