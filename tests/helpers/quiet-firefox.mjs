// @ts-check
/** Looking into a page of Firefox without its passing for a person's press, which puppeteer's own way always does. */

/** What puppeteer keeps of a frame, of which its types tell nothing. */
/** @typedef {(expression: string, awaitPromise: boolean, options: object) => Promise<Evaluated>} Evaluate */
/** @typedef {{ type: string, result: { value?: unknown }, exceptionDetails?: { text: string } }} Evaluated */

/**
 * @template {unknown[]} Args
 * @template Result
 * @param {import('puppeteer').Frame} frame
 * @param {{ look: (...args: Args) => Result, args: Args, gesture: boolean }} what `gesture`: as a person's press
 * @returns {Promise<Awaited<Result>>} JSON too
 */
export async function evaluateInFirefox(frame, { look, args, gesture }) {
  const { realm } = /** @type {{ mainRealm(): { realm: { evaluate: Evaluate } } }} */ (
    /** @type {unknown} */ (frame)
  ).mainRealm();
  // As text, so that what comes back is what JSON makes of it, as in Chromium.
  const expression = `(async () => JSON.stringify({ value: await ${callOf(look, args)} }))()`;
  const { result, exceptionDetails } = await realm.evaluate(expression, true, { userActivation: gesture });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return JSON.parse(String(result.value)).value;
}

/** The call as a page can be told it. @param {(...args: any[]) => unknown} look @param {readonly unknown[]} args JSON */
export const callOf = (look, args) => `(${look})(...${JSON.stringify(args)})`;
