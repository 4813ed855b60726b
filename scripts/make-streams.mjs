// @ts-check
/**
 * Cuts the sample film into what players on the web are fed with: HLS, DASH, one fragmented file, one without a length,
 * and a short film for ads. Made once a machine, into `node_modules/.cache`; nothing is encoded anew, so it takes a second or two.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-browsers.mjs';
import { ROOT, SetupError } from './run.mjs';
import { aptInstall } from './setup.mjs';

const FILM = join(ROOT, 'tests/fixtures/sample.mp4');
/** Change the number when what is made changes. */
const STREAMS = join(ROOT, 'node_modules/.cache/lockstep-streams-2');
const SEGMENT_S = 4;
/** A shorter segment keeps a live stream nearer to its edge. */
const LIVE_SEGMENT_S = 2;
/** So many segments are kept: half a minute can be gone back. */
const LIVE_SEGMENTS = 15;
const AD_S = 5;

const HLS = ['-f', 'hls', '-hls_playlist_type', 'vod', '-hls_time', String(SEGMENT_S)];
const DASH = ['-f', 'dash', '-seg_duration', String(SEGMENT_S)];
const FRAGMENTS = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];

/** As browsers record: nobody goes back to write how long it has become. */
const RECORDED = ['-f', 'matroska', '-live', '1'];

/** Makes sure of ffmpeg, by apt where that is possible. @throws {SetupError} saying what to install */
export async function ensureFfmpeg() {
  if (!findProgram('ffmpeg')) await aptInstall(['ffmpeg']);
  requireFfmpeg();
}

function requireFfmpeg() {
  if (!findProgram('ffmpeg')) throw new SetupError('ffmpeg is needed for the players that are fed with streams.');
}

/** @returns {Promise<string>} the folder of `hls.m3u8`, `dash.mpd`, `fragments.mp4`, `ad.mp4`, `recording.webm` @throws {SetupError} */
export async function ensureStreams() {
  if (existsSync(STREAMS)) return STREAMS;
  await ensureFfmpeg();
  const folder = `${STREAMS}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  cut(folder, [...HLS, 'hls.m3u8']);
  cut(folder, [...DASH, 'dash.mpd']);
  cut(folder, [...FRAGMENTS, 'fragments.mp4']);
  cut(folder, ['-t', String(AD_S), '-movflags', '+faststart', 'ad.mp4']);
  cut(folder, [...RECORDED, 'recording.webm']);
  // Whole or not at all.
  renameSync(folder, STREAMS);
  return STREAMS;
}

/** @param {string} folder @param {string[]} args */
function cut(folder, args) {
  const all = ['-y', '-loglevel', 'error', '-i', FILM, '-map', '0', '-c', 'copy', ...args];
  const { status } = spawnSync('ffmpeg', all, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  rmSync(folder, { recursive: true });
  throw new SetupError('ffmpeg failed.');
}

/**
 * Broadcasts the film over and over: `live.m3u8`, and `live.mpd` from the same segments' source.
 *
 * @returns {{ folder: string, onAir: Promise<void>, close: () => void }} the folder is there at once, what is in it
 *   after some seconds: once it is on air, both lists name a segment
 * @throws {SetupError}
 */
export function startBroadcast() {
  requireFfmpeg();
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-live-'));
  const source = ['-re', '-stream_loop', '-1', '-i', FILM];
  const kept = ['-hls_time', String(LIVE_SEGMENT_S), '-hls_list_size', String(LIVE_SEGMENTS)];
  const hls = ['-f', 'hls', ...kept, '-hls_flags', 'delete_segments+program_date_time', 'live.m3u8'];
  const window = ['-seg_duration', String(LIVE_SEGMENT_S), '-window_size', String(LIVE_SEGMENTS)];
  const dash = ['-f', 'dash', ...window, '-extra_window_size', '5', 'live.mpd'];
  const copy = ['-map', '0', '-c', 'copy'];
  const all = ['-y', '-loglevel', 'error', ...source, ...copy, ...hls, ...copy, ...dash];
  const ffmpeg = spawn('ffmpeg', all, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const isOnAir = () => ['live.m3u8', 'live.mpd'].every((list) => existsSync(join(folder, list)));
  /** @type {import('node:fs').FSWatcher | undefined} */
  let watcher;
  const onAir = new Promise((/** @type {(value: void) => void} */ resolve) => {
    watcher = watch(folder, () => isOnAir() && resolve());
  }).finally(() => watcher?.close());
  return {
    folder,
    onAir,
    close: () => {
      watcher?.close();
      ffmpeg.once('exit', () => rmSync(folder, { recursive: true, force: true }));
      ffmpeg.kill();
    },
  };
}
