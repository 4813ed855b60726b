import { browser } from 'wxt/browser';
import { fillMessage, type MessageTable } from '../core/text/messages';
import type { Translate } from '../ui/words';

/** A message in the language of the browser, by the `i18n` API; English where a language lacks it. */
export const browsersWords: Translate = (key, ...subs) => browser.i18n.getMessage(key, [...subs]);

/** Messages of a table; what it lacks is said in the language of the browser. */
export function wordsOf(table: MessageTable): Translate {
  return (key, ...subs) => {
    const text = table[key];
    return text === undefined ? browsersWords(key, ...subs) : fillMessage(text, subs);
  };
}
