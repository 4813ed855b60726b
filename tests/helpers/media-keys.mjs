// @ts-check
/**
 * Media keys of a keyboard, a headset's button and a desktop's own player: on Linux all of them reach a browser by MPRIS over
 * the session's D-Bus. Here that is a bus of its own, so that no other player of this machine is pressed.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { findProgram } from '../../scripts/find-browsers.mjs';

/** @typedef {'Play' | 'Pause' | 'PlayPause' | 'Next' | 'Previous' | 'Stop'} MediaKey */

const PROGRAMS = ['dbus-daemon', 'dbus-send'];
const PLAYER = 'org.mpris.MediaPlayer2.Player';
const PATH = '/org/mpris/MediaPlayer2';
const ANSWERS_WITHIN_MS = 5_000;
const THERE_WITHIN_MS = 10_000;
const LOOK_MS = 100;

const run = promisify(execFile);

/** What is missing to press them here; empty: nothing. */
export const missingForMediaKeys = () => PROGRAMS.filter((program) => !findProgram(program)).join(', ');

/** Starts a bus, for a browser that is then started with `env`. */
export async function openMediaKeys() {
  const daemon = spawn('dbus-daemon', ['--session', '--print-address', '--nofork', '--nopidfile'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [printed] = await once(daemon.stdout, 'data');
  const address = String(printed).trim();

  /** @param {string} to @param {string} path @param {string} method @param {string[]} args */
  const call = async (to, path, method, args = []) => {
    const sent = [`--bus=${address}`, `--dest=${to}`, '--print-reply', path, method, ...args];
    return (await run('dbus-send', sent, { timeout: ANSWERS_WITHIN_MS })).stdout;
  };
  /** The browser's name on the bus: it is there once something in it can be heard. */
  const player = async () => {
    const giveUpMs = performance.now() + THERE_WITHIN_MS;
    for (;;) {
      const names = await call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.ListNames');
      const [found] = names.match(/org\.mpris\.MediaPlayer2\.[^"]+/) ?? [];
      if (found) return found;
      if (performance.now() > giveUpMs) throw new Error('the browser takes no media keys');
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    /** @param {MediaKey} key */
    press: async (key) => void (await call(await player(), PATH, `${PLAYER}.${key}`)),
    /** As a headset's ring or a desktop's slider. @param {number} byS */
    seek: async (byS) => void (await call(await player(), PATH, `${PLAYER}.Seek`, [`int64:${Math.round(byS * 1e6)}`])),
    close: () => void daemon.kill(),
  };
}
