// @ts-check
/**
 * Makes the film of the page on which Lockstep is tried out, `public/try.webm`: a second that can be read from across a
 * room, and a dot that crosses the picture, so that two films beside each other are seen to go together. It comes with the
 * extension, so it is small; without sound, so that no browser asks for a press before it plays; and in VP9, which every
 * browser plays without a library of the system's.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-browsers.mjs';
import { ROOT, run, runMain, SetupError } from './run.mjs';
import { aptInstall } from './setup.mjs';

const OUTPUT = join(ROOT, 'public/try.webm');
const DURATION_S = 60;
const FRAMES_PER_SECOND = 20;
const WIDTH = 384;
const HEIGHT = 216;
const DOT_PX = 20;
/** The dot takes so long from side to side, s. */
const CROSSING_S = 4;
/** A seek has to decode up to so much, s: more key frames would be more bytes. */
const KEY_FRAMES_S = 3;
/** It is a part of what everybody downloads. */
const MAX_BYTES = 60_000;

const source = (/** @type {string} */ colour, /** @type {string} */ size) =>
  `color=c=${colour}:s=${size}:r=${FRAMES_PER_SECOND}:d=${DURATION_S}`;
const PICTURE = [
  `${source('0x14213d', `${WIDTH}x${HEIGHT}`)}[night]`,
  `${source('0xfca311', `${DOT_PX}x${DOT_PX}`)}[dot]`,
  `[night]drawbox=x=0:y=166:w=iw:h=${DOT_PX}:color=0x1f3158:t=fill[track]`,
  `[track][dot]overlay=x='mod(t/${CROSSING_S},1)*${WIDTH - DOT_PX}':y=166:eval=frame[running]`,
  `[running]drawtext=font=DejaVu Sans Mono:fontcolor=white:fontsize=72:x=(w-text_w)/2:y=52:text='%{eif\\:floor(t)\\:d}'[picture]`,
].join(';');
const ENCODING = [
  ...['-c:v', 'libvpx-vp9', '-b:v', '0', '-crf', '45', '-g', String(FRAMES_PER_SECOND * KEY_FRAMES_S)],
  ...['-deadline', 'good', '-cpu-used', '2', '-pix_fmt', 'yuv420p', '-an'],
  ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
];

await runMain(async () => {
  if (!findProgram('ffmpeg')) await aptInstall(['ffmpeg', 'fonts-dejavu-core']);
  if (!findProgram('ffmpeg')) throw new SetupError('ffmpeg is needed: install it and try again.');
  run(
    'ffmpeg',
    ['-y', '-loglevel', 'error', '-filter_complex', PICTURE, '-map', '[picture]', ...ENCODING, OUTPUT],
    'ffmpeg failed.',
  );
  const { size } = statSync(OUTPUT);
  console.log(`${OUTPUT}: ${(size / 1e3).toFixed(1)} kB`);
  if (size > MAX_BYTES) throw new SetupError(`That is more than ${MAX_BYTES / 1e3} kB.`);
});
