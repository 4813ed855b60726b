import { certificate } from '../helpers/certificate.mjs';
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
