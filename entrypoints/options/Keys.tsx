import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type MessageKey, useWords } from '../../lib/ui/words';

/** A command of the manifest, and its keys as the browser writes them; empty: none. */
export interface Key {
  readonly name: string;
  readonly keys: string;
}

export interface KeysProps {
  readonly read: () => Promise<readonly Key[]>;
  /** Shows the browser's own page for it. @returns false: this browser lets no extension do so */
  readonly change: () => Promise<boolean>;
}

const WORDS: { readonly [name: string]: MessageKey } = {
  _execute_action: 'keyOpen',
  _execute_browser_action: 'keyOpen',
  'sync-now': 'syncNow',
  'watch-alone': 'watchAlone',
  'open-chat': 'commandChat',
};

/** The keys as they are, and the way to change them. */
export function Keys({ read, change }: KeysProps): JSX.Element {
  const t = useWords();
  const [keys, setKeys] = useState<readonly Key[]>([]);
  const [elsewhere, setElsewhere] = useState(false);
  useEffect(() => void read().then(setKeys, () => {}), []);
  return (
    <section class="keys" aria-labelledby="keys">
      <h2 id="keys" class="label">
        {t('optionsKeys')}
      </h2>
      <dl>
        {keys.map(({ name, keys: typed }) => {
          const word = WORDS[name];
          return word === undefined ? null : (
            <div key={name} class="key">
              <dt>{t(word)}</dt>
              <dd>{typed === '' ? t('keyNone') : <kbd>{typed}</kbd>}</dd>
            </div>
          );
        })}
      </dl>
      <div class="buttons">
        <button type="button" onClick={async () => setElsewhere(!(await change().catch(() => false)))}>
          {t('changeKeys')}
        </button>
      </div>
      <p class="field-help" role="status">
        {elsewhere ? t('keysElsewhere') : ''}
      </p>
    </section>
  );
}
