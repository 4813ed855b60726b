import { browser } from 'wxt/browser';
import { type Choice, chosenPath, parseChoices, withChoice } from '../core/choice';

const KEY = 'choices';

/** The path of the video that was chosen in such a frame of this site. */
export async function readChosenPath(site: string, frame: string): Promise<string | undefined> {
  const kept: Record<string, unknown> = await browser.storage.local.get(KEY);
  return chosenPath(parseChoices(kept[KEY]), site, frame);
}

/** Keeps a choice, bounded, in the place of the site's earlier one. */
export async function keepChoice(choice: Choice): Promise<void> {
  const kept: Record<string, unknown> = await browser.storage.local.get(KEY);
  await browser.storage.local.set({ [KEY]: withChoice(parseChoices(kept[KEY]), choice) });
}
