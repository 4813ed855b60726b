import type { JSX } from 'preact';
import type { Status } from '../../lib/browser/message-map';
import { showTab } from '../../lib/browser/tabs';
import { useWords } from '../../lib/ui/words';

/** The popup of one kind of window, while the room is in the other: it says where, and nothing else (SPEC RS-10). */
export function RoomApart({ apart }: { readonly apart: NonNullable<Status['apart']> }): JSX.Element {
  const t = useWords();
  const goThere = async () => {
    await showTab(apart.tabId);
    window.close();
  };
  return (
    <main class="state">
      <p>{t(apart.private ? 'roomIsPrivate' : 'roomIsNotPrivate')}</p>
      <button type="button" onClick={goThere}>
        {t('goToRoomTab')}
      </button>
    </main>
  );
}
