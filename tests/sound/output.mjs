// @ts-check
/**
 * A sound output of our own: a PulseAudio daemon that plays into nothing, with a channel for each place. All channels
 * can be recorded, to the same sample.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pause, until } from '../bench/member.mjs';

/** Samples a second of the recording, of the film's noise and of the clock's bursts. */
export const RATE = 48_000;
/** Who is heard on which channel. */
const CHANNELS = { host: 'front-left', guest: 'front-right', clock: 'front-center' };
export const CHANNEL_MAP = Object.values(CHANNELS).join(',');
/** @typedef {keyof typeof CHANNELS} Place */
export const PLACES = /** @type {Place[]} */ (Object.keys(CHANNELS));
/** What a sink's monitor hears is what is played there. */
export const MONITOR = 'heard.monitor';
const READY_WITHIN_MS = 10_000;
const SAID_MAX = 2_000;

/**
 * @typedef {object} Output
 * @property {(place?: Place) => NodeJS.ProcessEnv} env what a program is started with to be heard at a place
 * @property {(place: Place, ms: number) => Promise<void>} stall the place's device stands still for so long: who plays
 *   there falls behind by as much
 * @property {() => void} close
 */

/**
 * @param {string} folder for this run alone: the daemon's sockets, state and configuration, so that it neither finds nor
 *   leaves anything of the person's own
 * @param {number} [deviceRate] what browsers are told that the device runs at
 * @returns {Promise<Output>}
 */
export async function openOutput(folder, deviceRate = RATE) {
  const home = join(folder, 'pulse');
  mkdirSync(home, { mode: 0o700 });
  const [socket, control, config] = [join(home, 'socket'), join(home, 'control'), join(home, 'daemon.conf')];
  // Chromium takes the device's rate from here, not from the sink that it plays to.
  writeFileSync(config, `default-sample-rate = ${deviceRate}\nalternate-sample-rate = ${deviceRate}\n`);
  const own = { HOME: home, XDG_RUNTIME_DIR: home, PULSE_RUNTIME_PATH: home, PULSE_STATE_PATH: home };
  const daemon = spawn('pulseaudio', daemonArgs(socket, control), {
    env: { ...process.env, ...own, PULSE_CONFIG: config },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  daemon.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-SAID_MAX);
  });
  const close = () => void daemon.kill();
  process.once('exit', close);
  try {
    const commands = await until(() => talkTo(control), 'PulseAudio does not answer', READY_WITHIN_MS);
    return {
      env: (place) => ({ PULSE_SERVER: `unix:${socket}`, ...(place ? { PULSE_SINK: place } : {}) }),
      async stall(place, ms) {
        commands.write(`suspend-sink ${place} 1\n`);
        await pause(ms);
        commands.write(`suspend-sink ${place} 0\n`);
      },
      close,
    };
  } catch (error) {
    close();
    throw new Error(`${error instanceof Error ? error.message : error}; it said: ${said.trim()}`);
  }
}

/** @param {string} socket for programs that play or record @param {string} control for commands in words */
function daemonArgs(socket, control) {
  const modules = [
    `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    // Without rewinds: what has been recorded would be played, and recorded, once more.
    `module-null-sink sink_name=heard norewinds=1 format=float32le rate=${RATE} channels=${PLACES.length} channel_map=${CHANNEL_MAP}`,
    ...Object.entries(CHANNELS).map(
      ([place, channel]) =>
        `module-remap-sink sink_name=${place} master=heard remix=no channels=1 channel_map=mono master_channel_map=${channel}`,
    ),
    // Last: who can give commands finds all the rest.
    `module-cli-protocol-unix socket=${control}`,
  ];
  const daemon = ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--log-target=stderr'];
  return [...daemon, ...modules.flatMap((module) => ['-L', module])];
}

/** @param {string} path */
async function talkTo(path) {
  const socket = connect(path);
  await once(socket, 'connect');
  socket.resume();
  return socket.on('error', () => {});
}
