import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../../lib/ui/words';

interface LinkQuestionProps {
  readonly url: string;
  readonly host: string;
  readonly open: () => void;
  readonly cancel: () => void;
}

/** Whether a link that somebody wrote is to be opened (SPEC CH-6). It takes the focus once, and gives it back; Escape says no. */
export function LinkQuestion({ url, host, open, cancel }: LinkQuestionProps): JSX.Element {
  const t = useWords();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => (before as HTMLElement | null)?.focus();
  }, [url]);
  return (
    <div
      class="notice"
      role="alertdialog"
      aria-label={t('openLink', host)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        cancel();
      }}
    >
      <div>
        <p>{t('openLink', host)}</p>
        <p class="chat-url">
          <bdi>{url}</bdi>
        </p>
        <div class="buttons">
          <button type="button" ref={first} onClick={open}>
            {t('open')}
          </button>
          <button type="button" onClick={cancel}>
            {t('cancel')}
          </button>
        </div>
      </div>
    </div>
  );
}
