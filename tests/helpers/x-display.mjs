// @ts-check
/**
 * A screen of its own, and a mouse on it: what a browser draws outside of its pages, as the window of picture-in-picture, no
 * browser lets a test press. Speaks to Xvfb in the X protocol (version 11, and its extension XTEST 2.2), of which it needs
 * five requests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { findProgram } from '../../scripts/find-browsers.mjs';

/** @typedef {{ x: number, y: number, width: number, height: number }} Box of a window on the screen, pixels */

const SETUP_BYTES = 40;
const REPLY_BYTES = 32;
const VIEWABLE = 2;
/** Requests, as the protocol numbers them. */
const OPCODE = { attributes: 3, geometry: 14, tree: 15, extension: 98 };
const FAKE_INPUT = 2;
/** Events, as XTEST takes them. */
const EVENT = { press: 4, release: 5, motion: 6 };

/** What is missing for a screen here; empty: nothing. */
export const missingForDisplay = () => (findProgram('Xvfb') ? '' : 'Xvfb');

/** Starts a screen, for a browser that is then started with `env` and a window. */
export async function openDisplay() {
  const args = ['-displayfd', '1', '-screen', '0', '1280x900x24', '-ac', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [printed] = await once(server.stdout, 'data');
  const number = String(printed).trim();
  const { ask, tell, root } = await openConnection(`/tmp/.X11-unix/X${number}`);
  const name = Buffer.from('XTEST');
  const found = await ask(OPCODE.extension, 0, [u16(name.length), u16(0), name, Buffer.alloc(3)]);
  const xtest = found.readUInt8(9);
  const fake = (/** @type {number} */ type, /** @type {number} */ detail, x = 0, y = 0) =>
    tell(xtest, FAKE_INPUT, [
      ...[Buffer.from([type, detail, 0, 0]), u32(0), u32(root), Buffer.alloc(8)],
      ...[u16(x), u16(y), Buffer.alloc(8)],
    ]);
  return {
    env: { DISPLAY: `:${number}` },
    /** All windows that are to be seen. @returns {Promise<Box[]>} */
    windows: async () => {
      const tree = await ask(OPCODE.tree, 0, [u32(root)]);
      const ids = Array.from({ length: tree.readUInt16LE(16) }, (_, i) => tree.readUInt32LE(REPLY_BYTES + 4 * i));
      const boxes = [];
      for (const id of ids) {
        if ((await ask(OPCODE.attributes, 0, [u32(id)])).readUInt8(26) !== VIEWABLE) continue;
        const box = await ask(OPCODE.geometry, 0, [u32(id)]);
        const [x, y] = [box.readInt16LE(12), box.readInt16LE(14)];
        boxes.push({ x, y, width: box.readUInt16LE(16), height: box.readUInt16LE(18) });
      }
      return boxes;
    },
    /** @param {number} x @param {number} y */
    move: (x, y) => fake(EVENT.motion, 0, x, y),
    /** A click of the main button, where the mouse is. */
    click: () => {
      fake(EVENT.press, 1);
      fake(EVENT.release, 1);
    },
    close: () => void server.kill(),
  };
}

/** @param {number} value */
const u16 = (value) => Buffer.from(Uint16Array.of(value).buffer);
/** @param {number} value */
const u32 = (value) => Buffer.from(Uint32Array.of(value).buffer);

/** @param {string} path of its socket */
async function openConnection(path) {
  const socket = connect(path);
  await once(socket, 'connect');
  let received = Buffer.alloc(0);
  /** @type {(() => void) | undefined} */
  let wake;
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    wake?.();
  });
  /** @param {number} bytes */
  const take = async (bytes) => {
    while (received.length < bytes) {
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
      });
    }
    const taken = received.subarray(0, bytes);
    received = received.subarray(bytes);
    return taken;
  };
  // Least significant byte first; version 11.0; no authorization.
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const begin = await take(8);
  if (begin[0] !== 1) throw new Error('the X server refuses the connection');
  const setup = await take(4 * begin.readUInt16LE(6));
  const vendorBytes = Math.ceil(setup.readUInt16LE(16) / 4) * 4;
  const root = setup.readUInt32LE(SETUP_BYTES - 8 + vendorBytes + 8 * setup.readUInt8(21));
  /** @param {number} opcode @param {number} minor @param {Buffer[]} parts */
  const tell = (opcode, minor, parts) => {
    const body = Buffer.concat(parts);
    socket.write(Buffer.concat([Buffer.from([opcode, minor]), u16(1 + body.length / 4), body]));
  };
  /** @param {number} opcode @param {number} minor @param {Buffer[]} parts */
  const ask = async (opcode, minor, parts) => {
    tell(opcode, minor, parts);
    for (;;) {
      const head = await take(REPLY_BYTES);
      if (head[0] === 0) throw new Error(`the X server answers request ${opcode} by error ${head[1]}`);
      // Other than a reply it is an event, of which none is asked for.
      if (head[0] === 1) return Buffer.concat([head, await take(4 * head.readUInt32LE(4))]);
    }
  };
  return { ask, tell, root };
}
