import { type ServerTrust, serverList, trustOf } from '../core/wire/server-trust';
import { keep, readKept } from './kept';
import { DEFAULT_SERVER, readSettings } from './settings';

/** How far the person trusts the server that an invite names (SPEC INV-7). @param server undefined: the default one */
export async function readTrust(server: string | undefined): Promise<ServerTrust> {
  const [settings, kept] = await Promise.all([readSettings(), readKept(serverList, server ?? '')]);
  return trustOf(server, { own: settings.server, defaultServer: DEFAULT_SERVER, used: kept !== undefined });
}

/** A room was open over this server: the person has agreed to it. */
export const keepServer = (server: string): Promise<void> => keep(serverList, server);
