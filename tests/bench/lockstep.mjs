// @ts-check
/** A room of Lockstep in real browsers. */
import {
  launchChromium,
  launchFirefox,
  openFirefoxPage,
  openPopup,
  setFirefoxOptions,
  setOptions,
} from '../helpers/browsers.mjs';
import { named } from '../helpers/party.mjs';
import { press, seat, until, waitUntilPlaying } from './member.mjs';

/** @typedef {import('./member.mjs').Member} Member */
/**
 * @typedef {object} Setting what all measurements of one profile share
 * @property {string} site the film's page
 * @property {string} server
 * @property {{ chrome: string, firefox?: string }} extensions folders
 * @property {'firefox-host' | 'firefox-guest' | 'firefox' | undefined} browser who is in Firefox; `firefox`: both
 * @property {number} guests
 * @property {{ host: NodeJS.ProcessEnv, guest: NodeJS.ProcessEnv }} [aloud] the environments in which each is heard;
 *   without them nobody is
 */
/** @typedef {'host' | 'guest'} Who */

/** As in `lib/core/ports/player-port`. */
const VIEW_PORT = 'view';
/** What `Create room` may take before it counts as failed, ms. */
const CREATE_TIMEOUT_MS = 20_000;

/** @param {Setting} setting @param {Who} who */
const isInFirefox = ({ browser }, who) => browser === 'firefox' || browser === `firefox-${who}`;

/** @param {Setting} setting @param {Who} who */
const soundOf = ({ aloud }, who) => (aloud ? { aloud: true, env: aloud[who] } : {});

/** @param {Setting} setting @param {{ autoplay: boolean }} options @returns {Promise<Member>} */
export async function launchGuest(setting, { autoplay }) {
  const { server } = setting;
  // An invite to another server than the person's own would be asked about.
  if (isInFirefox(setting, 'guest')) {
    const { member, origin } = await launchInFirefox(setting, 'guest', autoplay);
    await setFirefoxOptions({ browser: member.browser, origin }, { server });
    await member.page.bringToFront();
    return member;
  }
  const sound = soundOf(setting, 'guest');
  const launched = await launchChromium({ extension: setting.extensions.chrome, autoplay, ...sound });
  // A person's browser has been running for a while.
  await setOptions(launched, { server });
  return seat(launched);
}

/** @param {Setting} setting @param {Who} who @param {boolean} autoplay */
async function launchInFirefox(setting, who, autoplay) {
  const { firefox } = setting.extensions;
  if (!firefox) throw new Error('there is no build for Firefox');
  const prefs = {
    // Times rounded to a millisecond would be all that is seen.
    'privacy.reduceTimerPrecision': false,
    // A made-up name instead of an address cannot be led over the impaired path.
    'media.peerconnection.ice.obfuscate_host_addresses': false,
    'media.peerconnection.ice.loopback': true,
  };
  const { browser, origin } = await launchFirefox({
    extension: firefox,
    autoplay,
    prefs,
    env: setting.aloud?.[who] ?? {},
  });
  return { member: await seat(browser, { stepped: true }), origin };
}

/**
 * @typedef {object} Host
 * @property {Member} member with the film on its page, standing
 * @property {() => Promise<{ invite: string, tookMs: number }>} create `tookMs`: pressed → link shown; NaN where it is
 *   not pressed in the popup
 * @property {() => Promise<void>} leave
 */

/** @param {Setting} setting @returns {Promise<Host>} */
export async function launchHost(setting) {
  return isInFirefox(setting, 'host') ? hostInFirefox(setting) : hostInChromium(setting);
}

/** @param {Setting} setting @returns {Promise<Host>} */
async function hostInChromium(setting) {
  const { site, server, extensions } = setting;
  const sound = soundOf(setting, 'host');
  const browser = await launchChromium({ extension: extensions.chrome, autoplay: true, ...sound });
  try {
    await setOptions(browser, { server });
    const member = await seat(browser);
    await member.page.goto(site);
    return {
      member,
      async create() {
        const popup = await openPopup(browser, member.page);
        const button = await popup.waitForSelector(named('button', 'Create room'), { timeout: CREATE_TIMEOUT_MS });
        const created = await button?.evaluate(pressAndWait, CREATE_TIMEOUT_MS);
        if (!created) throw new Error('there is no button to create a room');
        await member.page.bringToFront();
        return created;
      },
      async leave() {
        const popup = await openPopup(browser, member.page);
        await popup.evaluate(() => {
          return chrome.runtime.sendMessage({ to: 'background', kind: 'command', body: { type: 'leave' } });
        });
        await popup.waitForSelector(named('button', 'Create room'), { timeout: CREATE_TIMEOUT_MS });
        await member.page.bringToFront();
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/**
 * Runs in the popup.
 *
 * @param {Element} button
 * @param {number} withinMs
 * @returns {Promise<{ invite: string, tookMs: number }>}
 */
function pressAndWait(button, withinMs) {
  return new Promise((resolve, reject) => {
    const pressedAt = performance.now();
    const look = () => {
      const invite = [...document.querySelectorAll('input')]
        .map(({ value }) => value)
        .find((v) => v.includes('#lockstep='));
      if (invite) resolve({ invite, tookMs: performance.now() - pressedAt });
      else if (performance.now() - pressedAt > withinMs) reject(new Error('no invite link is shown'));
      else setTimeout(look, 2);
    };
    /** @type {HTMLElement} */ (button).click();
    look();
  });
}

/** @param {Setting} setting @returns {Promise<Host>} */
async function hostInFirefox(setting) {
  const { site, server } = setting;
  const { member, origin } = await launchInFirefox(setting, 'host', true);
  try {
    const control = await openFirefoxPage(member.browser, `${origin}/options.html`);
    await control.evaluate(
      (address) => /** @type {any} */ (window).browser.storage.local.set({ server: address }),
      server,
    );
    await member.page.goto(site);
    await member.page.bringToFront();
    const command = (/** @type {object} */ body) =>
      control.evaluate((wanted) => {
        const { runtime } = /** @type {any} */ (window).browser;
        return runtime.sendMessage({ to: 'background', kind: 'command', body: wanted });
      }, body);
    return {
      member,
      // Firefox has no way to open the popup from here: what its button does is done.
      async create() {
        const tabId = await control.evaluate(async (url) => {
          /** @type {chrome.tabs.Tab[]} */
          const tabs = await /** @type {any} */ (window).browser.tabs.query({});
          return tabs.find((tab) => tab.url?.startsWith(url))?.id;
        }, site);
        await command({ type: 'create', tabId, config: { name: 'Host', server } });
        // As the popup does: a view of the room is told at once, and whenever it changes.
        const code = await control.evaluate(
          (port, withinMs) => {
            return /** @type {Promise<string>} */ (
              new Promise((resolve, reject) => {
                setTimeout(() => reject(new Error('there is no room')), withinMs);
                const { runtime } = /** @type {any} */ (window).browser;
                runtime.connect({ name: port }).onMessage.addListener((/** @type {any} */ view) => {
                  if (view.state === 'room') resolve(view.code);
                  if (view.state === 'problem') reject(new Error(`there is no room: ${view.problem}`));
                });
              })
            );
          },
          VIEW_PORT,
          CREATE_TIMEOUT_MS,
        );
        return {
          invite: `${site}#lockstep=${code}~peerjs~${encodeURIComponent(server)}`,
          tookMs: Number.NaN,
        };
      },
      leave: async () => void (await command({ type: 'leave' })),
    };
  } catch (error) {
    await member.browser.close();
    throw error;
  }
}

/**
 * What the popup says of how well the clocks agree, at the guest's own name.
 *
 * @param {Member} guest in Chromium
 * @returns {Promise<number>} ± so many ms
 */
export async function readUncertainty({ browser, page }) {
  const popup = await openPopup(browser, page);
  const shown = await until(async () => {
    const words = await popup.$eval('[aria-label="Members"]', (list) => list.textContent ?? '');
    return /agree to within ±(\d+) ms/.exec(words);
  }, 'the popup does not say how well the clocks agree');
  await popup.close();
  await page.bringToFront();
  return Number(shown?.[1]);
}

/**
 * Opens an invite in a fresh tab's document.
 *
 * @param {Member} guest
 * @param {string} invite
 */
export async function openInvite(guest, invite) {
  // The page takes the code out of its address by loading itself again: that is no error of the navigation.
  await guest.page.goto(invite).catch((error) => {
    if (!/ERR_ABORTED|NS_BINDING_ABORTED|detached/.test(String(error))) throw error;
  });
}

/**
 * @param {Member} host
 * @param {readonly Member[]} guests
 * @param {string} invite
 */
export async function gather(host, guests, invite) {
  await press(host, 'play');
  await waitUntilPlaying(host);
  for (const guest of guests) {
    await openInvite(guest, invite);
    await waitUntilPlaying(guest);
  }
}
