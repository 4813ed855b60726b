import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import { worker } from '../helpers/browsers.mjs';
import { AGAIN_MS, both, type Fault, wait } from './fault';
import type { Pair } from './pair';

/** Cuts of which some heal by themselves, and some are longer than any connection lives. */
const CUTS_S = [4, 10, 25, 60];
/** SPEC TR-7: a host asks so often whether its server still knows it, and another socket is then there soon, ms. */
const NOTICED_MS = 25_000;
/** More than Chromium has connections for. */
const OFFERS = 520;

/** What is said from one to the other, or both ways, is lost for so long. */
const cut = (name: string, ends: readonly ('host' | 'guest')[], signalling: boolean): Fault[] =>
  CUTS_S.map((seconds) => ({
    name: `${name} for ${seconds} s`,
    withinMs: AGAIN_MS,
    happen: async ({ network }) => {
      for (const end of ends) network.to[end].loss = 1;
      if (signalling) network.setGone(true);
      await wait(seconds * 1_000);
      if (signalling) network.setGone(false);
      for (const end of ends) network.to[end].loss = 0;
    },
  }));

const signallingGone = async ({ network, stage }: Pair, forMs: number) => {
  network.setGone(true);
  await stage.restartServer(() => wait(forMs));
  network.setGone(false);
};

/** Somebody else at the signalling server, who speaks its protocol. */
async function stranger({ network }: Pair, id: string): Promise<WebSocket> {
  const address = `${network.url.replace(/^http/, 'ws')}/peerjs/peerjs?key=peerjs&id=${id}&token=${randomUUID()}`;
  const socket = new WebSocket(address);
  socket.on('error', () => {});
  await Promise.race([once(socket, 'open'), once(socket, 'close')]);
  return socket;
}

const idsOf = async (code: string) => (await sealedLinks().derive(code)).rendezvousIds;

const closePlace = async ({ people }: Pair, role: 'host' | 'guest') =>
  void (await (await worker(people[role].browser)).evaluate(() => chrome.offscreen.closeDocument()));

/** What happens between the two, and at the server that introduces them. */
export const NETWORK_FAULTS: readonly Fault[] = [
  ...cut('network cut from host to guest', ['guest'], false),
  ...cut('network cut from guest to host', ['host'], false),
  ...cut('network cut both ways', both, true),
  { name: 'signalling gone for a second', withinMs: AGAIN_MS, happen: (pair) => signallingGone(pair, 1_000) },
  { name: 'signalling gone for a minute', withinMs: AGAIN_MS, happen: (pair) => signallingGone(pair, 60_000) },
  {
    name: 'signalling gone for good',
    lasts: true,
    withinMs: AGAIN_MS,
    happen: (pair) => signallingGone(pair, 30_000),
  },
  {
    // The server's sockets to both are dead, and to everybody they look alive.
    name: 'half-open registration, and the guest’s room place closed',
    withinMs: NOTICED_MS,
    happen: async (pair) => {
      pair.network.deafen();
      await closePlace(pair, 'guest');
    },
  },
  {
    name: 'the host’s id taken by a stranger while its room place is closed',
    withinMs: NOTICED_MS,
    happen: async (pair) => {
      const ids = await idsOf(pair.code);
      let isOver = false;
      const squat = async (id: string) => {
        while (!isOver) {
          const socket = await stranger(pair, id);
          while (!isOver && socket.readyState === WebSocket.OPEN) await wait(20);
          socket.terminate();
        }
      };
      const squatters = ids.map(squat);
      await closePlace(pair, 'host');
      await wait(10_000);
      isOver = true;
      await Promise.all(squatters);
    },
  },
  {
    name: `${OFFERS} offers from a stranger, and the guest’s room place closed`,
    withinMs: AGAIN_MS,
    happen: async (pair) => {
      const own = randomUUID();
      const socket = await stranger(pair, own);
      const ids = await idsOf(pair.code);
      for (let at = 0; at < OFFERS; at++) {
        const connectionId = `dc_${at}`;
        const sdp = { type: 'offer', sdp: OFFER };
        const payload = { sdp, type: 'data', connectionId, label: connectionId, reliable: true, serialization: 'raw' };
        for (const dst of ids) socket.send(JSON.stringify({ type: 'OFFER', dst, payload }));
        await wait(15);
      }
      socket.close();
      await closePlace(pair, 'guest');
    },
  },
];

/** One that a browser answers. */
const OFFER = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  '',
].join('\r\n');
