// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { declareLanguage, spokenIn } from '../../lib/ui/language';
import ar from '../../public/_locales/ar/messages.json';
import de from '../../public/_locales/de/messages.json';
import { translator } from '../fixtures/gallery/words';

test('LA-1: a page says in which language and direction its words are', () => {
  expect([translator(ar), translator(de)].map(spokenIn)).toEqual([
    { lang: 'ar', dir: 'rtl' },
    { lang: 'de', dir: 'ltr' },
  ]);
  declareLanguage(document, translator(ar));
  expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['ar', 'rtl']);
});
