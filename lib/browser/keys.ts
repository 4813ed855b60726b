import { browser } from 'wxt/browser';

/** Chrome's page, and by another name Edge's, which follows this one. */
const CHROME_PAGE = 'chrome://extensions/shortcuts';

/** The commands of the manifest with the keys that they have now. */
export async function readKeys(): Promise<readonly { readonly name: string; readonly keys: string }[]> {
  const all = (await browser.commands?.getAll()) ?? [];
  return all.map(({ name = '', shortcut = '' }) => ({ name, keys: shortcut }));
}

/** Shows the browser's page for them. @returns false: it lets no extension do so (Firefox before 137) */
export async function changeKeys(): Promise<boolean> {
  if (!import.meta.env.FIREFOX) {
    await browser.tabs.create({ url: CHROME_PAGE });
    return true;
  }
  const { openShortcutSettings } = browser.commands as { openShortcutSettings?: () => Promise<void> };
  if (!openShortcutSettings) return false;
  await openShortcutSettings();
  return true;
}
