// @ts-check
/** What a room costs: processor time against the same page playing without one, and bytes on the wire. Chromium only. */
import { pause } from './member.mjs';
import { metricsOf, metricsSession } from './page-clock.mjs';
import { setRecording } from './recorder.mjs';

/** @typedef {import('./member.mjs').Member} Member */
/** @typedef {import('puppeteer').CDPSession} CDPSession */
/** @typedef {{ tab: number, browser: number, offscreen: number }} Cost each in % of a core */

/**
 * @param {Member} member playing
 * @param {number} seconds
 * @returns {Promise<Cost>} `tab`, `offscreen`: of the main thread, where all scripts run (decoding has threads of its
 *   own); `browser`: all its processes
 */
export async function measureCost(member, seconds) {
  await setRecording(member.page, false);
  try {
    const sessions = { tab: await metricsSession(member.page), offscreen: await offscreenSession(member) };
    const system = await member.browser.target().createCDPSession();
    const read = async () => ({
      tab: await taskSeconds(sessions.tab),
      offscreen: sessions.offscreen ? await taskSeconds(sessions.offscreen) : 0,
      browser: await processorSeconds(system),
    });
    const from = performance.now();
    const before = await read();
    await pause(seconds * 1000);
    const after = await read();
    const share = 100_000 / (performance.now() - from);
    await system.detach();
    await sessions.offscreen?.detach();
    return {
      tab: share * (after.tab - before.tab),
      offscreen: share * (after.offscreen - before.offscreen),
      browser: share * (after.browser - before.browser),
    };
  } finally {
    await setRecording(member.page, true);
  }
}

/** @param {CDPSession} session */
const taskSeconds = async (session) => (await metricsOf(session)).TaskDuration ?? Number.NaN;

/** @param {CDPSession} system */
async function processorSeconds(system) {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** @param {Member} member @returns {Promise<CDPSession | undefined>} undefined while there is no room */
async function offscreenSession({ browser }) {
  const target = browser.targets().find((each) => each.url().endsWith('/offscreen.html'));
  const session = await target?.createCDPSession();
  await session?.send('Performance.enable');
  return session;
}

/**
 * What a guest says and hears: the payload of its data channels, both directions, as WebRTC counts it, which is what
 * was handed to the transport. Framing, encryption and keep-alives of WebRTC itself are not in it.
 *
 * @param {Member} guest in a room
 * @param {number} seconds
 * @returns {Promise<{ value: number }>} bytes a second
 */
export async function measureBytes(guest, seconds) {
  const session = await offscreenSession(guest);
  if (!session) throw new Error('there is no room');
  const before = await channelBytes(session);
  await pause(seconds * 1000);
  const after = await channelBytes(session);
  await session.detach();
  return { value: (after - before) / seconds };
}

/** @param {CDPSession} session */
async function channelBytes(session) {
  const objectGroup = 'connections';
  const { result } = await session.send('Runtime.evaluate', { expression: 'RTCPeerConnection.prototype', objectGroup });
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup,
  });
  const counted = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: String(sumBytes),
    awaitPromise: true,
    returnByValue: true,
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  if (counted.exceptionDetails) throw new Error(counted.exceptionDetails.exception?.description ?? 'no statistics');
  return Number(counted.result.value);
}

/** Runs in the room's page. @this {RTCPeerConnection[]} */
async function sumBytes() {
  let bytes = 0;
  for (const connection of this) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'data-channel') bytes += report.bytesSent + report.bytesReceived;
    }
  }
  return bytes;
}

/**
 * @param {Cost} inRoom
 * @param {Cost} alone
 */
export const added = (inRoom, alone) => ({
  tab: { value: inRoom.tab - alone.tab },
  offscreen: { value: inRoom.offscreen },
  browser: { value: inRoom.browser - alone.browser },
});
