import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ChatLine } from '../../lib/core/chat/log';
import { MESSAGE_MAX } from '../../lib/core/text/clean-message';
import { useWords } from '../../lib/ui/words';
import { React } from './React';
import type { ChatActions } from './types';

interface ComposerProps {
  /** What the message answers, or which one it changes. */
  readonly about: { readonly line: ChatLine; readonly edits: boolean } | undefined;
  /** It is about nothing any more. */
  readonly done: () => void;
  /** Between two messages, s. */
  readonly slowS: number;
  /** The person has opened the chat to write. */
  readonly begins: boolean;
  readonly actions: ChatActions;
}

/** Where a message is written. Enter sends it, Shift and Enter begin another line, Escape ends a reply or an edit. */
export function Composer({ about, done, slowS, begins, actions }: ComposerProps): JSX.Element {
  const t = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (begins) box.current?.focus();
  }, [begins]);
  useEffect(() => {
    if (!about) return;
    if (about.edits) setText(about.line.text);
    box.current?.focus();
  }, [about]);

  const end = () => {
    if (about?.edits) setText('');
    done();
  };
  const send = () => {
    if (text.trim() === '') return;
    if (about?.edits) actions.rewrite(about.line.n, text);
    else actions.write(text, about && { by: about.line.by, n: about.line.n });
    setText('');
    done();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {about ? (
        <div class="composer-about">
          <p>
            {t(about.edits ? 'edit' : 'reply')}: <bdi>{about.edits ? about.line.text : about.line.name}</bdi>
          </p>
          <button
            type="button"
            class="plain"
            onClick={() => {
              end();
              box.current?.focus();
            }}
          >
            {t('cancel')}
          </button>
        </div>
      ) : null}
      <label class="unseen" for={id}>
        {t('message')}
      </label>
      <textarea
        id={id}
        ref={box}
        rows={2}
        // An empty box would be one from left to right, and with it the words that stand in for a message.
        {...(text === '' ? {} : { dir: 'auto' })}
        maxLength={MESSAGE_MAX}
        placeholder={slowS > 0 ? t('slowNow', String(slowS)) : t('messageHint')}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          if (event.currentTarget.value !== '') actions.typing();
        }}
        onKeyDown={(event) => {
          // While a word is being composed, Enter takes it.
          if (event.isComposing) return;
          if (event.key === 'Escape' && about) {
            event.preventDefault();
            end();
          }
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="buttons">
        <React react={actions.react} />
        <button type="submit" class="primary">
          {t('send')}
        </button>
      </div>
    </form>
  );
}
