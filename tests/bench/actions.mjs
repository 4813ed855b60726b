// @ts-check
/** How fast and how well pause, play and seek of the host are followed. */
import { forget, lookAt, pause, press, track, watch } from './member.mjs';
import { driftSeries, lateness, quantile, settledAt, spread } from './statistics.mjs';

/** @typedef {import('./member.mjs').Member} Member */
/** @typedef {import('./recorder.mjs').Sample} Sample */

const AFTER_PAUSE_MS = 1_200;
const AFTER_PLAY_MS = 3_500;
const AFTER_SEEK_MS = 5_500;
/** A drift at a moment is the median over this long from then on. */
const AT_MOMENT_MS = 200;
/** In sync is who stays so for this long. */
const STAYS_MS = 200;
/** Further than any drift, so that a player that has moved is not one that was pulled. */
const MOVED_S = 0.001;
const SEEK_AWAY_S = 5;

/**
 * @param {import('./member.mjs').Party} party in a room, playing
 * @param {{ times: number, actions: ReadonlySet<string>, random: () => number }} options
 */
export async function measureActions({ host, guests }, { times, actions, random }) {
  const all = [host, ...guests];
  /** @type {Map<string, number[]>} */
  const seen = new Map();
  const note = (/** @type {Record<string, number>} */ values) => {
    for (const [name, value] of Object.entries(values)) seen.set(name, [...(seen.get(name) ?? []), value]);
  };
  for (let i = 0; i < times; i++) {
    await forget(all);
    if (actions.has('pause-play')) {
      const pausedAt = await press(host, 'pause');
      await pause(AFTER_PAUSE_MS);
      const playedAt = await press(host, 'play');
      await watch(all, AFTER_PLAY_MS);
      for (const guest of guests) {
        note({ ...ofPause(host, guest, pausedAt, playedAt), ...ofPlay(host, guest, playedAt) });
      }
    }
    if (actions.has('seek')) {
      const target = await placeToSeek(all, random);
      const soughtAt = await press(host, { seek: target });
      await watch(all, AFTER_SEEK_MS);
      note({ hostSeek: movingAfter(host, soughtAt, target) - soughtAt });
      for (const guest of guests) note(ofSeek(host, guest, soughtAt));
    }
    note({ actionNoise: spread(all.flatMap(({ samples }) => lateness(samples))).p95 });
  }
  return Object.fromEntries([...seen].map(([name, values]) => [name, { ...spread(values), values }]));
}

/** @param {Member} host @param {Member} guest @param {number} pausedAt @param {number} until */
function ofPause(host, guest, pausedAt, until) {
  const heard = guest.events.find(({ type, at }) => type === 'pause' && at >= pausedAt && at < until);
  const resting = (/** @type {Member} */ { samples }) => samples.findLast(({ at, paused }) => paused && at < until);
  const apart = (resting(guest)?.position ?? Number.NaN) - (resting(host)?.position ?? Number.NaN);
  return { pause: (heard?.at ?? Number.NaN) - pausedAt, pausedApart: Math.abs(apart) * 1000 };
}

/** @param {Member} host @param {Member} guest @param {number} playedAt */
function ofPlay(host, guest, playedAt) {
  const rested = guest.samples.findLast(({ at, paused }) => paused && at < playedAt)?.position ?? Number.NaN;
  return {
    play: movingAfter(guest, playedAt, rested) - playedAt,
    play1s: driftAt(host, guest, playedAt + 1_000),
    play3s: driftAt(host, guest, playedAt + 3_000),
  };
}

/** @param {Member} host @param {Member} guest @param {number} soughtAt */
function ofSeek(host, guest, soughtAt) {
  const points = driftSeries(track(host), track(guest), soughtAt);
  return {
    seek50: settledAt(points, 50, STAYS_MS) - soughtAt,
    seekPlays: settledAt(points, 50, STAYS_MS, ({ advancing }) => advancing) - soughtAt,
    seek20: settledAt(points, 20, STAYS_MS) - soughtAt,
    seek5s: driftAt(host, guest, soughtAt + 5_000),
  };
}

/**
 * When it left `place`: by how far it has come in the first reading that shows it, at the earliest at the reading before.
 *
 * @param {Member} member
 * @param {number} from
 * @param {number} place
 */
function movingAfter({ samples }, from, place) {
  const moving = (/** @type {Sample} */ { at, paused, seeking, position }) =>
    at >= from && !paused && !seeking && position > place + MOVED_S;
  const index = samples.findIndex(moving);
  const [before, first] = [samples[index - 1], samples[index]];
  if (!first) return Number.NaN;
  const sinceMs = ((first.position - place) * 1000) / first.rate;
  return Math.max(first.at - sinceMs, before?.at ?? from, from);
}

/** @param {Member} host @param {Member} guest @param {number} at */
function driftAt(host, guest, at) {
  const points = driftSeries(track(host), track(guest), at, at + AT_MOMENT_MS).filter(({ moving }) => moving);
  return Math.abs(
    quantile(
      points.map(({ ms }) => ms),
      0.5,
    ),
  );
}

/** Somewhere that everybody has loaded, and not near. @param {readonly Member[]} members @param {() => number} random */
async function placeToSeek(members, random) {
  const views = await Promise.all(members.map(({ page }) => lookAt(page)));
  const { position, duration } = /** @type {Awaited<ReturnType<typeof lookAt>>} */ (views[0]);
  const latest = duration - (AFTER_SEEK_MS + AFTER_PAUSE_MS + AFTER_PLAY_MS) / 1000 - 10;
  const places = Array.from({ length: 200 }, () => 1 + random() * (latest - 1));
  const far = places.filter((place) => Math.abs(place - position) > SEEK_AWAY_S);
  const loaded = far.find((place) =>
    views.every(({ buffered }) => buffered.some(([start, end]) => place >= Number(start) && place + 10 < Number(end))),
  );
  return loaded ?? /** @type {number} */ (far[0]);
}
