import type { JSX } from 'preact';
import type { ChatLine } from '../../lib/core/chat/log';
import { CHANGEABLE_MS } from '../../lib/core/chat/order';
import { partsOf } from '../../lib/core/chat/parts';
import type { ChatView } from '../../lib/core/ports/chat-port';
import { OwnColour } from '../../lib/ui/OwnColour';
import { useWords } from '../../lib/ui/words';
import type { ChatActions } from './types';

interface LineProps {
  readonly line: ChatLine;
  /** What it answers, while that is kept. */
  readonly answered: ChatLine | undefined;
  readonly view: ChatView | undefined;
  /** The person is at it: its buttons are shown. */
  readonly isActive: boolean;
  readonly activate: (isActive: boolean) => void;
  readonly actions: ChatActions;
  readonly now: () => number;
  readonly about: (about: { readonly line: ChatLine; readonly edits: boolean }) => void;
  readonly openLink: (link: { readonly url: string; readonly host: string }) => void;
}

/** One message: whatever is in it is text (SPEC CH-13). */
export function Line({ line, answered, view, isActive, activate, ...rest }: LineProps): JSX.Element {
  const t = useWords();
  const { actions, now, about, openLink } = rest;
  const isOwn = line.by === view?.self;
  const isDeleted = line.text === '';
  const members = view?.members ?? [];
  const parts = partsOf(line.text, members);
  const isMeant = parts.some((part) => part.kind === 'mention' && part.id === view?.self);
  const isMuted = view?.muted.includes(line.by) ?? false;
  return (
    <article
      class="line"
      tabIndex={-1}
      data-own={isOwn}
      data-meant={isMeant}
      onMouseEnter={() => activate(true)}
      onMouseLeave={() => activate(false)}
      onFocusCapture={() => activate(true)}
      onBlurCapture={({ currentTarget, relatedTarget }) =>
        currentTarget.contains(relatedTarget as Node) || activate(false)
      }
    >
      <p class="line-head">
        <OwnColour colour={members.find(({ id }) => id === line.by)?.colour} />
        <bdi class="line-name">{line.name}</bdi>
        <time>{timeOf(now() - line.at, t('languageTag'))}</time>
        {line.edited && !isDeleted ? <span>{t('edited')}</span> : null}
      </p>
      {line.re && !isDeleted ? (
        <p class="line-re">
          <span class="unseen">{t('reply')}: </span>
          <bdi>{answered ? `${answered.name}: ${answered.text || t('deleted')}` : '…'}</bdi>
        </p>
      ) : null}
      <p class="line-text" dir="auto">
        {isDeleted ? <em>{t('deleted')}</em> : null}
        {parts.map((part, index) => {
          const key = `${index}`;
          switch (part.kind) {
            case 'text':
              return part.text;
            case 'mention':
              return (
                <bdi key={key} class="mention">
                  {part.text}
                </bdi>
              );
            case 'place':
              return (
                <button
                  key={key}
                  type="button"
                  class="link"
                  title={t('goToPlace')}
                  onClick={() => actions.go(part.seconds)}
                >
                  {part.text}
                </button>
              );
            case 'link':
              return (
                <button
                  key={key}
                  type="button"
                  class="link"
                  onClick={() => openLink({ url: part.url, host: part.host })}
                >
                  <bdi>{part.text}</bdi>
                </button>
              );
          }
          return null;
        })}
      </p>
      {isActive && !isDeleted ? (
        <div class="line-acts">
          <button type="button" class="plain" onClick={() => about({ line, edits: false })}>
            {t('reply')}
          </button>
          {isOwn && now() - line.at < CHANGEABLE_MS ? (
            <>
              <button type="button" class="plain" onClick={() => about({ line, edits: true })}>
                {t('edit')}
              </button>
              <button
                type="button"
                class="plain leave"
                onClick={(event) => {
                  // The button goes with the words; the focus stays where the message was.
                  event.currentTarget.closest('article')?.focus();
                  actions.erase(line.n);
                }}
              >
                {t('delete')}
              </button>
            </>
          ) : null}
          {view?.isHost && !isOwn ? (
            <button type="button" class="plain" onClick={() => actions.mute(line.by, !isMuted)}>
              {t(isMuted ? 'unmuteMember' : 'muteMember')}
            </button>
          ) : null}
        </div>
      ) : null}
    </article>
  );
}

/** Made once for a language: a formatter takes longer to make than a message to draw. */
let formatter: { readonly lang: string; readonly format: Intl.DateTimeFormat } | undefined;

/** The time of day, as the person's language writes it. */
function timeOf(agoMs: number, lang: string): string {
  if (formatter?.lang !== lang) {
    formatter = { lang, format: new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' }) };
  }
  return formatter.format.format(Date.now() - agoMs);
}
