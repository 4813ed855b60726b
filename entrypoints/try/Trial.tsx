import type { JSX } from 'preact';
import type { TrialSide } from '../../lib/browser/trial';
import type { RoomView } from '../../lib/core/ports/room-view';
import { Mark } from '../../lib/ui/Mark';
import { MemberList } from '../../lib/ui/MemberList';
import { useWords } from '../../lib/ui/words';

export interface TrialProps {
  readonly side: TrialSide;
  readonly view: RoomView;
  /** The other window has been there, or has had time to come, and is not there. */
  readonly lost: boolean;
  /** The film is there to be driven. */
  readonly film: (video: HTMLVideoElement | null) => void;
  readonly reopen: () => void;
  /** Closes both windows. */
  readonly done: () => void;
}

/** One of the two windows in which Lockstep is tried out: a film, who is there, and what to do (SPEC TRY-1). */
export function Trial({ side, view, lost, film, reopen, done }: TrialProps): JSX.Element {
  const t = useWords();
  return (
    <main class="trial" data-side={side}>
      <header class="trial-head">
        <Mark />
        <h1>{t(side === 'own' ? 'tryOwn' : 'tryFriends')}</h1>
      </header>
      <p>{t('tryHow')}</p>
      <video ref={film} class="trial-film" src="/try.webm" aria-label={t('tryFilm')} muted controls playsInline />
      <div role="status">{lost ? <p>{t('tryLost')}</p> : view.state === 'room' ? null : <p>{t('joiningRoom')}</p>}</div>
      {view.state === 'room' ? <MemberList members={view.members} waits={false} /> : null}
      {side === 'own' ? <p class="hint">{t('welcomeHow')}</p> : null}
      <div class="buttons">
        {lost ? (
          <button type="button" onClick={reopen}>
            {t('tryReopen')}
          </button>
        ) : null}
        <button type="button" class="primary" onClick={done}>
          {t('done')}
        </button>
      </div>
    </main>
  );
}
