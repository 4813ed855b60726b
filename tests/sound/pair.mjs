// @ts-check
/** Two members in a room, listened to after each thing that is done to them. */

import { seeded } from '../bench/impaired-path.mjs';
import { gather, launchGuest, launchHost, openInvite } from '../bench/lockstep.mjs';
import { forget, pause, until, waitUntilPlaying } from '../bench/member.mjs';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { named } from '../helpers/party.mjs';
import { ACTS, leaveRoom, SETTLE_MS } from './acts.mjs';
import { listen } from './rig.mjs';
import { ROWS } from './rows.mjs';

/** @typedef {import('../bench/member.mjs').Member} Member */
/** @typedef {import('./rows.mjs').RowId} RowId */
/** @typedef {import('./rig.mjs').Trial} Trial */
/**
 * @typedef {object} Plan
 * @property {ReadonlySet<string>} rows
 * @property {number} times
 * @property {number} minutes
 */
/** @typedef {Partial<Record<RowId, { trials: Trial[] } | { error: string }>>} PairResult */

const SEED = 7;
const LISTEN_S = 5;
/** Of each ten seconds of the long row five are listened to. */
const LONG_EVERY_S = 10;
/** Where the overlay puts its button: so far from the film's corner, and half its own size. */
const UNMUTE_PX = { x: 16 + 30, y: 16 + 20 };

/**
 * @param {import('./rig.mjs').Rig} rig
 * @param {import('../bench/lockstep.mjs').Setting} setting
 * @param {Plan} plan
 * @param {(result: PairResult) => void} save is called after each row
 * @returns {Promise<PairResult>} a row that fails does not stop the others
 */
export async function measurePair(rig, setting, plan, save) {
  /** @type {PairResult} */
  const result = {};
  const attempt = async (/** @type {RowId} */ id, /** @type {() => Promise<Trial[]>} */ measure) => {
    if (!plan.rows.has(id)) return;
    console.error(`  ${setting.browser ?? 'chromium'}: ${id} …`);
    result[id] = await measure()
      .then((trials) => ({ trials }))
      .catch((error) => ({ error: error instanceof Error ? error.message : String(error) }));
    save(result);
  };
  const host = await launchHost(setting);
  /** @type {Member | undefined} */
  let guest;
  try {
    const { invite } = await host.create();
    await gather(host.member, [], invite);
    const joinAgain = async (/** @type {boolean} */ autoplay) => {
      await guest?.browser.close();
      guest = await launchGuest(setting, { autoplay });
      await leaveRoom({ host: host.member, guest, output: rig.output, random }, LISTEN_S);
      // The guest's own begins with its page.
      await forget([host.member]);
      await openInvite(guest, invite);
      await waitUntilPlaying(guest);
      return guest;
    };
    const random = seeded(SEED);
    const repeat = async (/** @type {() => Promise<Trial>} */ once) => {
      const trials = [];
      for (let i = 0; i < plan.times; i++) trials.push(await once());
      return trials;
    };
    const settled = async (/** @type {Member} */ joined) => {
      await pause(SETTLE_MS);
      return listen(rig, { host: host.member, guest: joined }, LISTEN_S);
    };
    await attempt('unmute-join', () =>
      repeat(async () => {
        const joined = await joinAgain(false);
        await pause(SETTLE_MS);
        await pressUnmute(joined);
        return settled(joined);
      }),
    );
    await attempt('join', () => repeat(async () => settled(await joinAgain(true))));
    const stays = plan.rows.has('join') && guest ? guest : await joinAgain(true);
    const couple = { host: host.member, guest: stays, output: rig.output, random };
    const long = async () => {
      await leaveRoom(couple, plan.minutes * 60);
      const trials = [];
      await forget([couple.host, couple.guest]);
      for (let s = 0; s < plan.minutes * 60; s += LONG_EVERY_S) {
        await pause((LONG_EVERY_S - LISTEN_S) * 1000);
        trials.push(await listen(rig, { host: couple.host, guest: couple.guest }, LISTEN_S));
        await forget([couple.host, couple.guest]);
      }
      return trials;
    };
    for (const { id } of ROWS) {
      if (id === 'minutes') await attempt(id, long);
      const row = id in ACTS ? ACTS[/** @type {keyof typeof ACTS} */ (id)] : undefined;
      if (!row) continue;
      await attempt(id, () =>
        repeat(async () => {
          await leaveRoom(couple, LISTEN_S);
          await row.before?.(couple);
          await forget([couple.host, couple.guest]);
          await row.act(couple);
          const trial = await settled(stays);
          await row.after?.(couple);
          return trial;
        }),
      );
    }
    return result;
  } finally {
    await Promise.allSettled([host.member.browser.close(), guest?.browser.close()]);
  }
}

/** Puppeteer finds nothing in a closed tree of Firefox: there it is pressed by its place. @param {Member} guest */
async function pressUnmute({ page, stepped }) {
  const press = async () => {
    if (!stepped) return (await page.$(named('button', 'Unmute')))?.click();
    const { left, top } = await evaluateQuietly(page, () => {
      const { left, top } = document.querySelector('video')?.getBoundingClientRect() ?? { left: 0, top: 0 };
      return { left, top };
    });
    return page.mouse.click(left + UNMUTE_PX.x, top + UNMUTE_PX.y);
  };
  await until(async () => {
    await press();
    await pause(200);
    return evaluateQuietly(page, () => document.querySelector('video')?.muted === false);
  }, 'nobody can be unmuted');
}
