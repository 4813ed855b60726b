import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ChatLine, type ChatLog, findLine } from '../../lib/core/chat/log';
import type { ChatView } from '../../lib/core/ports/chat-port';
import { useWords } from '../../lib/ui/words';
import { Line } from './Line';
import type { ChatActions } from './types';
import { Unsent } from './Unsent';

interface LogProps {
  readonly view: ChatView | undefined;
  readonly log: ChatLog;
  readonly actions: ChatActions;
  readonly now: () => number;
  readonly about: (about: { readonly line: ChatLine; readonly edits: boolean }) => void;
  readonly openLink: (link: { readonly url: string; readonly host: string }) => void;
}

/** So near to the end counts as being there, px. */
const AT_END_PX = 40;

/** Everything that was said, and what was not sent yet. Follows the end unless the person has scrolled away from it. */
export function Log({ view, log, actions, now, about, openLink }: LogProps): JSX.Element {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  /** The last line that was in view at the end. */
  const [seenChange, setSeenChange] = useState(0);
  /** The line whose buttons are shown: that under the pointer, or that with the focus. */
  const [active, setActive] = useState<string>();
  const unread = log.lines.filter(({ change, by }) => change > seenChange && by !== view?.self).length;

  const toEnd = () => {
    const { current } = box;
    if (current) current.scrollTop = current.scrollHeight;
  };
  const look = () => {
    const { current } = box;
    if (!current) return;
    follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < AT_END_PX;
    if (follows.current) setSeenChange(log.change);
  };
  useLayoutEffect(() => {
    if (!follows.current) return;
    toEnd();
    setSeenChange(log.change);
  }, [log, view?.unsent]);

  /** Up and down lead from message to message. */
  const move = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || !box.current) return;
    const lines = [...box.current.querySelectorAll<HTMLElement>('.line')];
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    const next = at < 0 ? lines.at(-1) : lines[at + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  const isEmpty = log.lines.length === 0 && (view?.unsent.length ?? 0) === 0;
  return (
    <div class="chat-log">
      <div
        ref={box}
        class="lines scrolled"
        role="log"
        aria-label={t('chatTitle')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        onScroll={look}
        onKeyDown={move}
      >
        {isEmpty ? <p class="chat-empty">{t(view?.room === 'open' ? 'chatEmpty' : 'chatNoRoom')}</p> : null}
        {log.lines.map((line) => {
          const key = `${line.by}.${line.n}`;
          return (
            <Line
              key={key}
              line={line}
              answered={line.re ? findLine(log, line.re) : undefined}
              view={view}
              isActive={active === key}
              activate={(isActive) => setActive((known) => (isActive ? key : known === key ? undefined : known))}
              actions={actions}
              now={now}
              about={about}
              openLink={openLink}
            />
          );
        })}
        {view?.unsent.map((unsent) => (
          <Unsent key={unsent.n} unsent={unsent} actions={actions} />
        ))}
      </div>
      {unread > 0 ? (
        <button type="button" class="to-end" onClick={toEnd}>
          {t('newMessages', String(unread))}
        </button>
      ) : null}
    </div>
  );
}
