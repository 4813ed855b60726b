import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NamedPage } from '../helpers/pages.mjs';
import { startSite } from '../helpers/site.mjs';

export interface SecureSite {
  /** What makes Chromium find every other host here, and believe in its certificate. */
  readonly args: readonly string[];
  close(): Promise<void>;
}

/** Serves the pages that belong to a host of their own, over TLS: browsers know the big sites by that alone. */
export async function startSecureSite(
  pages: readonly NamedPage[],
  folders: Record<string, string>,
): Promise<SecureSite> {
  const own = pages.filter((page) => page.host !== undefined);
  if (own.length === 0) return { args: [], close: async () => {} };
  const hosts = Object.fromEntries(own.map(({ host, name }) => [host, `/pages/${name}/index.html`]));
  const site = await startSite({ folders, hosts, tls: certificate() });
  return {
    args: everyHostAt(site.port),
    close: () => site.close(),
  };
}

/** What makes Chromium find every other host on this port here, and believe in its certificate. */
export const everyHostAt = (port: number): readonly string[] => [
  `--host-resolver-rules=MAP * 127.0.0.1:${port}, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
  '--ignore-certificate-errors',
];

/** A certificate that nobody signed but itself, good for a day. */
export function certificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  try {
    execFileSync('openssl', ['req', ...kind, '-subj', '/CN=lockstep', '-keyout', key, '-out', cert], {
      stdio: 'pipe',
    });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch (cause) {
    throw new Error('No certificate could be made for the pages that need one: is openssl installed?', { cause });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
