import type { JSX } from 'preact';
import type { RoomView } from '../../lib/core/ports/room-view';
import { useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

interface AudienceProps {
  readonly view: Pick<Extract<RoomView, { state: 'room' }>, 'audience' | 'watches'>;
  readonly askForSeat: PopupActions['askForSeat'];
}

/** How many watch without a seat; who is one of them may ask for one. */
export function Audience({ view, askForSeat }: AudienceProps): JSX.Element {
  const t = useWords();
  return (
    <>
      {view.audience ? <p class="hint">{t('watchingCount', String(view.audience))}</p> : null}
      {view.watches && !view.watches.isAsking ? (
        <button type="button" class="primary" onClick={askForSeat}>
          {t('askForSeat')}
        </button>
      ) : null}
    </>
  );
}
