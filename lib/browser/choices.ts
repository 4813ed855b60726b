import { type Choice, chosenPath, parseChoices, withChoice } from '../core/film/chosen-video';
import { changeKept, readKept } from './kept';

const KEY = 'choices';

/** The path of the video that was chosen in such a frame of this site. */
export async function readChosenPath(site: string, frame: string): Promise<string | undefined> {
  return chosenPath(parseChoices(await readKept(KEY)), site, frame);
}

/** Keeps a choice, bounded, in the place of the site's earlier one. */
export async function keepChoice(choice: Choice): Promise<void> {
  await changeKept(KEY, (kept) => withChoice(parseChoices(kept), choice));
}
