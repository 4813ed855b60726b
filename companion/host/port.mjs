// @ts-check
/** The port to the extension: native messaging over stdin and stdout. */
import { endianness } from 'node:os';
import { createFrameReader, parseJson } from '../frames.mjs';
import { MAX_MESSAGE_BYTES, PROTOCOL } from '../messages.mjs';

const HEADER_BYTES = 4;
/** A message of up to 1 MB is left out with a word: the extension is told, and its presence stays. */
const SKIP_MAX_BYTES = 1_048_576;
/** Browsers end a host that sends more than 1 MB. What is said here is of a few hundred bytes. */
const MAX_SENT_BYTES = 1_048_576;
/** While so much waits to be read by the browser, nothing more is read from it. */
const MAX_UNREAD_BYTES = 65_536;
/** A browser that has not read its last messages by then is not waited for. */
const FLUSH_MS = 500;

const isLittle = endianness() === 'LE';

/** @param {object} message */
export function encodeMessage(message) {
  const body = Buffer.from(JSON.stringify(message));
  const frame = Buffer.alloc(HEADER_BYTES + body.length);
  if (isLittle) frame.writeUInt32LE(body.length);
  else frame.writeUInt32BE(body.length);
  body.copy(frame, HEADER_BYTES);
  return frame;
}

/** @type {import('../frames.mjs').FrameFormat} */
export const NATIVE_FORMAT = {
  headerBytes: HEADER_BYTES,
  bodyBytes: (header) => (isLittle ? header.readUInt32LE() : header.readUInt32BE()),
  maxBytes: MAX_MESSAGE_BYTES,
  skipMaxBytes: SKIP_MAX_BYTES,
};

/**
 * @param {object} streams
 * @param {NodeJS.ReadableStream} streams.input
 * @param {import('node:stream').Writable} streams.output
 * @param {object} listener
 * @param {(value: unknown) => void} listener.onMessage parsed JSON; undefined when it was none
 * @param {(bytes: number, goesOn: boolean) => void} listener.onTooLong
 * @param {() => void} listener.onEnd the browser closed the port, or reads no more
 */
export function openPort({ input, output }, { onMessage, onTooLong, onEnd }) {
  const reader = createFrameReader(NATIVE_FORMAT, (_, body) => onMessage(parseJson(body)), onTooLong);
  input.on('data', (chunk) => {
    reader.push(/** @type {Buffer} */ (chunk));
    if (output.writableLength <= MAX_UNREAD_BYTES) return;
    input.pause();
    output.once('drain', () => input.resume());
  });
  input.on('end', onEnd);
  input.on('error', onEnd);
  output.on('error', onEnd);
  return {
    /** @param {import('../messages.mjs').ToExtension} message */
    send(message) {
      const frame = encodeMessage({ v: PROTOCOL, ...message });
      if (frame.length <= MAX_SENT_BYTES && !output.destroyed) output.write(frame);
    },
    /** Reads nothing more. @returns {Promise<void>} when the browser has read everything, or will not */
    async close() {
      reader.stop();
      if (output.writableLength === 0 || output.destroyed) return;
      await Promise.race([
        new Promise((resolve) => output.write('', () => resolve(undefined))),
        new Promise((resolve) => setTimeout(resolve, FLUSH_MS)),
      ]);
    },
  };
}
