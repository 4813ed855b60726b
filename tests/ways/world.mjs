// @ts-check
/**
 * An internet of this machine's own: homes behind routers that translate addresses, each in a network namespace, and a
 * street between them. Linux, root, `ip` and `nft`; and a network namespace for the process itself (`insideArgs`), so that
 * nothing of the machine's own network is touched, and nothing is left of this one.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, findProgram } from '../../scripts/find-browsers.mjs';

/** Where servers are, as an address of the internet: of a network that is for documents (RFC 5737). */
export const STREET = '203.0.113.1';
/** Another operator's. */
export const STREET_TOO = '203.0.113.2';
/** A router's address there: this and its number. */
const ROUTER_FROM = 10;
const PERSON_FROM = 10;
const PEOPLE_MAX = 2;

/** Set in the process that has a network namespace of its own. */
const INSIDE = 'LOCKSTEP_WAYS_INSIDE';
export const isInside = () => process.env[INSIDE] === '1';
/** A process's environment in there. */
export const insideEnv = () => ({ ...process.env, [INSIDE]: '1' });

/** Namespaces have names in a folder, which is this process's own too. */
const BEGIN = 'mkdir -p /run/netns && mount -t tmpfs none /run/netns && ip link set lo up && exec "$@"';
/** @param {string[]} command @returns {[string, string[]]} a program and its arguments */
export const insideArgs = (command) => [
  'unshare',
  ['--net', '--mount', '--fork', '--kill-child', 'sh', '-c', BEGIN, 'sh', ...command],
];

/** @returns {string[]} what is missing of what a world needs, in words */
export function missingForWorld() {
  if (process.platform !== 'linux') return ['Linux'];
  const programs = ['ip', 'nft', 'unshare'].filter((name) => findProgram(name) === undefined);
  return [...(process.getuid?.() === 0 ? [] : ['root']), ...programs];
}

/**
 * How a router translates addresses. `cone`: one of its ports for all that a machine's port speaks to, as home routers do;
 * `symmetric`: another one for each, as the networks of phones and firms.
 *
 * @typedef {'cone' | 'symmetric'} Nat
 */
/** @typedef {{ nat: Nat, udp?: boolean, people?: number }} HomePlan `udp`: false where the router lets none out */
/** @typedef {{ chromium: string }} Place where a person is: a program that starts Chromium there */

/** @param {string} program @param {string} words */
const run = (program, words) => execFileSync(program, words.split(' '), { stdio: ['ignore', 'ignore', 'pipe'] });
/** @param {string} words */
const ip = (words) => run('ip', words);
/** @param {string} namespace @param {string} rules */
const nft = (namespace, rules) =>
  execFileSync('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], {
    input: rules,
    stdio: ['pipe', 'ignore', 'pipe'],
  });

/** @param {HomePlan[]} plans */
export function openWorld(plans) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-world-'));
  const chromium = findChromium();
  ip('link add street type bridge');
  for (const address of [STREET, STREET_TOO]) ip(`addr add ${address}/24 dev street`);
  ip('link set street up');

  const homes = plans.map(({ nat, udp = true, people = 1 }, at) => {
    const router = `router-${at}`;
    openRouter(router, at, nat);
    if (!udp) stopUdp(router);
    /** @type {Place[]} */
    const places = [];
    for (let person = 0; person < Math.min(people, PEOPLE_MAX); person++) {
      const namespace = `home-${at}-${person}`;
      openRoom(namespace, router, at, person);
      const starter = join(folder, namespace);
      writeFileSync(starter, `#!/bin/sh\nexec ip netns exec ${namespace} "${chromium}" "$@"\n`);
      chmodSync(starter, 0o755);
      places.push({ chromium: starter });
    }
    return { places, stopUdp: () => stopUdp(router) };
  });

  return {
    homes,
    async close() {
      // A namespace lives on until its last process has gone, and with it the far end of its cables: these are cut by hand.
      for (const at of homes.keys()) ip(`link del out-${at}`);
      ip('link del street');
      for (const [at, { places }] of homes.entries()) {
        for (const person of places.keys()) ip(`netns del home-${at}-${person}`);
        ip(`netns del router-${at}`);
      }
      rmSync(folder, { recursive: true });
    },
  };
}

/** @typedef {ReturnType<typeof openWorld>} World */

/** @param {string} router @param {number} at @param {Nat} nat */
function openRouter(router, at, nat) {
  ip(`netns add ${router}`);
  ip(`link add out-${at} type veth peer name wan netns ${router}`);
  ip(`link set out-${at} master street up`);
  ip(`-n ${router} link set lo up`);
  ip(`-n ${router} addr add 203.0.113.${ROUTER_FROM + at}/24 dev wan`);
  ip(`-n ${router} link set wan up`);
  ip(`-n ${router} link add lan type bridge`);
  ip(`-n ${router} addr add 10.0.${at}.1/24 dev lan`);
  ip(`-n ${router} link set lan up`);
  execFileSync('ip', ['netns', 'exec', router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
  // What nobody has asked for is dropped before a router notes it down: else it would take the port that was to be used.
  nft(
    router,
    `table ip nat {
      chain out { type nat hook postrouting priority 100; oifname "wan" masquerade ${nat === 'symmetric' ? 'random,fully-random' : ''}; }
    }
    table ip filter {
      chain input { type filter hook input priority 0; iifname "wan" ct state new drop; }
      chain forward { type filter hook forward priority 0; iifname "wan" ct state new drop; }
    }`,
  );
}

/** @param {string} router */
const stopUdp = (router) => void nft(router, 'insert rule ip filter forward meta l4proto udp drop');

/** @param {string} namespace @param {string} router @param {number} at @param {number} person */
function openRoom(namespace, router, at, person) {
  ip(`netns add ${namespace}`);
  ip(`-n ${router} link add room-${person} type veth peer name eth0 netns ${namespace}`);
  ip(`-n ${router} link set room-${person} master lan up`);
  ip(`-n ${namespace} link set lo up`);
  ip(`-n ${namespace} addr add 10.0.${at}.${PERSON_FROM + person}/24 dev eth0`);
  ip(`-n ${namespace} link set eth0 up`);
  ip(`-n ${namespace} route add default via 10.0.${at}.1`);
}
