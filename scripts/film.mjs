// @ts-check
/**
 * `npm run film`: docs/in-step.gif, the short film of the README. Two real Chromiums with the extension, each recorded as
 * it draws itself; from pressing *Create room* to a jump that both make. That both stand on the same frame is read from
 * their players, and without it there is no film. Needs ffmpeg.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openPopup } from '../tests/helpers/browsers.mjs';
import { workFilm } from '../tests/helpers/film.mjs';
import { named, pressSoon, readVideo } from '../tests/helpers/party.mjs';
import { openFilmNight, sendTo } from './film-night.mjs';
import { ROOT, runMain, SetupError } from './run.mjs';

/** @typedef {import('puppeteer').Page} Page */
/** @typedef {{ readonly at: number, readonly picture: Buffer }} Shot `at`: ms since 1970 */
/** @typedef {{ readonly from: number, readonly to: number, readonly caption: string, readonly popup?: string }} Scene */

const OUTPUT = join(ROOT, 'docs/in-step.gif');
/** So that the README is there at once. */
const MAX_BYTES = 1_500_000;
const PAGE = { width: 640, height: 420 };
/** Of the film, as wide as one of the two pages in it. */
const SHOWN_PX = 480;
const FRAMES_PER_SECOND = 8;
/** Of the sample film. */
const FILM_FRAMES_PER_SECOND = 25;
/** Both players hold still, and both browsers have drawn that. */
const SETTLED_MS = 1_000;
const JUMP_S = 120;

await runMain(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-film-'));
  const { mia, jonas, close } = await openFilmNight(PAGE);
  try {
    const shots = await Promise.all([record(mia.page), record(jonas.page)]);
    const scenes = await play(mia, jonas, folder);
    make(scenes, shots, folder);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
  const { size } = statSync(OUTPUT);
  console.log(`${OUTPUT}: ${(size / 1e6).toFixed(2)} MB`);
  if (size > MAX_BYTES) throw new SetupError(`That is more than ${MAX_BYTES / 1e6} MB.`);
});
// PeerServer's timers would keep the process.
process.exit();

/** Takes down what a page draws, whenever it draws something new. @param {Page} page @returns {Promise<Shot[]>} it grows */
async function record(page) {
  const session = await page.createCDPSession();
  /** @type {Shot[]} */
  const shots = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    shots.push({ at: (metadata.timestamp ?? 0) * 1_000, picture: Buffer.from(data, 'base64') });
    // The last one comes while the browser is closed.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 90,
    maxWidth: PAGE.width,
    maxHeight: PAGE.height,
  });
  return shots;
}

/**
 * What the two do, and what is said of it.
 *
 * @param {import('./film-night.mjs').Person} mia
 * @param {import('./film-night.mjs').Person} jonas
 * @param {string} folder for pictures of the popup, which no page shows
 * @returns {Promise<Scene[]>}
 */
async function play(mia, jonas, folder) {
  /** @type {Scene[]} */
  const scenes = [];
  /** @param {string} caption @param {() => Promise<unknown>} doing @param {string} [popup] */
  const scene = async (caption, doing, popup) => {
    const from = Date.now();
    await doing();
    scenes.push({ from, to: Date.now(), caption, ...(popup ? { popup } : {}) });
  };
  const popup = await openPopup(mia.browser, mia.page);
  await popup.waitForSelector(named('button', 'Create room'));
  await popup.screenshot({ path: /** @type {`${string}.png`} */ (join(folder, 'before.png')) });
  await scene('Mia opens Lockstep over a film, and makes a room.', () => pause(2_000), 'before.png');
  await pressSoon(popup, 'Create room');
  const field = await popup.waitForSelector(named('textbox', 'Invite link'));
  const link = await popup.waitForFunction((input) => /** @type {HTMLInputElement} */ (input).value, {}, field);
  const invite = String(await link.jsonValue());
  await pressSoon(popup, 'Copy invite link');
  await popup.waitForFunction(() => document.querySelector('.field-said')?.textContent !== '');
  await popup.screenshot({ path: /** @type {`${string}.png`} */ (join(folder, 'after.png')) });
  await scene('She copies the link, and sends it.', () => pause(2_200), 'after.png');
  await mia.page.bringToFront();

  await sendTo(jonas, invite);
  await scene('Opening it is all that Jonas does.', async () => {
    await pause(1_200);
    await jonas.page.click('a');
    await jonas.page.waitForSelector('video');
    await until(async () => (await readVideo(jonas.page))?.paused === true);
    await pause(2_200);
  });
  await workFilm(mia.page, 'play', { gesture: true });
  await until(async () => (await readVideo(jonas.page))?.paused === false);
  await pause(SETTLED_MS);
  await scene('They watch in step.', () => pause(2_600));
  await workFilm(jonas.page, 'pause', { gesture: true });
  await until(async () => (await readVideo(mia.page))?.paused === true);
  const frame = await sameFrame(mia.page, jonas.page);
  await scene(`Jonas pauses: both stand on frame ${frame}.`, () => pause(2_200));
  await workFilm(mia.page, { seek: JUMP_S }, { gesture: true });
  await until(async () => Math.abs(((await readVideo(jonas.page))?.position ?? 0) - JUMP_S) < 1);
  await sameFrame(mia.page, jonas.page);
  await scene('Mia jumps to 2:00, and so does his film.', () => pause(2_200));
  return scenes;
}

/** @param {Page} mia @param {Page} jonas @returns {Promise<number>} which frame of the film both show @throws where they do not */
async function sameFrame(mia, jonas) {
  await pause(SETTLED_MS);
  const frames = await Promise.all(
    [mia, jonas].map(async (page) =>
      Math.floor(((await readVideo(page))?.position ?? Number.NaN) * FILM_FRAMES_PER_SECOND + 0.01),
    ),
  );
  if (frames[0] !== frames[1] || frames[0] === undefined)
    throw new SetupError(`They stand on frames ${frames.join(' and ')}.`);
  return frames[0];
}

/** @param {() => Promise<boolean>} look */
async function until(look) {
  const giveUpMs = performance.now() + 20_000;
  while (!(await look())) {
    if (performance.now() > giveUpMs) throw new SetupError('The two did not come together within 20 s.');
    await pause(20);
  }
}

/**
 * Puts what was recorded side by side, with a line below.
 *
 * @param {readonly Scene[]} scenes @param {readonly Shot[][]} shots of both @param {string} folder
 */
function make(scenes, shots, folder) {
  let number = 0;
  /** @type {string[]} */
  const drawn = [];
  const popups = scenes.flatMap(({ popup }) => popup ?? []);
  const captions = scenes.map(({ from, to, caption, popup }, index) => {
    const first = number;
    for (let at = from; at < to; at += 1_000 / FRAMES_PER_SECOND) {
      for (const [side, taken] of shots.entries()) {
        const shot = taken.findLast((candidate) => candidate.at <= at) ?? taken[0];
        if (!shot) throw new SetupError('A browser has drawn nothing.');
        writeFileSync(join(folder, `${side}-${String(number).padStart(4, '0')}.jpg`), shot.picture);
      }
      number += 1;
    }
    const between = `enable='between(n,${first},${number - 1})'`;
    if (popup) drawn.push(`overlay=x=W-w-8:y=0:${between}`);
    writeFileSync(join(folder, `${index}.txt`), caption);
    const text = `textfile=${index}.txt:font=DejaVu Sans:fontsize=19:fontcolor=0x1b1c22:x=(w-text_w)/2:y=h-33`;
    return `drawtext=${text}:${between}`;
  });
  const height = Math.round((SHOWN_PX * PAGE.height) / PAGE.width / 2) * 2;
  const overlaid = drawn.map(
    (overlay, index) => `${index === 0 ? '[0:v]' : `[p${index}]`}[${index + 2}:v]${overlay}[p${index + 1}]`,
  );
  const side = (/** @type {string} */ from, /** @type {string} */ to) =>
    `${from}crop=${PAGE.width}:${PAGE.height}:0:0,scale=${SHOWN_PX}:${height}[${to}]`;
  const filter = [
    ...overlaid,
    side(`[p${drawn.length}]`, 'left'),
    side('[1:v]', 'right'),
    `[left][right]hstack,pad=iw:ih+46:0:0:white,drawbox=x=${SHOWN_PX - 2}:y=0:w=4:h=${height}:color=white:t=fill,${captions.join(',')},split[seen][colours]`,
    // The same colours for all of it, chosen by what moves; without a grain, which would change with every frame.
    '[colours]palettegen=max_colors=96[palette]',
    '[seen][palette]paletteuse=dither=none:diff_mode=rectangle[out]',
  ].join(';');
  const rate = ['-framerate', String(FRAMES_PER_SECOND)];
  const inputs = [0, 1].flatMap((number) => [...rate, '-i', `${number}-%04d.jpg`]);
  const pictures = popups.flatMap((popup) => ['-i', popup]);
  const args = [
    '-y',
    '-loglevel',
    'error',
    ...inputs,
    ...pictures,
    '-filter_complex',
    filter,
    '-map',
    '[out]',
    '-loop',
    '0',
    OUTPUT,
  ];
  // Captions may hold whatever a filter's own language means something by: it is given files.
  const { status } = spawnSync('ffmpeg', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new SetupError('ffmpeg failed: is it installed, with drawtext?');
}
