import type { Translate } from './words';

/** Languages of ours that are written from right to left. */
const RIGHT_TO_LEFT: readonly string[] = ['ar'];

/** @param t the words in which everything is said */
export const directionOf = (t: Translate): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.includes(t('languageTag')) ? 'rtl' : 'ltr');

/** Tells the browser, and whoever reads the page out, in which language its words are, and where their lines begin. */
export function declareLanguage(page: Document, t: Translate): void {
  page.documentElement.lang = t('languageTag');
  page.documentElement.dir = directionOf(t);
}
