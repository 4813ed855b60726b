import { Fragment, type JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Status } from '../../lib/browser/message-map';
import type { RecentRoom } from '../../lib/core/ports/recent-rooms';
import { clockText } from '../../lib/core/text/format-position';
import { Notice } from '../../lib/ui/Notice';
import { type Translate, useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

type Before = NonNullable<Status['before']>;
type Acts = Pick<PopupActions, 'returnTo' | 'forgetRooms'>;

/** The room that nobody has left: the browser, or the extension, has ended with it. */
export function Present({ room, actions }: { readonly room: RecentRoom; readonly actions: Acts }): JSX.Element {
  const t = useWords();
  return (
    <div class="stack">
      <Notice>{t('roomStands', room.title || room.url)}</Notice>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => actions.returnTo(undefined)}>
          {t('returnToRoom')}
        </button>
        <button type="button" onClick={() => actions.forgetRooms(false)}>
          {t('notNow')}
        </button>
      </div>
    </div>
  );
}

/** Who was host, when, and where the film was. */
function about({ who, at, positionS }: RecentRoom, t: Translate): string[] {
  const when = new Date(at).toLocaleString(t('languageTag'), { dateStyle: 'medium', timeStyle: 'short' });
  return [who, when, ...(positionS === undefined ? [] : [clockText(positionS)])];
}

function Row({ room, actions }: { readonly room: RecentRoom; readonly actions: Acts }): JSX.Element {
  const t = useWords();
  const id = useId();
  const title = room.title || room.url;
  return (
    <li class="recent">
      <div class="recent-words">
        <span id={id} class="recent-title" dir="auto" title={title}>
          {title}
        </span>
        <span class="soft">
          {about(room, t).map((part, index) => (
            // Each by itself: beside a name in Latin letters an Arabic date would fall apart.
            <Fragment key={`${index}`}>
              {index > 0 ? ' · ' : ''}
              <bdi>{part}</bdi>
            </Fragment>
          ))}
        </span>
      </div>
      <button type="button" aria-describedby={id} onClick={() => actions.returnTo(room.code)}>
        {t('returnToRoom')}
      </button>
    </li>
  );
}

/** Rooms that this member was in, each with the way back to it. */
export function RecentRooms({
  before,
  actions,
}: {
  readonly before: Before;
  readonly actions: Acts;
}): JSX.Element | null {
  const t = useWords();
  // The room that stands has its own way back above.
  const rooms = before.recent.filter(({ code }) => code !== before.present?.code);
  if (rooms.length === 0) return null;
  return (
    <section class="recents">
      <div class="field-head">
        <h2 class="label">{t('recentRooms')}</h2>
        <button type="button" class="plain" onClick={() => actions.forgetRooms(true)}>
          {t('clearRooms')}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list is scrolled by arrow keys */}
      <ul class="scrolled" aria-label={t('recentRooms')} tabIndex={0}>
        {rooms.map((room) => (
          <Row key={room.code} room={room} actions={actions} />
        ))}
      </ul>
    </section>
  );
}
