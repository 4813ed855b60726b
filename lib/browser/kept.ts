import { browser } from 'wxt/browser';

/** What is kept for good under this key. Whoever reads it parses it: it may be of another version, or anybody's. */
export async function readKept(key: string): Promise<unknown> {
  const kept: Record<string, unknown> = await browser.storage.local.get(key);
  return kept[key];
}

/** Keeps what `change` makes of what was kept; nothing from a private window (SPEC EX-4). */
export async function changeKept(key: string, change: (kept: unknown) => unknown): Promise<void> {
  if (browser.extension.inIncognitoContext) return;
  await browser.storage.local.set({ [key]: change(await readKept(key)) });
}
