import { chosenLanguage, watchWords } from '../../lib/browser/language';
import { ask } from '../../lib/browser/messages';
import { browsersWords, wordsOf } from '../../lib/browser/words';
import { parseMessageTable } from '../../lib/core/text/messages';
import type { Translate } from '../../lib/ui/words';

let present: Translate = browsersWords;
const listeners = new Set<() => void>();

/** A message in the person's language, as far as it is known by now: what is said in the page asks for it as it is said. */
export const t: Translate = (key, ...subs) => present(key, ...subs);

/** Tells whenever the words are others from now on. */
export function onNewWords(listener: () => void, signal: AbortSignal): void {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/**
 * Learns the words of the language that the person has chosen, now and at every choice (SPEC LA-4).
 * @returns once they are known; nothing is to be said before
 */
export function learnWords(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const told = (words: Translate) => {
      present = words;
      resolve();
      for (const listener of listeners) listener();
    };
    watchWords(told, { read: askForWords, signal });
  });
}

/** Browsers hand no file of the package to a script in a web page; the background does, and is asked only where need be. */
async function askForWords(): Promise<Translate> {
  try {
    if ((await chosenLanguage()) === 'auto') return browsersWords;
    const { table } = await ask('words', null);
    return table === null ? browsersWords : wordsOf(parseMessageTable(table));
  } catch (error) {
    console.debug('lockstep: the words could not be asked for', error);
    return browsersWords;
  }
}
