// @ts-check
/**
 * Makes the sample film, `tests/fixtures/sample.mp4`: a burned-in timecode and frame number, something that
 * moves, and a tick each second (a higher one every ten) that comes with a flash. Small, quick to decode and to
 * seek (a key frame each second), so that what a test measures is Lockstep and not the decoder.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from './find-browsers.mjs';
import { ROOT, run, runMain, SetupError } from './run.mjs';
import { aptInstall } from './setup.mjs';

const OUTPUT = join(ROOT, 'tests/fixtures/sample.mp4');
const DURATION_S = 300;
const FRAMES_PER_SECOND = 25;
const WIDTH = 426;
const HEIGHT = 240;
/** So that the repository stays small. */
const MAX_BYTES = 4_000_000;

const FLASH = 'lt(mod(t,1),0.08)';
const MONO = 'font=DejaVu Sans Mono:fontcolor=white';
const CENTRED = 'x=(w-text_w)/2';

const PICTURE = [
  `color=c=0x14213d:s=${WIDTH}x${HEIGHT}:r=${FRAMES_PER_SECOND}:d=${DURATION_S}[night]`,
  `color=c=0xfca311:s=14x14:r=${FRAMES_PER_SECOND}:d=${DURATION_S}[runner]`,
  `[night]drawbox=x=0:y=176:w=iw:h=14:color=0x1f3158:t=fill[track]`,
  // Crosses the picture once a second; where it is can be read off to a frame.
  `[track][runner]overlay=x='mod(t,1)*${WIDTH - 14}':y=176:eval=frame[running]`,
  `[running]${[
    `drawbox=x=0:y=0:w=iw:h=8:color=0xfca311:t=fill:enable='${FLASH}'`,
    `drawtext=font=DejaVu Sans:fontcolor=0x8fa3c8:fontsize=18:${CENTRED}:y=30:text=Lockstep sample film`,
    `drawtext=${MONO}:fontsize=46:${CENTRED}:y=76:text='%{pts\\:hms}'`,
    `drawtext=${MONO}:fontsize=22:${CENTRED}:y=136:text='frame %{frame_num}'`,
  ].join(',')}[picture]`,
].join(';');

const PITCH_HZ = 'if(lt(mod(t,10),1),2000,1000)';
const TICK = `aevalsrc='0.5*sin(2*PI*t*${PITCH_HZ})*lt(mod(t,1),0.06)':s=22050:c=mono:d=${DURATION_S}[tick]`;

/** Main profile without B-frames, 4:2:0, and the index first: every browser plays it from the first byte on. */
const ENCODING = [
  ...['-c:v', 'libx264', '-profile:v', 'main', '-preset', 'veryslow', '-crf', '27', '-pix_fmt', 'yuv420p', '-bf', '0'],
  ...['-g', String(FRAMES_PER_SECOND), '-keyint_min', String(FRAMES_PER_SECOND), '-sc_threshold', '0'],
  ...['-c:a', 'aac', '-b:a', '24k', '-movflags', '+faststart', '-map_metadata', '-1', '-fflags', '+bitexact'],
];

await runMain(async () => {
  if (!findProgram('ffmpeg')) await aptInstall(['ffmpeg', 'fonts-dejavu-core']);
  if (!findProgram('ffmpeg')) throw new SetupError('ffmpeg is needed: install it and try again.');
  mkdirSync(dirname(OUTPUT), { recursive: true });
  const filters = ['-filter_complex', `${PICTURE};${TICK}`, '-map', '[picture]', '-map', '[tick]'];
  run('ffmpeg', ['-y', '-loglevel', 'error', ...filters, ...ENCODING, OUTPUT], 'ffmpeg failed.');
  const { size } = statSync(OUTPUT);
  console.log(`${OUTPUT}: ${(size / 1e6).toFixed(2)} MB`);
  if (size > MAX_BYTES) throw new SetupError(`That is more than ${MAX_BYTES / 1e6} MB.`);
});
