import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';

const PUBLIC = join(import.meta.dirname, '../../public');

/** Has `fetch` read the extension's own files, as a browser does. @returns what was read, in order */
export function serveOwnFiles(): string[] {
  const read: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const { protocol, pathname } = new URL(address);
    if (protocol !== 'chrome-extension:') throw new TypeError('Failed to fetch');
    read.push(pathname);
    return new Response(await readFile(join(PUBLIC, pathname), 'utf8'));
  });
  return read;
}
