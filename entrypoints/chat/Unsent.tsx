import type { JSX } from 'preact';
import type { ChatView, NotSent } from '../../lib/core/ports/chat-port';
import { type MessageKey, useWords } from '../../lib/ui/words';
import type { ChatActions } from './types';

const WHY: Readonly<Record<NotSent, MessageKey>> = {
  slow: 'notSentSlow',
  muted: 'youAreMuted',
  'too-fast': 'notSentFast',
  'too-late': 'notSent',
  unanswered: 'notSent',
};

interface UnsentProps {
  readonly unsent: ChatView['unsent'][number];
  readonly actions: Pick<ChatActions, 'again' | 'drop'>;
}

/** A message of one's own that the others do not have yet. */
export function Unsent({ unsent, actions }: UnsentProps): JSX.Element {
  const t = useWords();
  const { n, text, failed } = unsent;
  return (
    <article class="line" tabIndex={-1} data-own="true" data-unsent={failed ?? 'sending'}>
      <p class="line-text" dir="auto">
        {text}
      </p>
      <p class="line-head">{t(failed ? WHY[failed] : 'sending')}</p>
      {failed ? (
        <div class="line-acts">
          <button type="button" class="plain" onClick={() => actions.again(n)}>
            {t('sendAgain')}
          </button>
          <button type="button" class="plain leave" onClick={() => actions.drop(n)}>
            {t('delete')}
          </button>
        </div>
      ) : null}
    </article>
  );
}
