import type { TypedPort } from '../browser/ports';
import { parseTestRequest, type Tested } from '../core/ports/check-schema';
import { address } from '../room/dependencies';
import type { RoomSecrets } from '../room/links/link';
import { askServer } from '../transport/server-offer';
import { testConnection } from './test-connection';
import { waysOf } from './ways';

/**
 * Tries out the ways of who has opened this port, once it says which, and for as long as it is open.
 *
 * @param secrets of a room that is nobody's
 * @param rest the port is closed
 */
export function serveTest(
  port: TypedPort<unknown, Tested>,
  secrets: () => Promise<RoomSecrets>,
  rest: () => void,
): void {
  const over = new AbortController();
  const { signal } = over;
  port.onClose(() => {
    over.abort();
    rest();
  });
  let isAsked = false;
  port.onMessage(async (message) => {
    const request = parseTestRequest(message);
    if (!request || isAsked) return;
    isAsked = true;
    const { server, reach } = request;
    const ways = waysOf(server, reach);
    signal.addEventListener('abort', ways.close, { once: true });
    const parts = {
      askServer: server === undefined ? undefined : (until: AbortSignal) => askServer(server, until),
      ways,
      address: address(await secrets(), 0, server, []),
      now: () => performance.now(),
    };
    await testConnection(parts, (tested) => port.post(tested), signal);
    ways.close();
  });
}
