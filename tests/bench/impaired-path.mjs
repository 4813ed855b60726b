// @ts-check
import dgram from 'node:dgram';

/**
 * A path between two WebRTC peers on this machine that delays, jitters and drops, each direction on its own.
 * It works without root: the candidates that the peers exchange are rewritten (see impaired-server) so
 * that each side knows only sockets of ours, and what arrives at those is passed on late, or not at all.
 *
 * @typedef {object} Leg one direction
 * @property {number} delayMs
 * @property {number} jitterMs added, evenly spread from 0 to twice this less the same: delay ± jitter
 * @property {number} loss share of packets dropped, 0–1
 */

/** Delivers in order, as one route does: a late packet holds up those behind it. @param {Leg} leg @param {() => number} random */
function makeLeg(leg, random) {
  let lastAt = 0;
  return (/** @type {() => void} */ deliver) => {
    if (leg.loss > 0 && random() < leg.loss) return;
    const wait = leg.delayMs + (random() * 2 - 1) * leg.jitterMs;
    if (wait <= 0) return deliver();
    const at = Math.max(lastAt, performance.now() + wait);
    lastAt = at;
    later(at, deliver);
  };
}

/** Node's timers have a grain of 1 ms and round up: wait a little less, and yield for the rest. @param {number} at @param {() => void} task */
function later(at, task) {
  const left = at - performance.now();
  if (left > 1.5) setTimeout(() => later(at, task), left - 1.5);
  else if (left > 0.05) setImmediate(() => later(at, task));
  else task();
}

/** A seeded generator, so that a run can be repeated (mulberry32). @param {number} seed */
export function seeded(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @param {{ toHost: Leg, toGuest: Leg, seed?: number }} profile
 * @returns a path; `door` gives the address at which one peer is to be shown to the other
 */
export function impairedPath({ toHost, toGuest, seed = 1 }) {
  const random = seeded(seed);
  const legs = { host: makeLeg(toHost, random), guest: makeLeg(toGuest, random) };
  /** @type {dgram.Socket[]} */
  const sockets = [];
  /** @type {Map<string, Promise<number>>} */
  const doors = new Map();
  let packets = 0;

  const open = async () => {
    const socket = dgram.createSocket('udp4');
    sockets.push(socket);
    socket.on('error', () => {});
    await new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(undefined)));
    return socket;
  };

  /** A socket that stands for the peer at `address`; who it is decides which leg leads to it. */
  const makeDoor = async (
    /** @type {'host' | 'guest'} */ whose,
    /** @type {string} */ address,
    /** @type {number} */ port,
  ) => {
    const door = await open();
    /** @type {Map<string, Promise<dgram.Socket>>} a return socket for everyone who knocks */
    const returns = new Map();
    door.on('message', async (message, from) => {
      packets++;
      const key = `${from.address}:${from.port}`;
      let back = returns.get(key);
      if (!back) {
        back = open().then((socket) => {
          const leg = legs[whose === 'host' ? 'guest' : 'host'];
          socket.on('message', (reply) => leg(() => door.send(reply, from.port, from.address)));
          return socket;
        });
        returns.set(key, back);
      }
      const socket = await back;
      legs[whose](() => socket.send(message, port, address));
    });
    return door.address().port;
  };

  return {
    /** @param {'host' | 'guest'} whose @param {string} address @param {number} port @param {string} to who will see it */
    door(whose, address, port, to) {
      const key = `${whose} ${address}:${port} ${to}`;
      let made = doors.get(key);
      if (!made) {
        made = makeDoor(whose, address, port);
        doors.set(key, made);
      }
      return made;
    },
    get packets() {
      return packets;
    },
    close() {
      for (const socket of sockets) socket.close();
    },
  };
}
