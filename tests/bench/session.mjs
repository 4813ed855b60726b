// @ts-check
/** All that is measured of Lockstep over one network, in one room. */
import { measureActions } from './actions.mjs';
import { added, measureBytes, measureCost } from './cost.mjs';
import { measureJoining } from './joining.mjs';
import { gather, launchGuest, launchHost, readUncertainty } from './lockstep.mjs';
import { pause, press, waitUntilPlaying } from './member.mjs';
import { spread } from './statistics.mjs';
import { measureSteady } from './steady.mjs';

/** @typedef {import('./metrics.mjs').Figures} Figures */
/**
 * @typedef {object} Plan
 * @property {ReadonlySet<string>} wanted `steady`, `actions`, `join`, `cost`
 * @property {number} seconds of steady play
 * @property {number} settleSeconds before that
 * @property {number} costSeconds
 * @property {number} times each action
 * @property {ReadonlySet<string>} actions `pause-play`, `seek`
 * @property {number} joins and creations
 * @property {() => number} random
 */
/** @typedef {(name: string, measure: () => Promise<Figures>) => Promise<void>} Attempt keeps figures, or what failed */

/**
 * @param {import('./lockstep.mjs').Setting} setting
 * @param {Plan} plan
 * @param {Attempt} attempt
 */
export async function measureLockstep(setting, plan, attempt) {
  const { wanted } = plan;
  const launched = await Promise.all([
    launchHost(setting),
    ...Array.from({ length: setting.guests }, () => launchGuest(setting, { autoplay: true })),
  ]);
  const [host, ...guests] = /** @type {[import('./lockstep.mjs').Host, ...import('./member.mjs').Member[]]} */ (
    launched
  );
  const [guest] = guests;
  const party = { host: host.member, guests };
  try {
    const costs = wanted.has('cost') && guest && setting.browser === undefined;
    /** @type {{ host: import('./cost.mjs').Cost, guest: import('./cost.mjs').Cost } | undefined} */
    let alone;
    if (costs) {
      await attempt('cost', async () => {
        alone = await measureAlone(setting, party, plan);
        return {};
      });
    }

    // There the popup's button cannot be pressed from here.
    const creates = wanted.has('join') && setting.browser !== 'firefox-host';
    if (creates) await attempt('create', () => measureCreating(host, plan.joins));
    const { invite } = await host.create();
    await gather(host.member, guests, invite);
    if (wanted.has('steady')) {
      await attempt('steady', () => measureSteady(party, plan));
      if (guest && setting.browser === undefined) {
        await attempt('shown', async () => ({ shown: { value: await readUncertainty(guest) } }));
      }
    }
    if (costs) {
      await attempt('cost', async () => {
        const [ofHost, ofGuest] = await measureCosts(party, plan);
        // Afterwards: asking for the figures costs more than the room.
        const bytes = await measureBytes(guest, plan.costSeconds);
        if (!alone) return { bytes };
        const [atHost, atGuest] = [added(ofHost, alone.host), added(ofGuest, alone.guest)];
        return {
          ...{ hostTab: atHost.tab, hostOffscreen: atHost.offscreen, hostBrowser: atHost.browser },
          ...{ guestTab: atGuest.tab, guestOffscreen: atGuest.offscreen, guestBrowser: atGuest.browser },
          bytes,
        };
      });
    }
    if (wanted.has('actions')) await attempt('actions', () => measureActions(party, plan));
    if (wanted.has('join')) {
      await attempt('join', async () => {
        await press(host.member, { seek: 5 });
        await pause(3_000);
        return measureJoining(setting, host.member, invite, plan.joins);
      });
    }
  } finally {
    await Promise.allSettled([host.member, ...guests].map(({ browser }) => browser.close()));
  }
}

/** @param {import('./member.mjs').Party} party @param {Plan} plan */
function measureCosts({ host, guests }, { costSeconds }) {
  const guest = /** @type {import('./member.mjs').Member} */ (guests[0]);
  return Promise.all([measureCost(host, costSeconds), measureCost(guest, costSeconds)]);
}

/** @param {import('./lockstep.mjs').Setting} setting @param {import('./member.mjs').Party} party @param {Plan} plan */
async function measureAlone({ site }, party, plan) {
  const { host, guests } = party;
  const guest = /** @type {import('./member.mjs').Member} */ (guests[0]);
  await guest.page.goto(site);
  for (const member of [host, guest]) {
    await press(member, 'play');
    await waitUntilPlaying(member);
  }
  await pause(plan.settleSeconds * 1000);
  const [ofHost, ofGuest] = await measureCosts(party, plan);
  await press(host, 'pause');
  await guest.page.goto('about:blank');
  return { host: ofHost, guest: ofGuest };
}

/** @param {import('./lockstep.mjs').Host} host @param {number} times */
async function measureCreating(host, times) {
  const took = [];
  for (let i = 0; i < times; i++) {
    took.push((await host.create()).tookMs);
    await host.leave();
  }
  // The first in a browser's life starts the room's page as well: it is the one that people meet.
  const [first, ...later] = took;
  return { created: spread([first ?? Number.NaN]), ...(later.length > 0 ? { createdAgain: spread(later) } : {}) };
}
