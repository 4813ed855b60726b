import { networkCause } from '../core/doctor/candidates';
import type { Cause } from '../core/doctor/check';
import type { IceServer } from '../core/wire/server-offer';
import { iceConfig } from './ice-servers';

/** A STUN server answers within a round trip; who has not by now does not, ms. */
const GATHER_MS = 2_500;

/**
 * Has the browser look for addresses once, and reads from them what keeps this machine from being reached (SPEC DR-2).
 *
 * @returns undefined: nothing that can be seen from here. Never rejects
 */
export async function lookAtNetwork(servers: readonly IceServer[], relayOnly: boolean): Promise<Cause | undefined> {
  const urls = servers.flatMap((server) => server.urls);
  const asked = {
    stun: urls.some((url) => /^stuns?:/i.test(url)),
    turn: urls.some((url) => /^turns?:/i.test(url)),
    relayOnly,
  };
  // Nothing may be gathered, and there is nothing to be seen.
  if (relayOnly && !asked.turn) return undefined;
  let connection: RTCPeerConnection;
  try {
    connection = new RTCPeerConnection(iceConfig(() => servers, relayOnly));
  } catch {
    return 'webrtc-off';
  }
  try {
    return networkCause(await candidatesOf(connection), asked);
  } catch {
    return 'webrtc-off';
  } finally {
    connection.close();
  }
}

async function candidatesOf(connection: RTCPeerConnection): Promise<readonly string[]> {
  const lines: string[] = [];
  connection.createDataChannel('');
  const gathered = new Promise<void>((resolve) => {
    setTimeout(resolve, GATHER_MS);
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.candidate) lines.push(candidate.candidate);
      else if (candidate === null) resolve();
    });
  });
  await connection.setLocalDescription(await connection.createOffer());
  await gathered;
  return lines;
}
