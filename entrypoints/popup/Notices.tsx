import type { JSX } from 'preact';
import type { DiscordView } from '../../lib/core/ports/companion';
import type { Offer } from '../../lib/core/ports/offer';
import type { RoomView } from '../../lib/core/ports/room-view';
import { clockText } from '../../lib/core/text/format-position';
import { Notice } from '../../lib/ui/Notice';
import { useWords } from '../../lib/ui/words';
import { questionText } from './OtherFilm';
import { obstacleText } from './obstacle';

interface NoticesProps {
  readonly view: Extract<RoomView, { state: 'room' }>;
  /** An invite to another room, which the person has not answered yet. */
  readonly offered: Offer | undefined;
  readonly discord: DiscordView | undefined;
  /** Names of those whom the room stands still for; empty: nobody. */
  readonly waitingFor: string;
}

/** What is the matter in the room, in words; the buttons to it follow below. */
export function Notices({ view, offered, discord, waitingFor }: NoticesProps): JSX.Element {
  const t = useWords();
  const host = view.members.find((member) => member.isHost);
  const self = view.members.find((member) => member.self);
  const lacksVideo = view.video === 'none' || self?.state === 'no-video';
  return (
    // Always there, also when empty: a live region that comes with its words is often not read out.
    <div class="notices" role="status">
      {view.connection === 'reconnecting' && !view.pairLost ? <Notice>{t('reconnecting')}</Notice> : null}
      {view.pairLost ? (
        <Notice>
          {t('problem_pair_lost')} {t('problem_pair_lost_next')}
        </Notice>
      ) : null}
      {view.watches ? <Notice>{t(view.watches.isAsking ? 'askedForSeat' : 'noSeat')}</Notice> : null}
      {view.connection === 'signalling-lost' ? <Notice>{t('signallingLost')}</Notice> : null}
      {!view.tabClosed && lacksVideo ? (
        <Notice>{view.taking === undefined ? t('roomNoVideo') : t('takingYou', view.taking)}</Notice>
      ) : null}
      {self?.state === 'failed' ? <Notice>{t('videoFailed')}</Notice> : null}
      {view.tabClosed ? <Notice>{t('roomTabClosed')}</Notice> : null}
      {view.prompt ? <Notice>{t(view.prompt === 'unmute' ? 'noticeMuted' : 'noticePressPlay')}</Notice> : null}
      {offered && 'why' in offered ? <Notice>{t('otherInvite')}</Notice> : null}
      {offered && 'problem' in offered ? <Notice>{obstacleText(offered.problem, t)}</Notice> : null}
      {view.knocks.map(({ id, name }) => (
        <Notice key={id}>{t('knocking', name)}</Notice>
      ))}
      {view.asks.map(({ id, name }) => (
        <Notice key={id}>{t('asksToDrive', name)}</Notice>
      ))}
      {view.asking && host ? <Notice>{t('askedToDrive', host.name)}</Notice> : null}
      {discord?.requests.map(({ userId, name }) => (
        <Notice key={userId}>{t('asksOnDiscord', name)}</Notice>
      ))}
      {view.question ? <Notice>{questionText(view.question, t)}</Notice> : null}
      {view.skip ? (
        <Notice>{t(view.skip.may ? 'skipOffer' : 'skipTold', view.skip.who, clockText(view.skip.to))}</Notice>
      ) : null}
      {view.holdsUp ? <Notice>{t('holdsUp')}</Notice> : null}
      {waitingFor ? <Notice>{t('waitingFor', waitingFor)}</Notice> : null}
    </div>
  );
}
