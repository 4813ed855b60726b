// @ts-check
import { installed, listening, plainServer } from './listening.mjs';

/**
 * What public services are like on a bad day.
 *
 * `silent`: takes the connection and never says a word. `refusing`: answers each request with a refusal, in the words of
 * trackers and of Nostr relays. `junk`: answers with what nobody asked for. `deaf`: takes and acknowledges events, and
 * passes none on, as some relays do with kinds that they do not know.
 *
 * @param {'silent' | 'refusing' | 'junk' | 'deaf'} manner
 * @param {{ port?: number }} [options]
 * @returns {Promise<import('./listening.mjs').TestServer>}
 */
export async function startUnhelpful(manner, { port } = {}) {
  const { WebSocketServer } = await installed('ws');
  const server = plainServer();
  new WebSocketServer({ server }).on('connection', (/** @type {any} */ socket) => {
    socket.on('error', () => {});
    socket.on('message', (/** @type {unknown} */ data) => {
      for (const answer of ANSWERS[manner](JSON.parse(String(data)))) socket.send(answer);
    });
  });
  return listening(server, port);
}

/** @type {Record<Parameters<typeof startUnhelpful>[0], (request: any) => string[]>} */
const ANSWERS = {
  silent: () => [],
  refusing: (request) => {
    if (!Array.isArray(request)) return [JSON.stringify({ 'failure reason': 'torrent not authorized' })];
    if (request[0] === 'REQ') return [JSON.stringify(['CLOSED', request[1], 'auth-required: members only'])];
    if (request[0] === 'EVENT') return [JSON.stringify(['OK', request[1].id, false, 'blocked: kind not allowed'])];
    return [];
  },
  junk: (request) => [
    '',
    'null',
    '[]',
    '{"offer":7}',
    '["EVENT"]',
    '["EVENT","x",{"content":{}}]',
    JSON.stringify({ action: 'announce', info_hash: request.info_hash, offer: 'x', offer_id: 1, peer_id: '__proto__' }),
    '<html>502 Bad Gateway</html>',
  ],
  deaf: (request) => {
    if (!Array.isArray(request)) return [];
    return request[0] === 'EVENT' ? [JSON.stringify(['OK', request[1].id, true, ''])] : [];
  },
};
