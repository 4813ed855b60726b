import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import './chat-button.css';
import { useWords } from '../../lib/ui/words';

interface ChatButtonProps {
  /** Messages that the person here has not seen. */
  readonly unread: number;
  readonly open: () => void;
}

/** Opens the chat, and says how much of it is new. */
export function ChatButton({ unread, open }: ChatButtonProps): JSX.Element {
  const t = useWords();
  const id = useId();
  const isNew = unread > 0;
  return (
    <button
      type="button"
      class="chat-button"
      aria-label={t('chatTitle')}
      {...(isNew ? { 'aria-describedby': id } : {})}
      onClick={open}
    >
      {t('chatTitle')}
      {isNew ? (
        <>
          <span class="unread" aria-hidden="true">
            {Math.min(unread, 99)}
          </span>
          <span class="unseen" id={id}>
            {t('unreadMessages', String(unread))}
          </span>
        </>
      ) : null}
    </button>
  );
}
