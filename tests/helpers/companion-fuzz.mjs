// @ts-check
/** Sends the companion what nobody should send, on either side, and looks what becomes of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompanionProcess, nativeFrame } from './companion-process.mjs';
import { DiscordStandIn } from './discord-stand-in.mjs';
import { endlessMessage, fatalFrame, hostileFrame, hostileMessage, seeded } from './hostile-bytes.mjs';

/** Frames that are sent together. */
const BATCH = 50;
/** After so many frames comes one that ends a process, or the connection. */
const FATAL_EVERY = 2_000;
/** The memory is looked at so often. */
const LOOKS = 10;
/** Reconnects at once; everything else as for a person. */
const TIMES = { retryMinMs: 5, retryMaxMs: 20, updateMs: 100, readyMs: 5_000 };
/** An idle companion takes about 50 MB, and no more than 105 were seen after a million frames on either side. */
export const MEMORY_MAX_MB = 160;
const PRESENCE = { title: 'Sample film' };

/**
 * @typedef {object} FuzzResult
 * @property {number} frames
 * @property {number} fatal frames besides these that ended a process, or the connection
 * @property {string[]} complaints what went wrong
 * @property {number[]} memoryMb looks at the companion's memory, evenly over the run
 */

/**
 * @param {'port' | 'discord'} side
 * @param {{ frames: number, seed: number }} how
 * @returns {Promise<FuzzResult>}
 */
export async function fuzzCompanion(side, { frames, seed }) {
  const runtime = mkdtempSync(join(tmpdir(), 'lc-'));
  const discord = await new DiscordStandIn(join(runtime, 'discord-ipc-0')).start();
  /** @type {Run} */
  const run = { random: seeded(seed), runtime, discord, complaints: [], memoryMb: [] };
  try {
    const fatal = await (side === 'port' ? fuzzPort(run, frames) : fuzzDiscord(run, frames));
    const { complaints, memoryMb } = run;
    if (Math.max(...memoryMb) > MEMORY_MAX_MB) complaints.push(`it grew beyond ${MEMORY_MAX_MB} MB`);
    return { frames, fatal, complaints, memoryMb };
  } finally {
    await discord.stop();
    rmSync(runtime, { recursive: true });
  }
}

/** @typedef {{ random: () => number, runtime: string, discord: DiscordStandIn, complaints: string[], memoryMb: number[] }} Run */

/** @param {Run} run @param {number} frames */
async function fuzzPort(run, frames) {
  const { random, runtime, complaints, memoryMb } = run;
  let fatal = 0;
  const companion = new CompanionProcess({ runtime, times: TIMES });
  for (let sent = 0; sent < frames; ) {
    const batch = Math.min(BATCH, frames - sent);
    await companion.rawFlowing(Buffer.concat(Array.from({ length: batch }, () => hostileMessage(random))));
    sent += batch;
    await answersPing(companion);
    if (isTurn(sent, Math.ceil(frames / LOOKS))) memoryMb.push(companion.memoryMb ?? 0);
    forget(companion);
    if (!isTurn(sent, FATAL_EVERY)) continue;
    fatal += 1;
    await endsOver(endlessMessage(random), complaints);
  }
  await worksStill(companion, run);
  return fatal;
}

/** A process of its own, so that the memory of the other one is that of the whole run. @param {Buffer} frame @param {string[]} complaints */
async function endsOver(frame, complaints) {
  const runtime = mkdtempSync(join(tmpdir(), 'lc-'));
  const companion = new CompanionProcess({ runtime, times: TIMES });
  await answersPing(companion);
  companion.raw(frame);
  await companion.next('bye');
  await seeEnd(companion, complaints);
  rmSync(runtime, { recursive: true });
}

/** @param {Run} run @param {number} frames */
async function fuzzDiscord(run, frames) {
  const { random, runtime, discord, complaints, memoryMb } = run;
  let fatal = 0;
  const companion = new CompanionProcess({ runtime, times: TIMES });
  await companion.connected();
  for (let sent = 0; sent < frames; ) {
    const batch = Math.min(BATCH, frames - sent);
    discord.raw(Buffer.concat(Array.from({ length: batch }, () => hostileFrame(random))));
    discord.send(3, sent);
    sent += batch;
    // Its PONG says that everything before it has been read.
    await until(() => discord.received.at(-1)?.op === 4 && discord.received.at(-1)?.json === sent - batch, complaints);
    await answersPing(companion);
    if (isTurn(sent, Math.ceil(frames / LOOKS))) memoryMb.push(companion.memoryMb ?? 0);
    discord.received.length = 0;
    forget(companion);
    if (!isTurn(sent, FATAL_EVERY)) continue;
    fatal += 1;
    discord.raw(fatalFrame(random));
    await companion.next(({ discord: state }) => state === 'absent');
    await companion.next(({ discord: state }) => state === 'connected');
  }
  await worksStill(companion, run);
  return fatal;
}

/** @param {number} sent @param {number} every */
const isTurn = (sent, every) => sent % every < BATCH;

/** What was said has been looked at. @param {CompanionProcess} companion */
function forget(companion) {
  companion.messages.splice(0, companion.messages.length);
  companion.rewind();
}

/** @param {CompanionProcess} companion */
async function answersPing(companion) {
  companion.raw(nativeFrame({ v: 1, type: 'ping' }));
  await companion.next('pong');
}

/** @param {CompanionProcess} companion @param {Run} run */
async function worksStill(companion, { discord, complaints }) {
  await answersPing(companion);
  companion.send({ type: 'hello', clientId: '1234567890123456789' });
  companion.send({ type: 'presence', presence: PRESENCE });
  await until(() => discord.presence?.details === PRESENCE.title, complaints);
  companion.closePort();
  await seeEnd(companion, complaints);
  if (discord.presence !== null) complaints.push('the presence stayed');
}

/** @param {CompanionProcess} companion @param {string[]} complaints */
async function seeEnd(companion, complaints) {
  const { code, signal } = await companion.exited;
  if (code !== 0) complaints.push(`ended with ${code ?? signal}`);
  if (companion.complaints) complaints.push(companion.complaints);
}

/** @param {() => boolean} isSo @param {string[]} complaints */
async function until(isSo, complaints) {
  const giveUpMs = performance.now() + 15_000;
  while (!isSo()) {
    if (performance.now() > giveUpMs) throw new Error(`it never came to that: ${isSo} ${complaints.join(' ')}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
