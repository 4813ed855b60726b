import { browser } from 'wxt/browser';
import { type Language, type LanguageChoice, parseLanguage } from '../core/text/languages';
import { type MessageTable, readMessages } from '../core/text/messages';
import type { Translate } from '../ui/words';
import { browsersWords, wordsOf } from './words';

/** The name of the setting in `storage.local`. */
const KEY = 'language';

/** The language that was read last, for as long as this context lives. */
let last: { readonly language: Language; readonly table: Promise<MessageTable> } | undefined;

export async function chosenLanguage(): Promise<LanguageChoice> {
  return parseLanguage((await browser.storage.local.get(KEY))[KEY]);
}

/**
 * The messages of the language that the person has chosen, out of the extension's own package. Browsers hand that file to
 * pages of ours and to the background; a content script has to ask for it.
 *
 * @returns undefined: the language is the browser's, and nothing is read (SPEC LA-2). So it is where the file cannot be read
 */
export async function readTable(): Promise<MessageTable | undefined> {
  try {
    const language = await chosenLanguage();
    if (language === 'auto') return undefined;
    if (last?.language !== language) last = { language, table: load(language) };
    return await last.table;
  } catch (error) {
    last = undefined;
    console.warn('lockstep: the language that was chosen could not be read', error);
    return undefined;
  }
}

async function load(language: Language): Promise<MessageTable> {
  const answer = await fetch(browser.runtime.getURL(`/_locales/${language}/messages.json`));
  return readMessages(await answer.json());
}

/** The words of the person's language, in a page of ours or in the background. */
export async function readWords(): Promise<Translate> {
  const table = await readTable();
  return table ? wordsOf(table) : browsersWords;
}

/**
 * Tells the words of the person's language: at once, and whenever the person chooses another.
 * @param read where the words come from
 */
export function watchWords(
  told: (words: Translate) => void,
  { read = readWords, signal }: { readonly read?: () => Promise<Translate>; readonly signal?: AbortSignal } = {},
): void {
  let turn = 0;
  const look = async () => {
    turn += 1;
    const mine = turn;
    const words = await read();
    // Of two that were chosen quickly the second counts, whichever is read first.
    if (mine === turn && !signal?.aborted) told(words);
  };
  const changed = (changes: Record<string, unknown>) => {
    if (KEY in changes) void look();
  };
  browser.storage.local.onChanged.addListener(changed);
  signal?.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
  void look();
}
