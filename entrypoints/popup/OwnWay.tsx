import type { JSX } from 'preact';
import type { RoomView } from '../../lib/core/ports/room-view';
import { useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

interface OwnWayProps {
  readonly view: Pick<Extract<RoomView, { state: 'room' }>, 'alone' | 'isHost' | 'canControl' | 'asking' | 'watches'>;
  readonly actions: Pick<PopupActions, 'syncNow' | 'askToDrive' | 'watchAlone'>;
}

/** How the player here and the room go together: in step at once, by this member's presses too, each for itself. */
export function OwnWay({ view, actions }: OwnWayProps): JSX.Element | null {
  const t = useWords();
  if (view.alone) {
    return (
      <button type="button" class="primary" onClick={() => actions.watchAlone(false)}>
        {t('rejoin')}
      </button>
    );
  }
  if (view.isHost) return null;
  return (
    <>
      <button type="button" class="primary" onClick={actions.syncNow}>
        {t('syncNow')}
      </button>
      {view.canControl || view.asking || view.watches ? null : (
        <button type="button" onClick={actions.askToDrive}>
          {t('askToDrive')}
        </button>
      )}
      <button type="button" onClick={() => actions.watchAlone(true)}>
        {t('watchAlone')}
      </button>
    </>
  );
}
