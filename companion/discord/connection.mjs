// @ts-check
/** One connection to one Discord client: handshake, commands and their answers, events, the end. */
import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { createFrameReader, isRecord, parseJson } from '../frames.mjs';
import {
  ARRPC_USER_ID,
  CommandError,
  closeError,
  DISCORD_FORMAT,
  DiscordError,
  encodeFrame,
  OPCODE,
  socketError,
  userOf,
  wordsOf,
} from './protocol.mjs';

const RPC_VERSION = 1;
/** Commands without an answer yet; more of them mean that Discord has stopped answering. */
const MAX_PENDING = 32;
/** Bytes that Discord has not taken yet; more of them mean that it has stopped reading. */
const MAX_UNSENT_BYTES = 262_144;

/** @typedef {import('../times.mjs').Times} Times */

/**
 * @typedef {object} Connection
 * @property {{ id: string, name: string }} user who is logged in
 * @property {boolean} isArrpc
 * @property {(command: string, args: object, event?: string) => Promise<unknown>} request resolves with the answer's data;
 *   rejects with a `CommandError`
 * @property {(listener: (event: string, data: Record<string, unknown>) => void) => void} listen one listener; replaced by the next
 * @property {Promise<DiscordError>} ended resolves once, when the connection is over
 * @property {() => void} close
 */

/**
 * @param {string} path
 * @param {string} clientId id of the Discord application
 * @param {Times} times
 * @returns {Promise<Connection>} once Discord is ready
 * @throws {DiscordError}
 */
export function connect(path, clientId, times) {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    /** @type {Map<string, { resolve(data: unknown): void, reject(error: CommandError): void, timer: NodeJS.Timeout }>} */
    const pending = new Map();
    /** @type {(event: string, data: Record<string, unknown>) => void} */
    let heard = () => {};
    let isReady = false;
    /** @type {(error: DiscordError) => void} */
    let tellEnd = () => {};
    /** @type {Promise<DiscordError>} */
    const ended = new Promise((tell) => {
      tellEnd = tell;
    });
    let giveUp = setTimeout(() => end(new DiscordError('silent', 'Discord does not answer.')), times.connectMs);

    /** @param {DiscordError} error */
    const end = (error) => {
      clearTimeout(giveUp);
      reader.stop();
      socket.destroy();
      for (const { reject: refuse, timer } of pending.values()) {
        clearTimeout(timer);
        refuse(new CommandError('gone', error.message));
      }
      pending.clear();
      reject(error);
      tellEnd(error);
    };

    /** @param {number} opcode @param {Buffer | object} body */
    const write = (opcode, body) => {
      socket.write(encodeFrame(opcode, body));
      if (socket.writableLength > MAX_UNSENT_BYTES) end(new DiscordError('silent', 'Discord has stopped reading.'));
    };

    /** @param {string} command @param {object} args @param {string} [event] @returns {Promise<unknown>} */
    const request = (command, args, event) =>
      new Promise((answer, refuse) => {
        if (socket.destroyed) return refuse(new CommandError('gone', 'Discord is gone.'));
        if (pending.size >= MAX_PENDING) return refuse(new CommandError('silent', 'Discord has stopped answering.'));
        const nonce = randomUUID();
        const timer = setTimeout(() => {
          pending.delete(nonce);
          refuse(new CommandError('silent', `Discord did not answer ${command}.`));
        }, times.replyMs);
        pending.set(nonce, { resolve: answer, reject: refuse, timer });
        write(OPCODE.FRAME, { cmd: command, args, ...(event ? { evt: event } : {}), nonce });
      });

    /** @param {Record<string, unknown>} frame */
    const take = ({ cmd, evt, data, nonce }) => {
      if (cmd === 'DISPATCH') {
        if (typeof evt !== 'string' || !isRecord(data)) return;
        if (evt === 'READY' && !isReady) becomeReady(data.user);
        else if (isReady) heard(evt, data);
        return;
      }
      const command = typeof nonce === 'string' ? pending.get(nonce) : undefined;
      if (!command) return;
      pending.delete(String(nonce));
      clearTimeout(command.timer);
      if (evt === 'ERROR') command.reject(new CommandError('error', wordsOf(data)));
      else command.resolve(data);
    };

    /** @param {unknown} user */
    const becomeReady = (user) => {
      isReady = true;
      clearTimeout(giveUp);
      const { id, name } = userOf(user);
      resolve({
        user: { id, name },
        isArrpc: id === ARRPC_USER_ID,
        request,
        listen: (listener) => {
          heard = listener;
        },
        ended,
        close: () => end(new DiscordError('gone', 'The connection was closed here.')),
      });
    };

    const reader = createFrameReader(
      DISCORD_FORMAT,
      (header, body) => {
        switch (header.readInt32LE(0)) {
          case OPCODE.FRAME: {
            const frame = parseJson(body);
            if (isRecord(frame)) take(frame);
            return;
          }
          case OPCODE.PING:
            return write(OPCODE.PONG, body);
          case OPCODE.CLOSE:
            return end(closeError(parseJson(body)));
          case OPCODE.PONG:
            return;
          default:
            end(new DiscordError('garbled', 'What Discord sent is not its protocol.'));
        }
      },
      (bytes) => end(new DiscordError('garbled', `Discord announced a frame of ${bytes} bytes.`)),
    );

    socket.on('connect', () => {
      clearTimeout(giveUp);
      giveUp = setTimeout(() => end(new DiscordError('silent', 'Discord does not answer.')), times.readyMs);
      write(OPCODE.HANDSHAKE, { v: RPC_VERSION, client_id: clientId });
    });
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('error', (/** @type {NodeJS.ErrnoException} */ error) => end(socketError(error)));
    socket.on('close', () => end(new DiscordError('gone', 'Discord has quit.')));
  });
}
