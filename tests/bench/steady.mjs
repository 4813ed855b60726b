// @ts-check
/** How far apart they are while nothing happens. */
import { forget, lookAt, pause, press, track, watch } from './member.mjs';
import { driftSeries, lateness, mean, spread } from './statistics.mjs';

/** After a nudge Firefox stays a trifle off the room's rate (SPEC PL-5). */
const SAME_RATE = 1e-4;

/** @typedef {import('./member.mjs').Member} Member */

const PULL_EVERY_MS = 10_000;
const REWIND_TO_S = 5;

/**
 * @param {import('./member.mjs').Party} party in a room, playing
 * @param {{ seconds: number, settleSeconds: number }} options
 */
export async function measureSteady({ host, guests }, { seconds, settleSeconds }) {
  const all = [host, ...guests];
  const { position, duration } = await lookAt(host.page);
  if (duration - position < seconds + settleSeconds + 10) await press(host, { seek: REWIND_TO_S });
  await pause(settleSeconds * 1000);
  await forget(all);
  for (let left = seconds * 1000; left > 0; left -= PULL_EVERY_MS) await watch(all, Math.min(left, PULL_EVERY_MS));

  const series = guests.map((guest) => driftSeries(track(host), track(guest)).filter(({ moving }) => moving));
  const drifts = series.flat().map(({ ms }) => ms);
  const [first, second] = guests;
  const between = first && second ? driftSeries(track(first), track(second)).filter(({ moving }) => moving) : undefined;
  const samples = guests.flatMap((guest) => guest.samples);
  const perMinute = (/** @type {readonly Member[]} */ members, /** @type {string} */ type) =>
    members.reduce((sum, member) => sum + count(member, type), 0) / members.length / (seconds / 60);
  return {
    steady: spread(drifts.map(Math.abs)),
    steadyMean: { value: mean(drifts) },
    ...(between ? { between: spread(between.map(({ ms }) => Math.abs(ms))) } : {}),
    rateChanges: { value: perMinute(guests, 'ratechange') },
    atRate: { value: (100 * samples.filter(({ rate }) => Math.abs(rate - 1) < SAME_RATE).length) / samples.length },
    rateReach: { value: 100 * Math.max(...samples.map(({ rate }) => Math.abs(rate - 1))) },
    seeks: { value: perMinute(guests, 'seeking') },
    hostRateChanges: { value: perMinute([host], 'ratechange') },
    waits: { value: perMinute(all, 'waiting') },
    steadyNoise: spread(lateness(samples)),
    muted: { value: guests.some((guest) => guest.samples.at(-1)?.muted) ? 1 : 0 },
  };
}

/** @param {Member} member @param {string} type */
const count = ({ events }, type) => events.filter((event) => event.type === type).length;
