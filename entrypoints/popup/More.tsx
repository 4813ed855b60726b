import type { JSX } from 'preact';
import type { DiscordView } from '../../lib/core/ports/companion';
import type { RoomView } from '../../lib/core/ports/room-view';
import { DriftGraph } from '../../lib/ui/DriftGraph';
import { Switch } from '../../lib/ui/Switch';
import { useWords } from '../../lib/ui/words';
import { OnDiscord } from './OnDiscord';
import { OwnName } from './OwnName';
import type { PopupActions } from './types';

interface MoreProps {
  readonly view: Extract<RoomView, { state: 'room' }>;
  /** While Discord is switched on. */
  readonly discord: DiscordView | undefined;
  readonly actions: PopupActions;
}

/** Settings and figures that an evening seldom needs, in a part that the person unfolds. */
export function More({ view, discord, actions }: MoreProps): JSX.Element {
  const t = useWords();
  const self = view.members.find((member) => member.self);
  return (
    <details class="more">
      <summary>{t('more')}</summary>
      {view.isHost ? (
        <>
          <Switch label={t('lockRoom')} checked={view.locked} onChange={(locked) => actions.setDoor({ locked })} />
          <Switch
            label={t('approveMembers')}
            checked={view.approves}
            onChange={(approves) => actions.setDoor({ approves })}
          />
        </>
      ) : null}
      {discord ? <OnDiscord discord={discord} actions={actions} /> : null}
      <DriftGraph members={view.members} lines={view.drift} />
      {self ? <OwnName name={self.name} rename={actions.rename} /> : null}
      <div class="buttons">
        {view.question ? null : (
          <button type="button" onClick={actions.chooseVideo}>
            {t('chooseVideo')}
          </button>
        )}
        {view.isHost ? (
          <button type="button" onClick={() => void actions.connectByHand()}>
            {t('connectByHand')}
          </button>
        ) : null}
      </div>
    </details>
  );
}
