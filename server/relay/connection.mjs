// @ts-check
/**
 * One client's WebSocket as the stream that Aedes wants: whole packets in, within the client's rates; bytes out, with a
 * bound on what a client has not read yet.
 */
import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { createBucket } from '../limits.mjs';
import { createPacketCutter, isConnect, isSubscribe, Refusal } from './packets.mjs';

/** A host of 64 answers each of them each second, and says what happens at once. */
export const PACKETS = { perSecond: 120, burst: 600 };
/** A SUBSCRIBE of 50 bytes is answered with what the room keeps, 4 kB: it counts as so many packets. */
const SUBSCRIBE_COST = 10;
/** Full packets of 17 kB are rare: a roster, what is said to a newcomer. */
export const BYTES = { perSecond: 64 * 1024, burst: 1024 * 1024 };
/** What may wait for a client that reads slowly; at a room's 400 bytes a second it is ten minutes' worth. */
const UNREAD_MAX_BYTES = 256 * 1024;
/** A client that has read nothing for this long, while something waits for it, is gone or stuck. */
const UNREAD_MAX_MS = 8_000;
/** How long a client may take to answer our closing of the WebSocket, ms, before the socket is cut. */
export const CLOSING = { closeTimeout: 5_000 };
/** Packets that wait for Aedes before the socket is read no further. */
const WAITING_PACKETS = 16;

/** The longest reason that a WebSocket's closing frame holds, bytes. */
const REASON_MAX_BYTES = 123;
const POLICY = 1008;
const GOING_AWAY = 1001;

export class Connection extends Duplex {
  /** The client's id and the rooms of which it is the host; known once it has sent CONNECT. @type {import('./lock.mjs').Rights | undefined} */
  rights;
  /** The rooms that it uses. @type {Set<string>} */
  rooms = new Set();
  /** What it is told when it is closed. @type {Error | undefined} */
  refusal;
  #webSocket;
  #onDelivered;
  #readAllMs;
  #nowMs;

  /**
   * @param {WebSocket} webSocket open
   * @param {() => number} nowMs
   * @param {(bytes: number) => void} onDelivered
   */
  constructor(webSocket, nowMs, onDelivered) {
    super({ readableObjectMode: true, readableHighWaterMark: WAITING_PACKETS });
    this.#webSocket = webSocket;
    this.#onDelivered = onDelivered;
    this.#nowMs = nowMs;
    this.#readAllMs = nowMs();
    const cutter = createPacketCutter();
    const takePacket = createBucket(PACKETS, nowMs);
    const takeBytes = createBucket(BYTES, nowMs);
    let begun = false;
    webSocket.on('message', (data, isBinary) => {
      if (this.destroyed) return;
      try {
        const chunk = /** @type {Buffer} */ (data);
        if (!isBinary) throw new Refusal('malformed', 'MQTT is binary');
        if (!takeBytes(chunk.length)) throw new Refusal('rate', 'too many bytes');
        for (const packet of cutter.push(chunk)) {
          if (!takePacket(isSubscribe(packet) ? SUBSCRIBE_COST : 1)) throw new Refusal('rate', 'too many messages');
          if (isConnect(packet) === begun) throw new Refusal('malformed', 'CONNECT comes first, and once');
          begun = true;
          if (!this.push(packet)) webSocket.pause();
        }
      } catch (error) {
        this.destroy(/** @type {Error} */ (error));
      }
    });
    webSocket.on('error', (/** @type {Error & { code?: string }} */ { code = '' }) => {
      if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.refusal = new Refusal('too-long', 'too long');
      else if (code.startsWith('WS_ERR')) this.refusal = new Refusal('malformed', 'not a WebSocket frame');
      this.destroy();
    });
    webSocket.on('close', () => this.destroy());
    // Aedes takes its own listeners away as it closes; an error without one would end the process.
    this.on('error', () => {});
  }

  /** @override */
  _read() {
    if (this.#webSocket.isPaused) this.#webSocket.resume();
  }

  /** @override @param {Buffer} chunk @param {string} _encoding @param {() => void} done */
  _write(chunk, _encoding, done) {
    this.#send(chunk);
    done();
  }

  /** @override @param {{ chunk: Buffer }[]} chunks @param {() => void} done */
  _writev(chunks, done) {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  /** @override @param {Error | null} error @param {(error?: Error | null) => void} done */
  _destroy(error, done) {
    this.refusal ??= error ?? undefined;
    const why = this.refusal;
    const code = why instanceof Closing ? GOING_AWAY : why ? POLICY : 1000;
    if (this.#webSocket.readyState === WebSocket.OPEN)
      this.#webSocket.close(code, why ? why.message.slice(0, REASON_MAX_BYTES) : '');
    // Else a paused socket would never see the closing frame that answers ours.
    if (this.#webSocket.isPaused) this.#webSocket.resume();
    done(error);
  }

  /**
   * Sends a packet that is the same for every reader of a topic.
   *
   * @param {Buffer} packet
   */
  deliver(packet) {
    if (this.destroyed) return;
    this.#onDelivered(packet.length);
    this.#send(packet);
  }

  /** @param {Buffer} bytes */
  #send(bytes) {
    const waiting = this.#webSocket.bufferedAmount;
    const nowMs = this.#nowMs();
    if (waiting === 0) this.#readAllMs = nowMs;
    if (waiting + bytes.length > UNREAD_MAX_BYTES || nowMs - this.#readAllMs > UNREAD_MAX_MS) {
      this.refusal = new Refusal('slow-reader', 'reads too slowly');
      // A closing frame would wait behind all that it does not read.
      this.#webSocket.terminate();
      return;
    }
    this.#webSocket.send(bytes);
  }
}

/** The server ends; clients come back, and to another one where there is another. */
export class Closing extends Error {
  constructor() {
    super('the server is going away');
  }
}
