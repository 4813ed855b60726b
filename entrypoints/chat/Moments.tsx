import type { JSX } from 'preact';
import type { ChatView } from '../../lib/core/ports/chat-port';
import { clockText } from '../../lib/core/text/format-position';
import { SIGN_PICTURES } from '../../lib/ui/signs';
import { useWords } from '../../lib/ui/words';

interface MomentsProps {
  readonly view: ChatView;
  readonly go: (place: number) => void;
}

/** The film from its beginning to its end, with the places where people reacted: a press takes the film there. */
export function Moments({ view, go }: MomentsProps): JSX.Element | null {
  const t = useWords();
  const { moments, lengthS } = view;
  if (lengthS === undefined || moments.length === 0) return null;
  const places = new Map<number, ChatView['moments'][number][]>();
  for (const moment of moments) places.set(moment.at, [...(places.get(moment.at) ?? []), moment]);
  return (
    <fieldset class="moments" aria-label={t('moments')}>
      {[...places].map(([at, here]) => {
        const [most] = [...here].sort((a, b) => b.count - a.count);
        const count = here.reduce((sum, moment) => sum + moment.count, 0);
        const words = t('moment', clockText(at), String(count));
        return most ? (
          <button
            key={at}
            type="button"
            class="moment"
            style={{ insetInlineStart: `${Math.min(100, (at / lengthS) * 100)}%` }}
            aria-label={words}
            title={words}
            onClick={() => go(at)}
          >
            <span aria-hidden="true">{SIGN_PICTURES[most.sign].picture}</span>
          </button>
        ) : null;
      })}
    </fieldset>
  );
}
