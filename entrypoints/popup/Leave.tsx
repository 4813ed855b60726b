import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../../lib/ui/words';

interface LeaveProps {
  /** Somebody else is here, and this member is host: what becomes of the room is asked. */
  readonly asks: boolean;
  /** @param ends the room is over for everybody */
  readonly leave: (ends?: boolean) => void;
}

/** *Leave room*: at one press, but for a host, whose friends may want to go on. */
export function Leave({ asks, leave }: LeaveProps): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const isAsking = asked && asks;
  useEffect(() => {
    if (!isAsking) return undefined;
    first.current?.focus();
    // Whoever has answered by a key is where the question came from.
    return () => opener.current?.focus();
  }, [isAsking]);
  if (!isAsking) {
    return (
      <button type="button" class="leave" ref={opener} onClick={() => (asks ? setAsked(true) : leave())}>
        {t('leaveRoom')}
      </button>
    );
  }
  return (
    <fieldset
      class="leaving"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // It would close the popup.
        event.preventDefault();
        setAsked(false);
      }}
    >
      <legend>{t('leaveAsk')}</legend>
      <button type="button" class="primary" ref={first} onClick={() => leave()}>
        {t('leavePassOn')}
      </button>
      <button type="button" class="leave" onClick={() => leave(true)}>
        {t('leaveEnd')}
      </button>
      <button type="button" class="plain" onClick={() => setAsked(false)}>
        {t('back')}
      </button>
    </fieldset>
  );
}
