// @ts-check
/**
 * A Discord client on a real socket, as far as its local protocol is documented: handshake, READY, SET_ACTIVITY,
 * SUBSCRIBE, the answers to requests to join, PING, CLOSE. It can have the manners of arRPC, be slow, be silent, refuse,
 * cut its frames into pieces or send many at once, speak nonsense, quit and come back.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { complaintAbout } from './discord-activity.mjs';

/** @typedef {{ id: string, username: string, global_name?: string | null }} User */
/** @typedef {{ op: number, json: any, atMs: number }} Received */
/** @typedef {import('node:net').Socket & { clientId?: string, activity?: any, subscribed?: Set<string> }} Client */

const OP = { HANDSHAKE: 0, FRAME: 1, CLOSE: 2, PING: 3, PONG: 4 };
const ARRPC = { id: '1045800378228281345', username: 'arrpc', global_name: 'arRPC' };
const MASON = { id: '53908232506183680', username: 'mason', global_name: 'Mason' };
/** Pieces of a frame that is sent in pieces. */
const PIECE_BYTES = 5;

/** @param {number} op @param {unknown} json @param {number} [claimedBytes] */
export function discordFrame(op, json, claimedBytes) {
  const body = Buffer.isBuffer(json) ? json : Buffer.from(JSON.stringify(json));
  const header = Buffer.alloc(8);
  header.writeInt32LE(op, 0);
  header.writeInt32LE((claimedBytes ?? body.length) | 0, 4);
  return Buffer.concat([header, body]);
}

export class DiscordStandIn {
  /** Everything that was received, oldest first. @type {Received[]} */
  received = [];
  /** Every activity that was taken, `null` for one that was taken back. @type {any[]} */
  shown = [];
  /** Who was let in, and who was not. */
  invited = /** @type {string[]} */ ([]);
  declined = /** @type {string[]} */ ([]);
  /** @type {Set<Client>} */
  clients = new Set();

  /** How it answers; may be changed at any time. */
  manners = {
    /** Commands without an answer. */
    silent: /** @type {string[]} */ ([]),
    /** Commands that fail, with Discord's words. */
    failing: /** @type {Record<string, string>} */ ({}),
    /** Fields of an activity that it does not know. */
    unknownFields: /** @type {string[]} */ ([]),
    /** How late it answers. */
    delayMs: 0,
    /** How its frames come: each in one piece, in pieces of a few bytes, or all of a moment in one. */
    pieces: /** @type {'one' | 'many' | 'merged'} */ ('one'),
    /** Sends each answer first with another nonce and other content. */
    wrongNonce: false,
    /** Never becomes ready. */
    neverReady: false,
    /** Closes after the handshake with this code. */
    closeCode: /** @type {number | undefined} */ (undefined),
  };

  /** @type {import('node:net').Server | undefined} */
  #server;
  #asking = /** @type {Set<string>} */ (new Set());

  /**
   * @param {string} path the socket
   * @param {{ user?: User, arrpc?: boolean }} [options]
   */
  constructor(path, { user = MASON, arrpc = false } = {}) {
    this.path = path;
    this.arrpc = arrpc;
    this.user = arrpc ? ARRPC : user;
  }

  /** What friends see: the newest activity of a client that is still there. */
  get presence() {
    return [...this.clients].map(({ activity }) => activity).findLast((activity) => activity) ?? null;
  }

  /** @returns {Promise<this>} */
  async start() {
    if (process.platform !== 'win32') rmSync(this.path, { force: true });
    const server = createServer((socket) => this.#welcome(socket));
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.path, () => resolve(undefined));
    });
    this.#server = server;
    return this;
  }

  /** Quits, as a program that is killed: no farewell. */
  async stop() {
    for (const client of this.clients) client.destroy();
    this.clients.clear();
    this.#asking.clear();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
    this.#server = undefined;
  }

  /** Somebody presses *Ask to Join*. @param {User} user */
  ask(user) {
    this.#asking.add(user.id);
    this.#dispatch('ACTIVITY_JOIN_REQUEST', { user });
  }

  /** The person here was let in, and gets the other's secret. @param {unknown} secret */
  handOver(secret) {
    this.#dispatch('ACTIVITY_JOIN', { secret });
  }

  /** @param {Buffer} bytes to every client, whatever they are */
  raw(bytes) {
    for (const client of this.clients) if (!client.destroyed) client.write(bytes);
  }

  /** @param {number} op @param {unknown} json */
  send(op, json) {
    for (const client of this.clients) this.#send(client, op, json);
  }

  /** @param {string} command @returns {any[]} the arguments of each */
  commands(command) {
    return this.received
      .filter(({ op, json }) => op === OP.FRAME && json?.cmd === command)
      .map(({ json }) => json.args);
  }

  /** @param {string} evt @param {object} data */
  #dispatch(evt, data) {
    for (const client of this.clients) {
      if (client.subscribed?.has(evt)) this.#send(client, OP.FRAME, { cmd: 'DISPATCH', evt, data, nonce: null });
    }
  }

  /** @param {Client} client */
  #welcome(client) {
    this.clients.add(client);
    client.subscribed = new Set();
    let bytes = Buffer.alloc(0);
    client.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, /** @type {Buffer} */ (chunk)]);
      while (bytes.length >= 8 && bytes.length >= 8 + bytes.readInt32LE(4)) {
        const end = 8 + bytes.readInt32LE(4);
        this.#take(client, bytes.readInt32LE(0), bytes.subarray(8, end));
        bytes = bytes.subarray(end);
      }
      // arRPC reads header and body at once and throws when the body has not come with its header.
      if (this.arrpc && bytes.length > 0) client.destroy();
    });
    client.on('error', () => {});
    client.on('close', () => {
      if (client.activity) this.shown.push(null);
      this.clients.delete(client);
    });
  }

  /** @param {Client} client @param {number} op @param {Buffer} body */
  #take(client, op, body) {
    const json = parse(body);
    this.received.push({ op, json, atMs: performance.now() });
    if (op === OP.PING) return this.#send(client, OP.PONG, json);
    if (op === OP.HANDSHAKE) return this.#shakeHands(client, json);
    if (op !== OP.FRAME || this.manners.silent.includes(json.cmd)) return;
    const answer = this.#answer(client, json);
    if (answer === undefined) return;
    if (this.manners.wrongNonce) {
      this.#send(client, OP.FRAME, {
        cmd: json.cmd,
        evt: 'ERROR',
        data: { code: 1000, message: 'another’s' },
        nonce: 'x',
      });
    }
    this.#send(client, OP.FRAME, { cmd: json.cmd, evt: null, ...answer, nonce: json.nonce });
  }

  /** @param {Client} client @param {any} json */
  #shakeHands(client, { v, client_id: clientId }) {
    const { neverReady, closeCode } = this.manners;
    if (neverReady) return;
    const code = closeCode ?? (v === 1 ? undefined : 4004);
    if (code !== undefined) {
      client.end(discordFrame(OP.CLOSE, { code, message: code === 4000 ? 'Invalid Client ID' : 'Not now' }));
      return;
    }
    client.clientId = clientId;
    const config = { cdn_host: 'cdn.discordapp.com', api_endpoint: '//discord.com/api', environment: 'production' };
    this.#send(client, OP.FRAME, {
      cmd: 'DISPATCH',
      evt: 'READY',
      data: { v: 1, config, user: this.user },
      nonce: null,
    });
  }

  /** @param {Client} client @param {any} command @returns {object | undefined} the answer; none where there is none */
  #answer(client, { cmd, args, evt }) {
    if (this.arrpc && cmd !== 'SET_ACTIVITY') return undefined;
    const failure = this.manners.failing[cmd];
    if (failure !== undefined) return error(4000, failure);
    if (cmd === 'SET_ACTIVITY') return this.#setActivity(client, args);
    if (cmd === 'SUBSCRIBE') {
      client.subscribed?.add(evt);
      return { data: { evt } };
    }
    const isInvite = cmd === 'SEND_ACTIVITY_JOIN_INVITE';
    if (!isInvite && cmd !== 'CLOSE_ACTIVITY_JOIN_REQUEST' && cmd !== 'CLOSE_ACTIVITY_REQUEST') {
      return error(4002, `Invalid command: ${cmd}`);
    }
    if (!this.#asking.delete(args.user_id)) return error(4012, 'No join request for that user');
    (isInvite ? this.invited : this.declined).push(args.user_id);
    return { data: null };
  }

  /** @param {Client} client @param {any} args */
  #setActivity(client, { pid, activity = null }) {
    const complaint = this.arrpc ? undefined : complaintAbout(activity, this.manners.unknownFields);
    if (complaint) return error(4000, complaint);
    if (!Number.isSafeInteger(pid)) return error(4000, 'child "pid" fails because ["pid" is required]');
    client.activity = activity;
    this.shown.push(activity);
    return { data: activity };
  }

  /** @type {WeakMap<Client, Buffer[]>} */
  #waiting = new WeakMap();

  /** @param {Client} client @param {number} op @param {unknown} json */
  #send(client, op, json) {
    const frame = discordFrame(op, json);
    const { delayMs, pieces } = this.manners;
    if (pieces === 'merged') return this.#merge(client, frame, delayMs);
    const write = () => (pieces === 'many' ? sendInPieces(client, frame) : void client.write(frame));
    if (delayMs > 0) setTimeout(() => client.destroyed || write(), delayMs);
    else write();
  }

  /** @param {Client} client @param {Buffer} frame @param {number} delayMs */
  #merge(client, frame, delayMs) {
    const waiting = this.#waiting.get(client) ?? [];
    waiting.push(frame);
    this.#waiting.set(client, waiting);
    if (waiting.length > 1) return;
    setTimeout(() => {
      this.#waiting.delete(client);
      if (!client.destroyed) client.write(Buffer.concat(waiting));
    }, delayMs);
  }
}

/** Order holds between frames, since each waits for those before it. @type {WeakMap<Client, Promise<void>>} */
const lines = new WeakMap();

/** @param {Client} client @param {Buffer} frame */
function sendInPieces(client, frame) {
  const before = lines.get(client) ?? Promise.resolve();
  const now = before.then(async () => {
    for (let at = 0; at < frame.length && !client.destroyed; at += PIECE_BYTES) {
      client.write(frame.subarray(at, at + PIECE_BYTES));
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  lines.set(client, now);
}

/** @param {number} code @param {string} message */
const error = (code, message) => ({ evt: 'ERROR', data: { code, message } });

/** @param {Buffer} body */
function parse(body) {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
