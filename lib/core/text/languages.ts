/** The languages that Lockstep speaks, by the names of their folders in `public/_locales`. */
export const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'ja', 'pt_BR', 'zh_CN'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What a person can choose; `auto`: the language of the browser. */
export type LanguageChoice = Language | 'auto';

/** Reads what storage or a file holds; anything that is no language of ours is `auto`. */
export function parseLanguage(kept: unknown): LanguageChoice {
  return LANGUAGES.find((language) => language === kept) ?? 'auto';
}
