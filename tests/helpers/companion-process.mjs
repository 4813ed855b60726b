// @ts-check
/** The companion as a process of its own, spoken to as a browser does: over its real stdin and stdout. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createFrameReader } from '../../companion/frames.mjs';

const MAIN = fileURLToPath(new URL('../../companion/main.mjs', import.meta.url));
const ENTRY = fileURLToPath(new URL('companion-entry.mjs', import.meta.url));
const isLittle = endianness() === 'LE';
/** A loaded machine starts a node within some seconds. */
const WAIT_MS = 15_000;
/** What a browser takes. */
const MAX_RECEIVED_BYTES = 1_048_576;

export const CLIENT_ID = '1234567890123456789';

/** @typedef {Record<string, any> & { type: string }} Message */
/** @typedef {Partial<import('../../companion/times.mjs').Times>} Times */

/** @param {unknown} json JSON, or bytes as they are @param {number} [claimedBytes] */
export function nativeFrame(json, claimedBytes) {
  const body = Buffer.isBuffer(json) ? json : Buffer.from(JSON.stringify(json));
  const header = Buffer.alloc(4);
  const bytes = (claimedBytes ?? body.length) >>> 0;
  if (isLittle) header.writeUInt32LE(bytes);
  else header.writeUInt32BE(bytes);
  return Buffer.concat([header, body]);
}

/** A companion's process. */
export class CompanionProcess {
  /** Everything it said, oldest first. @type {Message[]} */
  messages = [];
  /** What it wrote to stderr, which browsers put into their logs. */
  complaints = '';
  /** @type {Set<() => void>} */
  #waiting = new Set();
  #read = 0;

  /**
   * @param {object} options
   * @param {string} options.runtime the folder for its lock, and for Discord's sockets
   * @param {Times} [options.times] shorter durations; without them it is started as the launcher starts it
   * @param {string} [options.command] what to start instead, as the launcher
   */
  constructor({ runtime, times, command }) {
    const [program, ...args] = command
      ? [command, 'chrome-extension://caller/']
      : [process.execPath, ...(times ? [ENTRY, JSON.stringify(times)] : [MAIN, 'host'])];
    // Only what a browser would hand on; the developer's own Discord must not be found.
    const env = { PATH: process.env.PATH, HOME: runtime, XDG_RUNTIME_DIR: runtime, TMPDIR: runtime };
    this.child = spawn(String(program), args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const reader = createFrameReader(
      {
        headerBytes: 4,
        bodyBytes: (header) => (isLittle ? header.readUInt32LE() : header.readUInt32BE()),
        maxBytes: MAX_RECEIVED_BYTES,
      },
      (_, body) => this.#take(JSON.parse(body.toString())),
      (bytes) => {
        throw new Error(`the companion sent a frame of ${bytes} bytes`);
      },
    );
    this.child.stdout.on('data', (chunk) => reader.push(chunk));
    this.child.stderr.on('data', (chunk) => {
      this.complaints += chunk;
    });
    this.child.stdin.on('error', () => {});
    /** @type {Promise<{ code: number | null, signal: string | null }>} */
    this.exited = once(this.child, 'close').then(([code, signal]) => {
      this.#wake();
      return { code, signal };
    });
  }

  /** @param {object} message */
  send(message) {
    this.raw(nativeFrame({ v: 1, ...message }));
  }

  /** @param {Buffer} bytes */
  raw(bytes) {
    if (this.child.stdin.writable) this.child.stdin.write(bytes);
  }

  /** @param {Buffer} bytes @returns {Promise<void>} when the companion has made room for more */
  async rawFlowing(bytes) {
    if (this.child.stdin.writable && !this.child.stdin.write(bytes)) {
      await Promise.race([once(this.child.stdin, 'drain'), this.exited]);
    }
  }

  /**
   * The next message that fits, read on from the last one that was waited for.
   *
   * @param {string | ((message: Message) => boolean)} wanted a type, or a test
   * @returns {Promise<Message>}
   */
  async next(wanted) {
    const fits = typeof wanted === 'string' ? (/** @type {Message} */ { type }) => type === wanted : wanted;
    const giveUpMs = performance.now() + WAIT_MS;
    for (;;) {
      while (this.#read < this.messages.length) {
        const message = /** @type {Message} */ (this.messages[this.#read++]);
        if (fits(message)) return message;
      }
      if (this.hasExited || performance.now() > giveUpMs) {
        const why = this.hasExited ? 'the companion has ended' : `nothing for ${WAIT_MS} ms`;
        throw new Error(`${why}; wanted ${wanted}, got ${JSON.stringify(this.messages)} ${this.complaints}`);
      }
      await new Promise((resolve) => {
        const timer = setTimeout(() => wake(), giveUpMs - performance.now());
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve(undefined);
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** For who takes messages away. */
  rewind() {
    this.#read = 0;
  }

  get hasExited() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Says hello and waits until Discord is there. */
  async connected() {
    this.send({ type: 'hello', clientId: CLIENT_ID });
    return this.next(({ discord }) => discord === 'connected' || discord === 'link-only');
  }

  /** As a browser does when the extension closes its port. */
  closePort() {
    this.child.stdin.end();
  }

  /** For the end of a test, whatever has become of it. */
  async kill() {
    if (!this.hasExited) this.child.kill('SIGKILL');
    await this.exited;
  }

  /** What it takes of the machine's memory, in MB; undefined where that cannot be seen. */
  get memoryMb() {
    if (process.platform !== 'linux') return undefined;
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }

  /** @param {Message} message */
  #take(message) {
    this.messages.push(message);
    this.#wake();
  }

  #wake() {
    for (const wake of [...this.#waiting]) wake();
  }
}
