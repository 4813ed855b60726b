import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';

/** A broker of somebody else's, on loopback. */
export interface Broker {
  readonly url: string;
  readonly port: number;
  /** Everything that was published, in order. */
  readonly said: readonly Said[];
  /** Says something as only the broker itself could. */
  say(said: Said): Promise<void>;
  close(): Promise<void>;
}

export interface Said {
  readonly topic: string;
  readonly payload: readonly number[];
  readonly retain: boolean;
}

/** A public broker: it lets everybody do everything, and remembers all of it. */
export async function startOpenBroker(port = 0): Promise<Broker> {
  const broker = await Aedes.createBroker();
  const said: Said[] = [];
  broker.on('publish', ({ topic, payload, retain }) => {
    if (topic.startsWith('ls1/')) said.push({ topic, payload: [...Buffer.from(payload)], retain });
  });
  const listening = await listen(port, (socket) => {
    broker.handle(createWebSocketStream(socket) as unknown as Parameters<typeof broker.handle>[0], {} as never);
  });
  return {
    ...listening,
    said,
    say: ({ topic, payload, retain }) =>
      new Promise((resolve) =>
        broker.publish({ cmd: 'publish', qos: 0, dup: false, topic, payload: Buffer.from(payload), retain }, () =>
          resolve(),
        ),
      ),
    async close() {
      await listening.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}

const CONNACK_REFUSED = [0x20, 2, 0, 5];
const CONNACK_LET_IN = [0x20, 2, 0, 0];

/** How a broker may be of no use: what it answers to whatever is said. */
const MANNERS = {
  silent: () => undefined,
  refusing: (socket: WebSocket) => socket.send(Buffer.from(CONNACK_REFUSED)),
  junk: (socket: WebSocket) => socket.send(Buffer.from('<html>502 Bad Gateway</html>')),
  /** Lets us in, and grants nothing. */
  useless: (socket: WebSocket, packet: Buffer) => {
    const isSubscribe = packet[0] === 0x82;
    // The id comes after the length, which has a second byte from 128 on.
    const at = (packet[1] ?? 0) < 128 ? 2 : 3;
    socket.send(Buffer.from(isSubscribe ? [0x90, 3, packet[at] ?? 0, packet[at + 1] ?? 0, 128] : CONNACK_LET_IN));
  },
  /** A packet of 256 MB begins, and never ends. */
  endless: (socket: WebSocket) => socket.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])),
} as const;
export type Manner = keyof typeof MANNERS;
export const manners = Object.keys(MANNERS) as Manner[];

export const startUselessBroker = (manner: Manner) =>
  listen(0, (socket) => socket.on('message', (data) => MANNERS[manner](socket, data as Buffer)));

async function listen(port: number, onSocket: (socket: WebSocket) => void) {
  const server: Server = createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'mqtt' });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `ws://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.clients) socket.terminate();
      }),
  };
}
