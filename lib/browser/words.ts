import { browser } from 'wxt/browser';
import type { Translate } from '../ui/words';

/** A message in the language of the person's browser, by the `i18n` API; English where a language lacks it. */
export const t: Translate = (key, ...subs) => browser.i18n.getMessage(key, [...subs]);
