import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Offer } from '../../lib/core/ports/offer';
import { Notice } from '../../lib/ui/Notice';
import { useWords } from '../../lib/ui/words';
import { obstacleText } from './obstacle';
import { PageLine } from './PageLine';
import type { Obstacle, PageHere, PopupActions } from './types';

export type Invitation = Extract<Offer, { why: unknown }>;

interface InvitedProps {
  readonly offer: Invitation;
  readonly page: PageHere;
  readonly actions: PopupActions;
}

/** An invite that waits for a press: why it waits, what joining shows to others, and the server if it is not known. */
export function Invited({ offer, page, actions }: InvitedProps): JSX.Element {
  const t = useWords();
  const [obstacle, setObstacle] = useState<Obstacle>();
  const heading = useRef<HTMLHeadingElement>(null);
  // Not on a button: a popup that opens by itself would take the key that was meant for the page.
  useEffect(() => heading.current?.focus(), []);
  return (
    <main class="state">
      <h1 ref={heading} tabIndex={-1}>
        {t('invitedTitle')}
      </h1>
      {'invite' in offer ? (
        <PageLine page={page} insist={obstacle === page.state} allowAccess={actions.allowAccess} />
      ) : (
        <p>{t('invitedOnDiscord')}</p>
      )}
      <Cautions offer={offer} />
      <p class="soft">{t('joinShows')}</p>
      {obstacle && obstacle !== page.state ? <Notice role="alert">{obstacleText(obstacle, t)}</Notice> : null}
      <OfferButtons label="join" join={async () => setObstacle(await actions.joinOffer())} decline={actions.decline} />
    </main>
  );
}

/** In a room: the buttons to what a notice says of another one. */
export function OtherInvite({ offer, actions }: Pick<InvitedProps, 'offer' | 'actions'>): JSX.Element {
  return (
    <div class="stack">
      <Cautions offer={offer} />
      <OfferButtons label="leaveAndJoin" join={() => void actions.joinOffer()} decline={actions.decline} />
    </div>
  );
}

/** Why it was not followed at once, where that is for the person to weigh. */
function Cautions({ offer }: { readonly offer: Invitation }): JSX.Element {
  const t = useWords();
  const { why, trust } = offer;
  const server = ('invite' in offer ? offer.invite.server : offer.server) ?? '';
  return (
    <>
      {why === 'page' ? <Notice>{t('invitedByPage')}</Notice> : null}
      {trust === 'unknown' ? <Notice>{t('invitedServer', server)}</Notice> : null}
      {trust === 'near' ? <Notice>{t('invitedNear', server)}</Notice> : null}
    </>
  );
}

interface OfferButtonsProps {
  readonly label: 'join' | 'leaveAndJoin';
  readonly join: () => void;
  readonly decline: () => void;
}

function OfferButtons({ label, join, decline }: OfferButtonsProps): JSX.Element {
  const t = useWords();
  return (
    <div class="buttons">
      <button type="button" class="primary" onClick={join}>
        {t(label)}
      </button>
      <button type="button" onClick={decline}>
        {t('notNow')}
      </button>
    </div>
  );
}
