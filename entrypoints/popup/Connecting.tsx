import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RoomView, Trying } from '../../lib/core/ports/room-view';
import { type MessageKey, useWords } from '../../lib/ui/words';

const TRYING_WORDS: { readonly [T in Trying]: MessageKey } = {
  server: 'trying_server',
  host: 'trying_host',
  hello: 'trying_hello',
  knock: 'trying_knock',
};

interface ConnectingProps {
  readonly view: Extract<RoomView, { state: 'connecting' }>;
  readonly cancel: () => void;
}

/** What is being tried, in words. */
export function Connecting({ view, cancel }: ConnectingProps): JSX.Element {
  const t = useWords();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <main class="state connecting">
      <div class="connecting-words">
        <span class="spinner" aria-hidden="true" />
        <div role="status">
          <h1>{t(view.creates ? 'openingRoom' : 'joiningRoom')}</h1>
          <p class="soft">{t(TRYING_WORDS[view.trying])}</p>
        </div>
      </div>
      <button ref={button} type="button" onClick={cancel}>
        {t('cancel')}
      </button>
    </main>
  );
}
