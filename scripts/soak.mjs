// @ts-check
/**
 * `npm run soak [-- --minutes N] [--muted]`: a guest whose tab is hidden all the while, in a browser that slows hidden
 * tabs down as everybody's does. Prints the drift as it goes, each slip of the guest, and at the
 * end the largest.
 */
import { parseArgs } from 'node:util';
import { startServer } from '../server/index.mjs';
import { press } from '../tests/bench/member.mjs';
import { evaluateQuietly, launchChromium, setOptions } from '../tests/helpers/browsers.mjs';
import { builtExtension } from '../tests/helpers/built.mjs';
import { createRoom, driftMs, readVideo } from '../tests/helpers/party.mjs';
import { startSite } from '../tests/helpers/site.mjs';

const HOST = '127.0.0.1';
/** Until the guest has joined and settled. */
const SETTLE_MS = 10_000;
const READ_EVERY_MS = 1_000;
const SAY_EVERY = 30;
const BOUND_MS = 250;
/** Each slip of so much is said at once, with what the guest's player was doing. */
const SLIP_MS = 50;
/** The sample film is some minutes long: it is taken back to here before it ends. */
const BACK_TO_S = 5;
const BACK_AT_S = 270;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, muted: { type: 'boolean' } } });
const endAt = performance.now() + Number(values.minutes) * 60_000 + SETTLE_MS;
const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

const extension = await builtExtension('chrome-mv3');
const [server, site] = await Promise.all([startServer({ port: 0, host: HOST }), startSite()]);
const options = { extension, throttling: true, autoplay: !values.muted };
const [host, guest] = await Promise.all([launchChromium({ ...options, autoplay: true }), launchChromium(options)]);
try {
  const [hostPage, guestPage] = await Promise.all([host.newPage(), guest.newPage()]);
  await Promise.all([host, guest].map((browser) => setOptions(browser, { server: server.url })));
  await hostPage.goto(site.url);
  const invite = await createRoom(host, hostPage);
  await press({ page: hostPage }, 'play');
  await guestPage.goto(invite);
  await sleep(SETTLE_MS / 2);
  const cover = await guest.newPage();
  await cover.bringToFront();
  await sleep(SETTLE_MS / 2);
  const hidden = await evaluateQuietly(guestPage, () => document.visibilityState);
  /** @type {number[]} */
  const drifts = [];
  let settleUntil = 0;
  while (performance.now() < endAt) {
    const [a, b] = await Promise.all([readVideo(hostPage), readVideo(guestPage)]);
    if (!a || !b) throw new Error('a video is gone');
    if (a.position > BACK_AT_S) {
      await press({ page: hostPage }, { seek: BACK_TO_S });
      settleUntil = performance.now() + 5_000;
    } else if (performance.now() > settleUntil) {
      // A guest that stands still falls behind by it, unless it stands for a moment to be waited for.
      const drift = driftMs(a, b);
      drifts.push(Math.abs(drift));
      const slipped = Math.abs(drift) > SLIP_MS;
      if (slipped || drifts.length % SAY_EVERY === 0) {
        const sound = b.muted ? 'muted' : 'audible';
        const doing = slipped ? `  at ${b.position.toFixed(3)} s, ×${b.rate}${b.paused ? ', paused' : ''}` : '';
        console.log(`${(drifts.length / 60).toFixed(1)} min  ${drift.toFixed(1)} ms  ${sound}${doing}`);
      }
    }
    await sleep(READ_EVERY_MS);
  }
  drifts.sort((x, y) => x - y);
  const at = (/** @type {number} */ share) =>
    (drifts[Math.floor(share * (drifts.length - 1))] ?? Number.NaN).toFixed(1);
  console.log(`tab ${hidden}; median ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms (bound ${BOUND_MS} ms)`);
  if (!(Number(at(1)) <= BOUND_MS) || hidden !== 'hidden') process.exitCode = 1;
} finally {
  await Promise.allSettled([host.close(), guest.close(), server.close(), site.close()]);
}
// PeerServer's timers cannot be stopped.
process.exit();
