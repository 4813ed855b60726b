import { browser } from 'wxt/browser';
import { friendlyName } from '../core/text/friendly-name';
import { cleanName } from '../core/wire/fields';
import { readWords } from './language';

/** In `storage.local`, and no setting: the field of the person's own name stays empty (SPEC SE-4). */
const KEY = 'madeUpName';

/** The name of a person who has given none, in the language of the words: the same in every room, so that friends know it. */
export async function madeUpName(): Promise<string> {
  const kept = (await browser.storage.local.get(KEY))[KEY];
  const before = typeof kept === 'string' ? cleanName(kept) : '';
  if (before !== '') return before;
  const t = await readWords();
  const name = friendlyName(t('madeUpNames'), Math.random);
  await browser.storage.local.set({ [KEY]: name });
  return name;
}
