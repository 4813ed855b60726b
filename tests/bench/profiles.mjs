// @ts-check
/** The networks that the benchmark measures over, by name. */

/** @typedef {import('./impaired-path.mjs').Leg} Leg */
/**
 * @typedef {object} Profile
 * @property {string} label
 * @property {{ toHost: Leg, toGuest: Leg } | undefined} legs undefined: straight over loopback
 * @property {number} oneWayMs host → guest, on average
 * @property {number} hiddenMs half the difference of the two ways: an error that no clock can see
 */

/** @param {number} delayMs @param {number} jitterMs @param {number} loss 0–1 */
const leg = (delayMs, jitterMs, loss) => ({ delayMs, jitterMs, loss });

/** @satisfies {Record<string, Profile>} */
export const PROFILES = {
  loopback: { label: 'loopback', legs: undefined, oneWayMs: 0, hiddenMs: 0 },
  40: {
    label: '40 ± 5 ms each way',
    legs: { toHost: leg(40, 5, 0), toGuest: leg(40, 5, 0) },
    oneWayMs: 40,
    hiddenMs: 0,
  },
  100: {
    label: '100 ± 20 ms each way, 2 % lost',
    legs: { toHost: leg(100, 20, 0.02), toGuest: leg(100, 20, 0.02) },
    oneWayMs: 100,
    hiddenMs: 0,
  },
  asymmetric: {
    label: 'guest to host 20 ms, host to guest 140 ms',
    legs: { toHost: leg(20, 0, 0), toGuest: leg(140, 0, 0) },
    oneWayMs: 140,
    hiddenMs: 60,
  },
};

/** @typedef {keyof typeof PROFILES} ProfileName */
