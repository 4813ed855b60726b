import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { DiscordView } from '../../lib/core/ports/companion';
import type { Offer } from '../../lib/core/ports/offer';
import type { RoomView } from '../../lib/core/ports/room-view';
import { MemberAnnouncer } from '../../lib/ui/Announcer';
import { Choice } from '../../lib/ui/Choice';
import { CopyField } from '../../lib/ui/CopyField';
import { Icon } from '../../lib/ui/Icon';
import { MemberList } from '../../lib/ui/MemberList';
import { QrCode } from '../../lib/ui/QrCode';
import { ShiftField } from '../../lib/ui/ShiftField';
import { Switch } from '../../lib/ui/Switch';
import { type Translate, useWords } from '../../lib/ui/words';
import { Audience } from './Audience';
import { ChatButton } from './ChatButton';
import { OtherInvite } from './Invited';
import { DriveAsks, Knocks } from './Knocks';
import { Leave } from './Leave';
import { More } from './More';
import { Notices } from './Notices';
import { DiscordRequests } from './OnDiscord';
import { OtherFilm } from './OtherFilm';
import { OtherTab } from './OtherTab';
import { OwnWay } from './OwnWay';
import type { InviteShown } from './room-tab';
import { SkipOffer } from './SkipOffer';
import { StartTogether } from './StartTogether';
import type { PopupActions } from './types';

interface RoomProps {
  readonly view: Extract<RoomView, { state: 'room' }>;
  /** Empty until the room's tab has been looked up. */
  readonly invite: InviteShown;
  /** An invite to another room, which the person has not answered yet. */
  readonly offered: Offer | undefined;
  /** While Discord is switched on. */
  readonly discord: DiscordView | undefined;
  /** The popup was opened over another tab than the room's. */
  readonly elsewhere: boolean;
  /** That tab has a video. */
  readonly filmHere: boolean;
  /** The person was just taken here by a press: the focus follows. */
  readonly arrived: boolean;
  readonly actions: PopupActions;
}

/** Loaded when it is first wanted. */
const draw = async (text: string) => (await import('../../lib/qr/write')).drawQr(text);

/** A code that is read out on the phone: big enough, and a read-only textbox so that it can be selected. */
function RoomCode({ code }: { readonly code: string }): JSX.Element {
  const t = useWords();
  const id = useId();
  return (
    <div class="row">
      <label for={id}>{t('roomCode')}</label>
      <input
        id={id}
        class="code"
        dir="ltr"
        type="text"
        readOnly
        value={code}
        spellcheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
    </div>
  );
}

/** Who can control, as a guest is told. */
function controlText({ control, members }: RoomProps['view'], t: Translate): string {
  if (control === 'everyone') return t('controlEveryone');
  const drivers = members.filter(({ isHost, drives }) => (control === 'host' ? isHost : isHost || drives));
  return drivers.map(({ name }) => name).join(', ');
}

/** In a room: who is there and how they are; the host also invites and says who may control. */
export function Room({
  view,
  invite,
  offered,
  discord,
  elsewhere,
  filmHere,
  arrived,
  actions,
}: RoomProps): JSX.Element {
  const t = useWords();
  const host = view.members.find((member) => member.isHost);
  const self = view.members.find((member) => member.self);
  const { isHost } = view;
  const hostName = view.watches?.hostName ?? host?.name;
  const invitation = offered && 'why' in offered ? offered : undefined;
  const { share } = actions;
  // Nobody is waited for by who watches alone.
  const waitingFor = view.alone ? '' : view.waiting.join(', ');
  // A page that the tab is just being taken away from is not worth a reload.
  const lacksVideo = self?.state === 'failed' || (self?.state === 'no-video' && view.taking === undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const copyButton = useRef<HTMLButtonElement>(null);
  // For a host the next thing to do is to copy the invite; a guest hears where they are.
  useEffect(() => {
    if (arrived) (isHost ? copyButton : heading).current?.focus();
  }, []);
  return (
    <main class="state" data-role={isHost ? 'host' : 'guest'}>
      <div class="room-body">
        <div>
          <div class="room-head">
            <h1 ref={heading} tabIndex={-1}>
              {isHost || !hostName ? t('yourRoom') : t('roomOf', hostName)}
            </h1>
            {view.watches ? null : <ChatButton unread={view.unread ?? 0} open={actions.openChat} />}
          </div>
          <MemberAnnouncer members={view.members} />
          <Notices view={view} offered={offered} discord={discord} waitingFor={waitingFor} />
        </div>
        {view.tabClosed ? (
          <button type="button" class="primary" onClick={actions.returnToRoom}>
            {t('returnToRoom')}
          </button>
        ) : null}
        {invitation ? <OtherInvite offer={invitation} actions={actions} /> : null}
        <Knocks askers={view.knocks} answer={actions.letIn} />
        <DriveAsks askers={view.asks} answer={actions.letDrive} />
        <DiscordRequests discord={discord} answer={actions.answerRequest} />
        {view.question ? <OtherFilm question={view.question} answer={actions.answer} /> : null}
        {view.skip?.may ? <SkipOffer offer={view.skip} answer={actions.answerSkip} /> : null}
        {waitingFor && view.canControl ? (
          <button type="button" onClick={actions.goOn}>
            {t('continueWithout', waitingFor)}
          </button>
        ) : null}
        {lacksVideo && !view.tabClosed ? (
          <button type="button" onClick={actions.reloadPage}>
            {t('reloadPage')}
          </button>
        ) : null}
        {elsewhere ? <OtherTab closed={view.tabClosed === true} filmHere={filmHere} actions={actions} /> : null}
        {isHost ? (
          <>
            <CopyField
              label={t('inviteLink')}
              copyLabel={t('copyInvite')}
              value={invite.link}
              copy={actions.copy}
              buttonRef={copyButton}
            >
              {share ? (
                <button
                  type="button"
                  aria-label={t('share')}
                  title={t('share')}
                  onClick={() => void share(invite.link)}
                >
                  <Icon name="share" />
                </button>
              ) : null}
              <QrCode text={invite.link} label={t('qrOfInvite')} draw={draw} small />
            </CopyField>
            {invite.left.length > 0 ? <p class="hint">{t('inviteWithout', invite.left.join(', '))}</p> : null}
            <RoomCode code={view.code} />
          </>
        ) : null}
        {view.watches ? null : (
          <MemberList
            members={view.members}
            waits={view.holdsUp === true || waitingFor !== ''}
            powers={isHost ? { chosen: view.control === 'chosen', actions } : undefined}
          />
        )}
        <Audience view={view} askForSeat={actions.askForSeat} />
        {isHost ? (
          <Choice
            label={t('whoCanControl')}
            value={view.control}
            options={[
              { value: 'everyone', label: t('controlEveryone') },
              { value: 'chosen', label: t('controlChosen') },
              { value: 'host', label: t('controlHost') },
            ]}
            onChange={actions.setControl}
          />
        ) : view.watches ? null : (
          <div class="row">
            <span class="label">{t('whoCanControl')}</span>
            <bdi class="value">{controlText(view, t)}</bdi>
          </div>
        )}
        {isHost ? (
          <Switch
            label={t('waitForEveryone')}
            help={t('waitForEveryoneHelp')}
            checked={view.together}
            onChange={actions.setTogether}
          />
        ) : null}
        <More view={view} discord={discord} actions={actions} />
        {view.pairLost ? (
          <button type="button" class="link" onClick={() => void actions.connectByHand()}>
            {t('connectByHand')}
          </button>
        ) : null}
        {view.shift ? (
          <ShiftField shiftS={view.shift.seconds} suggestedS={view.shift.suggestedS} onChange={actions.setShift} />
        ) : null}
      </div>
      <div class="buttons">
        <StartTogether view={view} startTogether={actions.startTogether} />
        <OwnWay view={view} actions={actions} />
        <Leave
          asks={isHost && view.members.some(({ self: own, state }) => !own && state !== 'away')}
          leave={actions.leave}
        />
      </div>
    </main>
  );
}
