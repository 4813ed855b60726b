import { browser } from 'wxt/browser';
import { findKept, type KeptList, withKept } from '../core/kept/kept-list';

async function read(key: string): Promise<unknown> {
  const kept: Record<string, unknown> = await browser.storage.local.get(key);
  return kept[key];
}

/** What this browser keeps in that list under that name. */
export async function readKept<E>(list: KeptList<E>, name: string): Promise<E | undefined> {
  return findKept(list, await read(list.key), name);
}

/** Keeps an entry; nothing from a private window (SPEC EX-4), and nothing of what has no name. */
export async function keep<E>(list: KeptList<E>, entry: E): Promise<void> {
  if (browser.extension.inIncognitoContext || list.nameOf(entry) === '') return;
  await browser.storage.local.set({ [list.key]: withKept(list, await read(list.key), entry) });
}
