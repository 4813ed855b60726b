import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { LanguageChoice as Choice, Language } from '../core/text/languages';
import { useWords } from './words';

/** Each in itself: whoever looks for a language may not read the one that the page is in. */
const NAMES: { readonly [L in Language]: string } = {
  ar: 'العربية',
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  ja: '日本語',
  pt_BR: 'Português (Brasil)',
  zh_CN: '简体中文',
};

interface LanguageChoiceProps {
  readonly value: Choice;
  readonly onChange: (language: Choice) => void;
}

/** A list of the languages, with the browser's own first. */
export function LanguageChoice({ value, onChange }: LanguageChoiceProps): JSX.Element {
  const t = useWords();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t('language')}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.currentTarget.value as Choice)}
      >
        <option value="auto">{t('languageAuto')}</option>
        {Object.entries(NAMES).map(([language, name]) => (
          <option key={language} value={language} lang={language.replace('_', '-')}>
            {name}
          </option>
        ))}
      </select>
      <p class="field-help" id={`${id}-help`}>
        {t('languageHelp')}
      </p>
    </div>
  );
}
