import { type DataConnection, Peer } from 'peerjs';

/** Messages between a rival's pages, over the same kind of channel as Lockstep's. Ordered. */
export interface Wire {
  send(message: unknown): void;
  onMessage(hear: (message: never, reply: (answer: unknown) => void) => void): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function register(server: string, id: string): Promise<Peer> {
  const { hostname, port } = new URL(server);
  const peer = new Peer(id, {
    host: hostname,
    port: Number(port),
    path: '/peerjs',
    secure: false,
    config: { iceServers: [] },
    debug: 0,
  });
  return new Promise((resolve, reject) => {
    peer.once('open', () => resolve(peer));
    peer.once('error', reject);
  });
}

/** Resolves when others can dial (host), or when the channel is open (guest). */
export async function openWire(server: string, room: string, role: 'host' | 'guest'): Promise<Wire> {
  const connections: DataConnection[] = [];
  const hearers: ((message: never, reply: (answer: unknown) => void) => void)[] = [];
  const say = (connection: DataConnection, message: unknown) => {
    if (connection.open) connection.send(encoder.encode(JSON.stringify(message)));
  };
  const add = (connection: DataConnection) => {
    connections.push(connection);
    connection.on('data', (data) => {
      const message = JSON.parse(decoder.decode(data as ArrayBuffer)) as never;
      for (const hear of hearers) hear(message, (answer) => say(connection, answer));
    });
  };
  const peer = await register(server, role === 'host' ? room : `${room}-${Math.random().toString(36).slice(2)}`);
  if (role === 'host') peer.on('connection', add);
  else {
    const connection = peer.connect(room, { serialization: 'raw', reliable: true });
    await new Promise<void>((resolve) => connection.once('open', resolve));
    add(connection);
  }
  return {
    send: (message) => {
      for (const connection of connections) say(connection, message);
    },
    onMessage: (hear) => void hearers.push(hear),
  };
}
