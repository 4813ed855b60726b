// @ts-check
/** Bytes in, frames out: both the browser and Discord send a header that tells the length, then a body. */

/**
 * @typedef {object} FrameFormat
 * @property {number} headerBytes
 * @property {(header: Buffer) => number} bodyBytes the length as it stands in the header; it may be anything
 * @property {number} maxBytes the longest body that is taken
 * @property {number} [skipMaxBytes] A body up to this length is left out, and reading goes on after it. A longer one, or a
 *   negative length, ends the reading: where the next frame begins is no longer known. Default: none is left out.
 */

/**
 * Cuts a stream into frames. Between two chunks it holds one header and one body at most, and it makes room for a body
 * only after its length has been found admissible.
 *
 * @param {FrameFormat} format
 * @param {(header: Buffer, body: Buffer) => void} onFrame
 * @param {(bytes: number, goesOn: boolean) => void} onTooLong once for each refused length
 */
export function createFrameReader({ headerBytes, bodyBytes, maxBytes, skipMaxBytes = 0 }, onFrame, onTooLong) {
  const header = Buffer.alloc(headerBytes);
  let headerFilled = 0;
  /** @type {Buffer | undefined} */
  let body;
  let bodyFilled = 0;
  let toSkip = 0;
  let stopped = false;

  const begin = () => {
    const bytes = bodyBytes(header);
    headerFilled = 0;
    if (bytes >= 0 && bytes <= maxBytes) {
      body = Buffer.alloc(bytes);
      bodyFilled = 0;
      return;
    }
    const goesOn = bytes > 0 && bytes <= skipMaxBytes;
    if (goesOn) toSkip = bytes;
    else stopped = true;
    onTooLong(bytes, goesOn);
  };

  return {
    /** @param {Buffer} chunk */
    push(chunk) {
      let at = 0;
      while (!stopped && (at < chunk.length || body?.length === 0)) {
        if (toSkip > 0) {
          const skipped = Math.min(toSkip, chunk.length - at);
          toSkip -= skipped;
          at += skipped;
        } else if (!body) {
          const copied = chunk.copy(header, headerFilled, at);
          headerFilled += copied;
          at += copied;
          if (headerFilled === headerBytes) begin();
        } else {
          const copied = chunk.copy(body, bodyFilled, at);
          bodyFilled += copied;
          at += copied;
          if (bodyFilled < body.length) continue;
          const whole = body;
          body = undefined;
          onFrame(header, whole);
        }
      }
    },
    /** Takes nothing more, also of the chunk that is being read. */
    stop() {
      stopped = true;
      body = undefined;
    },
  };
}

/**
 * @param {Buffer} body
 * @returns {unknown} undefined when it is no JSON
 */
export function parseJson(body) {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
