// @ts-check
/**
 * Makes the films that sound is measured with: noise, in which every moment can be told from every other, under a
 * timecode. Made once a machine, into `node_modules/.cache`, in half a minute.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFfmpeg } from './make-streams.mjs';
import { ROOT, SetupError } from './run.mjs';

/** Change the number when what is made changes. */
const NOISE = join(ROOT, 'node_modules/.cache/lockstep-noise-1');
const RATE = 48_000;
/** The noise begins anew after so long: far more than two players are ever apart. */
export const NOISE_S = 60;
/** The longest film: ten minutes, and all that is done to it before. */
export const FILM_S = 900;
const SHORT_S = 120;

const SOURCE = `anoisesrc=sample_rate=${RATE}:color=white:amplitude=0.3:seed=${RATE}:duration=${NOISE_S}`;
const TIMECODE = "drawtext=font=DejaVu Sans Mono:fontcolor=white:fontsize=34:x=(w-text_w)/2:y=70:text='%{pts\\:hms}'";
/** @param {number} seconds */
const picture = (seconds) => ['-f', 'lavfi', '-i', `color=c=0x14213d:s=320x180:r=25:d=${seconds},${TIMECODE}`];
const RAW = ['-f', 's16le', '-ar', String(RATE), '-ac', '1'];
/** @param {number} seconds */
const sound = (seconds) => ['-stream_loop', '-1', ...RAW, '-i', 'noise.pcm', '-t', String(seconds)];
/** A key frame each second, so that seeks are quick. */
const KEYS = ['-g', '25', '-keyint_min', '25'];
const H264 = ['-c:v', 'libx264', '-profile:v', 'main', '-preset', 'veryfast', '-crf', '30', '-pix_fmt', 'yuv420p'];
const MP4 = [...H264, '-bf', '0', ...KEYS, '-sc_threshold', '0', '-movflags', '+faststart'];
const AAC = ['-c:a', 'aac', '-b:a', '96k'];
const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '200k', ...KEYS];

/** What each is made with; the keys are the files' names. @type {Record<string, string[]>} */
const FILMS = {
  'film.mp4': [...picture(FILM_S), ...sound(FILM_S), ...MP4, ...AAC],
  'no-edit-list.mp4': [...picture(SHORT_S), ...sound(SHORT_S), ...MP4, '-use_editlist', '0', ...AAC],
  'aac-44100.mp4': [...picture(SHORT_S), ...sound(SHORT_S), ...MP4, ...AAC, '-ar', '44100'],
  'aac-22050.mp4': [...picture(SHORT_S), ...sound(SHORT_S), ...MP4, ...AAC, '-ar', '22050'],
  'opus.webm': [...picture(SHORT_S), ...sound(SHORT_S), ...VP8, '-c:a', 'libopus', '-b:a', '96k'],
  'sound.m4a': [...sound(SHORT_S), ...AAC],
  'sound.wav': [...sound(SHORT_S), '-c:a', 'pcm_s16le'],
  // For MediaSource: fragments say when they begin, and there is no edit list.
  'fragments.mp4': [
    ...['-t', String(SHORT_S), '-i', 'film.mp4', '-c', 'copy'],
    ...['-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
  ],
};

/** @returns {Promise<string>} the folder of `noise.pcm`, the bare noise of 48 kHz in 16 bits, and of the films of it */
export async function ensureNoise() {
  if (existsSync(NOISE)) return NOISE;
  await ensureFfmpeg();
  console.log('Making films of noise (half a minute) …');
  const folder = `${NOISE}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  make(folder, 'noise.pcm', ['-f', 'lavfi', '-i', SOURCE, ...RAW]);
  for (const [name, args] of Object.entries(FILMS)) make(folder, name, args);
  // Whole or not at all.
  renameSync(folder, NOISE);
  return NOISE;
}

/** @param {string} folder @param {string} name @param {string[]} args */
function make(folder, name, args) {
  const all = ['-y', '-loglevel', 'error', ...args, name];
  const { status } = spawnSync('ffmpeg', all, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  rmSync(folder, { recursive: true });
  throw new SetupError(`ffmpeg could not make ${name}.`);
}
