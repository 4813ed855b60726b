import type { Translate } from './words';

/** Languages of ours that are written from right to left. */
const RIGHT_TO_LEFT: readonly string[] = ['ar'];

/** In which language words are, and where their lines begin: the attributes of an element that says them. */
export interface Spoken {
  /** A BCP 47 tag. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** @param t the words in which everything is said */
export function spokenIn(t: Translate): Spoken {
  const lang = t('languageTag');
  return { lang, dir: RIGHT_TO_LEFT.includes(lang) ? 'rtl' : 'ltr' };
}

/** Tells the browser, and whoever reads the page out, in which language its words are, and where their lines begin. */
export function declareLanguage(page: Document, t: Translate): void {
  Object.assign(page.documentElement, spokenIn(t));
}
