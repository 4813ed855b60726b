import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ChatLine, ChatLog } from '../../lib/core/chat/log';
import type { ChatView } from '../../lib/core/ports/chat-port';
import { Choice } from '../../lib/ui/Choice';
import { Notice } from '../../lib/ui/Notice';
import { SIGN_PICTURES } from '../../lib/ui/signs';
import { useWords } from '../../lib/ui/words';
import { Composer } from './Composer';
import { LinkQuestion } from './LinkQuestion';
import { Log } from './Log';
import { Moments } from './Moments';
import type { ChatActions, Seen } from './types';

export interface ChatProps {
  /** Undefined without a room. */
  readonly view: ChatView | undefined;
  readonly log: ChatLog;
  readonly reaction: Seen | undefined;
  readonly actions: ChatActions;
  /** The clock of the log, ms. */
  readonly now: () => number;
  /** In a frame over the film: Escape closes it, and it begins with the focus where messages are written. */
  readonly framed?: boolean;
}

const SLOW_S = ['0', '5', '15', '60'] as const;

/** What the members of the room say to each other. */
export function Chat({ view, log, reaction, actions, now, framed = false }: ChatProps): JSX.Element {
  const t = useWords();
  /** What the next message answers, or which one is being changed. */
  const [about, setAbout] = useState<{ readonly line: ChatLine; readonly edits: boolean }>();
  const [link, setLink] = useState<{ readonly url: string; readonly host: string }>();
  const answered = () => setLink(undefined);
  const isOpen = view?.room === 'open';
  const isMuted = isOpen && view.muted.includes(view.self);
  return (
    <main
      class="chat"
      onKeyDown={(event) => {
        const isMeant = framed && event.key === 'Escape' && !event.defaultPrevented && !event.isComposing;
        if (isMeant) actions.close();
      }}
    >
      <header class="chat-head">
        <h1>{t('chatTitle')}</h1>
        <button type="button" class="plain" aria-label={t('closeChat')} title={t('closeChat')} onClick={actions.close}>
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      {isOpen ? <Moments view={view} go={actions.go} /> : null}
      {isOpen && view.isHost ? (
        <details class="chat-more">
          <summary>{t('more')}</summary>
          <Choice
            label={t('slowMode')}
            value={SLOW_S.find((slow) => Number(slow) >= view.slowS) ?? '60'}
            options={SLOW_S.map((value) => ({ value, label: value === '0' ? t('slowOff') : t('slowSeconds', value) }))}
            onChange={(value) => actions.setSlow(Number(value))}
          />
        </details>
      ) : null}
      <Log view={view} log={log} actions={actions} now={now} about={setAbout} openLink={setLink} />
      {link ? (
        <LinkQuestion
          {...link}
          open={() => {
            actions.openLink(link.url);
            answered();
          }}
          cancel={answered}
        />
      ) : null}
      <p class="chat-now" role="status">
        {reaction ? (
          <>
            <bdi>{reaction.name}</bdi> <span aria-hidden="true">{SIGN_PICTURES[reaction.sign].picture}</span>
            <span class="unseen">{t(SIGN_PICTURES[reaction.sign].name)}</span>
          </>
        ) : (
          <TypingLine view={view} />
        )}
      </p>
      {isMuted ? <Notice>{t('youAreMuted')}</Notice> : null}
      {isOpen && !isMuted ? (
        <Composer
          about={about}
          done={() => setAbout(undefined)}
          slowS={view.isHost ? 0 : view.slowS}
          begins={framed}
          actions={actions}
        />
      ) : null}
    </main>
  );
}

function TypingLine({ view }: { readonly view: ChatView | undefined }): JSX.Element | null {
  const t = useWords();
  const names = (view?.typists ?? []).flatMap((typist) => view?.members.find(({ id }) => id === typist)?.name ?? []);
  if (names.length === 0) return null;
  return <bdi>{names.length > 2 ? t('manyType') : t('types', names.join(', '))}</bdi>;
}
