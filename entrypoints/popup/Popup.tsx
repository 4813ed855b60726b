import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Status } from '../../lib/browser/message-map';
import type { DiscordView } from '../../lib/core/ports/companion';
import type { Offer } from '../../lib/core/ports/offer';
import type { RoomView } from '../../lib/core/ports/room-view';
import { Icon } from '../../lib/ui/Icon';
import { Mark } from '../../lib/ui/Mark';
import { useWords } from '../../lib/ui/words';
import { Connecting } from './Connecting';
import { type Invitation, Invited } from './Invited';
import { NoRoom } from './NoRoom';
import { Room } from './Room';
import type { InviteShown } from './room-tab';
import { type Known, Trouble } from './Trouble';
import type { PageHere, PopupActions } from './types';

export interface PopupProps {
  /** Undefined: not heard from the background yet. */
  readonly view: RoomView | undefined;
  readonly page: PageHere;
  readonly name: string;
  readonly invite: InviteShown;
  readonly typed: string;
  /** An invite that waits in this tab. */
  readonly offered: Offer | undefined;
  /** While Discord is switched on. */
  readonly discord?: DiscordView | undefined;
  /** After a problem: it can be tried again. */
  readonly retries: boolean;
  /** Rooms that there were. */
  readonly rooms?: Status['before'];
  readonly elsewhere: boolean;
  readonly known: Known;
  readonly actions: PopupActions;
}

/** The popup in any of its states; it knows no browser, only what it is handed. */
export function Popup(props: PopupProps): JSX.Element {
  const t = useWords();
  return (
    <>
      <header class="head">
        <Mark />
        <span class="wordmark">{t('extensionName')}</span>
        <button type="button" class="plain" onClick={props.actions.openOptions}>
          <Icon name="options" />
          {t('options')}
        </button>
      </header>
      <State {...props} />
    </>
  );
}

function State({
  view,
  page,
  name,
  typed,
  invite,
  offered,
  discord,
  retries,
  rooms,
  elsewhere,
  known,
  actions,
}: PopupProps): JSX.Element {
  const seen = useRef<RoomView['state'] | undefined>(undefined);
  const before = seen.current;
  if (view) seen.current = view.state;
  switch (view?.state) {
    case undefined:
      return <main class="state" aria-busy="true" />;
    case 'none':
      return offered && 'why' in offered ? (
        <Invited key={keyOf(offered)} offer={offered} page={page} actions={actions} />
      ) : (
        <NoRoom page={page} name={name} typed={typed} before={rooms} actions={actions} />
      );
    case 'connecting':
      return <Connecting view={view} cancel={() => actions.leave()} />;
    case 'room':
      return (
        <Room
          // Another room is another arrival.
          key={view.code}
          view={view}
          invite={invite}
          offered={offered}
          discord={discord}
          elsewhere={elsewhere}
          filmHere={page.state === 'video'}
          arrived={before !== undefined}
          actions={actions}
        />
      );
    case 'problem':
      return (
        <Trouble
          problem={view.problem}
          checks={view.checks ?? []}
          page={page}
          known={known}
          retries={retries}
          actions={actions}
        />
      );
  }
}

const keyOf = (offer: Invitation) => ('invite' in offer ? offer.invite.code : offer.ticket);
