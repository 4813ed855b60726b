import type { JSX } from 'preact';
import { useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

interface OtherTabProps {
  /** The room's own tab was closed. */
  readonly closed: boolean;
  /** The tab that the popup was opened over has a video. */
  readonly filmHere: boolean;
  readonly actions: Pick<PopupActions, 'goToRoomTab' | 'moveHere'>;
}

/** The popup over another tab than the room's: there, or the room to here (SPEC RS-9). */
export function OtherTab({ closed, filmHere, actions }: OtherTabProps): JSX.Element {
  const t = useWords();
  return (
    <>
      {closed ? null : (
        <button type="button" onClick={actions.goToRoomTab}>
          {t('goToRoomTab')}
        </button>
      )}
      {filmHere ? (
        <button type="button" onClick={actions.moveHere}>
          {t('moveHere')}
        </button>
      ) : null}
    </>
  );
}
