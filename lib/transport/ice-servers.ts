import type { RoomAddress } from './transport';

/**
 * As a browser takes them.
 *
 * @returns an object that a browser reads the servers of each time it makes a connection: credentials in them end, and
 * others take their place
 */
export function iceConfig(
  servers: () => RoomAddress['iceServers'],
  relayOnly = false,
): Pick<RTCConfiguration, 'iceTransportPolicy'> & { readonly iceServers: RTCIceServer[] } {
  return {
    ...(relayOnly ? { iceTransportPolicy: 'relay' } : {}),
    get iceServers() {
      return servers().map(({ urls, ...credentials }) => ({ urls: [urls].flat(), ...credentials }));
    },
  };
}

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether everybody who is met over this server is on the same machine. @param server its base address */
export const isLoopback = (server: string): boolean => LOOPBACK.test(new URL(server).hostname);
