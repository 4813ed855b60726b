import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useWords } from '../../lib/ui/words';

export interface FilesProps {
  readonly exportSettings: () => Promise<void>;
  /** @returns whether it was a file of settings */
  readonly importSettings: (file: File) => Promise<boolean>;
  readonly exportDiagnostics: () => Promise<void>;
}

interface Refusing {
  /** The file cannot be read. */
  readonly refused: () => void;
}

/** Settings as a file, out and in, and what is known for whoever is to help. */
export function Files({
  exportSettings,
  importSettings,
  exportDiagnostics,
  refused,
}: FilesProps & Refusing): JSX.Element {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [isWrong, setIsWrong] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const isRead = await importSettings(file).catch(() => false);
    setIsWrong(!isRead);
    if (!isRead) refused();
    // The same file can be chosen again.
    if (input.current) input.current.value = '';
  };
  return (
    <section class="files">
      <div class="buttons">
        <button type="button" onClick={() => void exportSettings()}>
          {t('exportSettings')}
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          {t('importSettings')}
        </button>
        <button type="button" onClick={() => void exportDiagnostics()}>
          {t('exportDiagnostics')}
        </button>
      </div>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      <p class="field-help">{t('filesHelp')}</p>
      <p class="field-error" role="alert">
        {isWrong ? t('importInvalid') : ''}
      </p>
    </section>
  );
}
