import type { JSX } from 'preact';
import type { RoomView } from '../../lib/core/ports/room-view';
import { useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

interface KnocksProps {
  readonly knocks: Extract<RoomView, { state: 'room' }>['knocks'];
  readonly answer: PopupActions['letIn'];
}

/** Who waits to be let in, with the answers. */
export function Knocks({ knocks, answer }: KnocksProps): JSX.Element {
  const t = useWords();
  return (
    <>
      {knocks.map(({ id, name }) => (
        <fieldset key={id} class="leaving" aria-label={t('knocking', name)}>
          <button type="button" class="primary" onClick={() => answer(id, true)}>
            {t('letIn')}
          </button>
          <button type="button" onClick={() => answer(id, false)}>
            {t('notNow')}
          </button>
        </fieldset>
      ))}
    </>
  );
}
