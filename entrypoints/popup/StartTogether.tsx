import type { JSX } from 'preact';
import type { RoomView } from '../../lib/core/ports/room-view';
import { useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

interface StartTogetherProps {
  readonly view: Pick<Extract<RoomView, { state: 'room' }>, 'start'>;
  readonly startTogether: PopupActions['startTogether'];
}

/** The film is counted in for everybody, or not after all: one button, so that the focus stays. */
export function StartTogether({ view, startTogether }: StartTogetherProps): JSX.Element | null {
  const t = useWords();
  if (!view.start) return null;
  const counting = view.start === 'counting';
  return (
    <button type="button" onClick={() => startTogether(!counting)}>
      {t(counting ? 'stopCountdown' : 'startTogether')}
    </button>
  );
}
