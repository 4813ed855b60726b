import type { TypedPort } from '../../lib/browser/ports';
import { t } from '../../lib/browser/words';
import type { FilmQuestion } from '../../lib/core/film/follow';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { SkipQuestion } from '../../lib/core/room/skip-offer';
import { questionCard } from '../../lib/media/overlay/film-question';
import { openedCard } from '../../lib/media/overlay/opened-card';
import type { Overlay } from '../../lib/media/overlay/overlay';
import { skipCard } from '../../lib/media/overlay/skip-question';

const QUESTION = {
  watches: (who: string) => t('otherFilm', who),
  go: t('goThere'),
  same: t('sameFilm'),
  stay: t('stayHere'),
};
const OPENED = {
  joined: (host: string) => t('toastInRoom', host),
  shows: (name: string, host: string) => t('joinedShows', name, host),
  leave: t('leaveRoom'),
};
/** Two sentences are read in half of it; the film is what the person has come for. */
const OPENED_MS = 10_000;
const SKIP = {
  offer: (who: string, where: string) => t('skipOffer', who, where),
  told: (who: string, where: string) => t('skipTold', who, where),
  skip: t('skipToo'),
  stay: t('skipStay'),
};

/**
 * What is said and asked in the page with buttons, one thing at a time: what a link has led to, then which film it is,
 * then a piece of it.
 */
export function createCards(overlay: Overlay, port: TypedPort<ToPlayer, FromPlayer>) {
  let film: FilmQuestion | undefined;
  let skip: SkipQuestion | undefined;
  let opened: HTMLElement | undefined;
  const show = () => {
    if (opened) return overlay.card(opened);
    if (film) {
      return overlay.card(questionCard(film, QUESTION, (answer) => port.post({ type: 'answer', answer })));
    }
    if (!skip) return overlay.card(undefined);
    const { to } = skip;
    overlay.card(skipCard(skip, SKIP, (answer) => port.post({ type: 'answer-skip', answer, to })));
  };
  const over = () => {
    if (!opened) return;
    opened = undefined;
    show();
  };
  return {
    /** The person has joined by opening a link. */
    opened(what: { readonly host: string; readonly name: string }) {
      opened = openedCard(what, OPENED, () => {
        over();
        port.post({ type: 'leave' });
      });
      show();
      setTimeout(over, OPENED_MS);
    },
    film(question: FilmQuestion | undefined) {
      film = question;
      if (!opened) show();
    },
    skip(offer: SkipQuestion | undefined) {
      skip = offer;
      // What is asked about the film stays as it is.
      if (!film && !opened) show();
    },
  };
}
