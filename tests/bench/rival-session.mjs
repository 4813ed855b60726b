// @ts-check
/** The same measurements of other ways to keep two players together, in plain pages over the same network. */
import { fileURLToPath } from 'node:url';
import { evaluateQuietly, launchChromium } from '../helpers/browsers.mjs';
import { bundle } from '../helpers/bundle.mjs';
import { measureActions } from './actions.mjs';
import { press, seat, waitUntilPlaying } from './member.mjs';
import { measureSteady } from './steady.mjs';

/** Pages that are no extension's show each other made-up names instead of addresses, which cannot be led elsewhere. */
const ARGS = ['--disable-features=WebRtcHideLocalIpsWithMdns'];

/** @returns {Promise<string>} the rivals as one script for a page */
export const bundleRivals = () => bundle(fileURLToPath(new URL('rivals/page.ts', import.meta.url)));

/**
 * @param {(typeof import('./options.mjs').RIVALS)[number]} rival
 * @param {{ site: string, server: string, guests: number, script: string }} setting
 * @param {import('./session.mjs').Plan} plan
 * @param {import('./session.mjs').Attempt} attempt
 */
export async function measureRival(rival, { site, server, guests, script }, plan, attempt) {
  const launched = await Promise.all(
    Array.from({ length: 1 + guests }, () => launchChromium({ autoplay: true, args: ARGS })),
  );
  try {
    const members = await Promise.all(launched.map((browser) => seat(browser)));
    const [host, ...others] = /** @type {[import('./member.mjs').Member, ...import('./member.mjs').Member[]]} */ (
      members
    );
    const room = `bench-${Math.random().toString(36).slice(2)}`;
    for (const member of members) {
      await member.page.goto(site);
      await member.page.addScriptTag({ content: script });
      await evaluateQuietly(
        member.page,
        (...args) => /** @type {any} */ (window).rival.start(...args),
        ...[rival, member === host ? 'host' : 'guest', server, room],
      );
    }
    await press(host, 'play');
    for (const member of members) await waitUntilPlaying(member);
    const party = { host, guests: others };
    const both = !plan.wanted.has('steady') && !plan.wanted.has('actions');
    if (both || plan.wanted.has('steady')) await attempt('steady', () => measureSteady(party, plan));
    if (both || plan.wanted.has('actions')) await attempt('actions', () => measureActions(party, plan));
  } finally {
    await Promise.allSettled(launched.map((browser) => browser.close()));
  }
}
