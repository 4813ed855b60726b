// @ts-check
import http from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { impairedPath } from './impaired-path.mjs';

/**
 * Stands before the real signalling server and rewrites the addresses that peers tell each other, so that
 * all they send goes over an impaired path. Everything else passes as it is.
 *
 * @param {string} upstream http address of the real server
 * @param {Parameters<typeof impairedPath>[0]} profile
 */
export async function startImpairedServer(upstream, profile) {
  const path = impairedPath(profile);
  let isGone = false;
  /** @type {WeakSet<WebSocket>} */
  const deaf = new WeakSet();
  const server = http.createServer((request, response) => {
    if (isGone) return request.destroy();
    const onward = http.request(
      new URL(request.url ?? '/', upstream),
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (near, request) => {
    if (isGone) return near.terminate();
    const address = new URL(request.url ?? '/', upstream.replace(/^http/, 'ws'));
    const far = new WebSocket(address, near.protocol || []);
    // The relay's words go another way than those of peers who are introduced, and name no address.
    const names = address.pathname.startsWith('/peerjs');
    /** @type {Promise<void>} what is being rewritten keeps its place in the order */
    let queue = Promise.resolve();
    const opened = new Promise((resolve) => far.once('open', resolve));
    near.on('message', (data, isBinary) => {
      if (deaf.has(near)) return;
      queue = queue.then(async () => {
        const said = names ? await rewrite(String(data), path) : data;
        await opened;
        far.send(said, { binary: isBinary });
      });
    });
    far.on('message', (data, binary) => deaf.has(near) || near.send(data, { binary }));
    far.on('close', () => near.close());
    near.on('close', () => far.close());
    far.on('error', () => near.close());
    near.on('error', () => far.close());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    path,
    /** Throws everybody out and lets nobody in, or lets them in again. @param {boolean} gone */
    setGone(gone) {
      isGone = gone;
      if (gone) for (const client of sockets.clients) client.terminate();
    },
    /** What is said over the connections of now is lost either way, and nobody is told; a new one is as ever. */
    deafen() {
      for (const client of sockets.clients) deaf.add(client);
    },
    async close() {
      path.close();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Guests dial: who sends an offer is one, and who answers is the host. @type {Map<string, 'host' | 'guest'>} */
const roles = new Map();

/** @param {string} text @param {ReturnType<typeof impairedPath>} path */
async function rewrite(text, path) {
  const message = JSON.parse(text);
  const { type, dst, payload } = message;
  const connection = payload?.connectionId ?? '';
  // The server puts `src` in by itself; the connection's id is in every message of it.
  const whose = type === 'OFFER' ? 'guest' : type === 'ANSWER' ? 'host' : roles.get(`${connection} ${dst}`);
  if (type === 'OFFER') roles.set(`${connection} ${dst}`, 'guest');
  if (type === 'ANSWER') roles.set(`${connection} ${dst}`, 'host');
  if (payload?.candidate?.candidate) {
    payload.candidate.candidate = await through(payload.candidate.candidate, whose ?? 'guest', dst, path);
  }
  const sdp = payload?.sdp?.sdp;
  if (typeof sdp === 'string') {
    const lines = await Promise.all(
      sdp.split('\r\n').map(async (line) => {
        if (!line.startsWith('a=candidate:')) return line;
        const changed = await through(line.slice(2), whose ?? 'guest', dst, path);
        return changed === '' ? undefined : `a=${changed}`;
      }),
    );
    payload.sdp.sdp = lines.filter((line) => line !== undefined).join('\r\n');
  }
  return JSON.stringify(message);
}

/** One candidate, shown by a door of ours; what cannot be led through is left out. @param {string} candidate @param {'host' | 'guest'} whose @param {string} to @param {ReturnType<typeof impairedPath>} path */
async function through(candidate, whose, to, path) {
  const parts = candidate.split(' ');
  const [, , protocol, , address, port] = parts;
  if (protocol?.toLowerCase() !== 'udp' || !address || !/^\d+\.\d+\.\d+\.\d+$/.test(address)) return '';
  const door = await path.door(whose, address, Number(port), to);
  parts[4] = '127.0.0.1';
  parts[5] = String(door);
  return parts.join(' ').replace(/ raddr \S+ rport \d+/, '');
}
