import type { JSX } from 'preact';
import { useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

interface OwnWayProps {
  readonly alone: true | undefined;
  readonly isHost: boolean;
  readonly actions: Pick<PopupActions, 'syncNow' | 'watchAlone'>;
}

/** How the player here and the room go together: in step at once, each for itself, or together again. */
export function OwnWay({ alone, isHost, actions }: OwnWayProps): JSX.Element | null {
  const t = useWords();
  if (alone) {
    return (
      <button type="button" class="primary" onClick={() => actions.watchAlone(false)}>
        {t('rejoin')}
      </button>
    );
  }
  if (isHost) return null;
  return (
    <>
      <button type="button" class="primary" onClick={actions.syncNow}>
        {t('syncNow')}
      </button>
      <button type="button" onClick={() => actions.watchAlone(true)}>
        {t('watchAlone')}
      </button>
    </>
  );
}
