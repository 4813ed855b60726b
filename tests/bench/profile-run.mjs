// @ts-check
/** One network, all products: each figure is kept as it comes, and what fails does not stop the rest. */
import { seeded } from './impaired-path.mjs';
import { openNetwork } from './network.mjs';
import { bundleRivals, measureRival } from './rival-session.mjs';
import { measureLockstep } from './session.mjs';
import { PRODUCT } from './table.mjs';

/** @typedef {import('./metrics.mjs').Figures} Figures */

const SEED = 7;
const PRODUCT_PARTS = ['steady', 'actions', 'join', 'cost'];

/**
 * @param {object} run
 * @param {import('./profiles.mjs').Profile} run.profile
 * @param {string} run.site
 * @param {import('./lockstep.mjs').Setting['extensions']} run.extensions
 * @param {ReturnType<typeof import('./options.mjs').readOptions>} run.options
 * @returns {Promise<{ products: Record<string, Figures>, errors: string[] }>}
 */
export async function measureProfile({ profile, site, extensions, options }) {
  /** @type {Record<string, Figures>} */
  const products = {};
  /** @type {string[]} */
  const errors = [];
  const attempting =
    (/** @type {string} */ product) =>
    async (/** @type {string} */ name, /** @type {() => Promise<Figures>} */ measure) => {
      console.error(`  ${profile.label}: ${product}, ${name} …`);
      try {
        const figures = await measure();
        products[product] = { ...products[product], ...figures };
      } catch (error) {
        errors.push(`${product}, ${name}: ${error instanceof Error ? error.message : error}`);
      }
    };
  const { browser, guests } = options;
  const network = await openNetwork(profile);
  const setting = { site, server: network.url, extensions, browser, guests };
  const plan = { ...options, random: seeded(SEED) };
  /** @param {string} product @param {(attempt: import('./session.mjs').Attempt) => Promise<void>} measure */
  const attemptAll = async (product, measure) => {
    const attempt = attempting(product);
    await attempt('room', () => measure(attempt).then(() => ({})));
  };
  try {
    if (PRODUCT_PARTS.some((part) => options.wanted.has(part))) {
      await attemptAll(PRODUCT, (attempt) => measureLockstep(setting, plan, attempt));
    }
    if (options.wanted.has('rivals')) {
      const script = await bundleRivals();
      for (const rival of options.rivals) {
        await attemptAll(rival, (attempt) => measureRival(rival, { ...setting, script }, plan, attempt));
      }
    }
  } finally {
    await network.close();
  }
  return { products, errors };
}
