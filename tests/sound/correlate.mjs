// @ts-check
/** Where one sound lies in another: a cross-correlation by FFT. All in samples. */

/**
 * @typedef {object} Match
 * @property {number} lag so many samples later `long` has what `short` begins with, counted from the middle of the reach
 * @property {number} likeness 0–1: 1 is the same sound, of whatever loudness; silence is like nothing
 */

/**
 * Looks for `short` in `long`, which is longer by twice the reach: `long[reach]` goes with `short[0]` where the two are
 * not apart.
 *
 * @param {Float32Array} short
 * @param {Float32Array} long
 * @returns {Match} the lag is between −reach and +reach
 */
export function findIn(short, long) {
  const places = long.length - short.length + 1;
  if (places < 1) throw new Error('there is no room to look in');
  const products = correlation(short, long);
  const shortEnergy = energyOf(short);
  let energy = energyOf(long.subarray(0, short.length));
  let best = 0;
  let likeness = 0;
  for (let place = 0; place < places; place++) {
    // A sum that is carried on gathers errors of rounding, which near silence could be below nothing.
    const both = Math.sqrt(shortEnergy * Math.max(energy, 0));
    const here = both > SILENCE ? /** @type {number} */ (products[place]) / both : 0;
    if (here > likeness) [best, likeness] = [place, here];
    energy += at(long, place + short.length) ** 2 - at(long, place) ** 2;
  }
  return { lag: best - (places - 1) / 2, likeness };
}

/** Energy below which nothing can be heard: the last bit of 16 in a few samples. */
const SILENCE = 1e-6;

/** @param {Float32Array | Float64Array} values @param {number} i */
const at = (values, i) => values[i] ?? 0;

/** @param {Float32Array} samples */
const energyOf = (samples) => samples.reduce((sum, sample) => sum + sample * sample, 0);

/**
 * @param {Float32Array} short
 * @param {Float32Array} long
 * @returns {Float64Array} at `i`: the sum of `short[n] · long[n + i]`; what lies beyond the end of `long` counts 0
 */
function correlation(short, long) {
  const size = 2 ** Math.ceil(Math.log2(long.length));
  // Two real signals are one complex one: a transform less.
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(short);
  im.set(long);
  fft(re, im);
  const productRe = new Float64Array(size);
  const productIm = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const mirror = (size - k) % size;
    const [a, b, c, d] = [at(re, k), at(im, k), at(re, mirror), at(im, mirror)];
    const [shortRe, shortIm] = [(a + c) / 2, (b - d) / 2];
    const [longRe, longIm] = [(b + d) / 2, (c - a) / 2];
    // Conjugate of the short one, times the long one; the signs are turned for the way back.
    productRe[k] = shortRe * longRe + shortIm * longIm;
    productIm[k] = -(shortRe * longIm - shortIm * longRe);
  }
  fft(productRe, productIm);
  return productRe.map((value) => value / size);
}

/**
 * Radix 2, in place.
 *
 * @param {Float64Array} re
 * @param {Float64Array} im its length, as that of `re`, is a power of two
 */
export function fft(re, im) {
  const size = re.length;
  reorder(re, im);
  for (let half = 1; half < size; half *= 2) {
    const step = -Math.PI / half;
    for (let offset = 0; offset < half; offset++) {
      const [cos, sin] = [Math.cos(step * offset), Math.sin(step * offset)];
      for (let i = offset; i < size; i += 2 * half) {
        const j = i + half;
        const turnedRe = at(re, j) * cos - at(im, j) * sin;
        const turnedIm = at(re, j) * sin + at(im, j) * cos;
        re[j] = at(re, i) - turnedRe;
        im[j] = at(im, i) - turnedIm;
        re[i] = at(re, i) + turnedRe;
        im[i] = at(im, i) + turnedIm;
      }
    }
  }
}

/** Each value goes to where its index's bits, read backwards, say. @param {Float64Array} re @param {Float64Array} im */
function reorder(re, im) {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [at(re, j), at(re, i)];
    [im[i], im[j]] = [at(im, j), at(im, i)];
  }
}
