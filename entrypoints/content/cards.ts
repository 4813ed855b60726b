import type { TypedPort } from '../../lib/browser/ports';
import { t } from '../../lib/browser/words';
import type { FilmQuestion } from '../../lib/core/film/follow';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { SkipQuestion } from '../../lib/core/room/skip-offer';
import { questionCard } from '../../lib/media/overlay/film-question';
import type { Overlay } from '../../lib/media/overlay/overlay';
import { skipCard } from '../../lib/media/overlay/skip-question';

const QUESTION = {
  watches: (who: string) => t('otherFilm', who),
  go: t('goThere'),
  same: t('sameFilm'),
  stay: t('stayHere'),
};
const SKIP = {
  offer: (who: string, where: string) => t('skipOffer', who, where),
  told: (who: string, where: string) => t('skipTold', who, where),
  skip: t('skipToo'),
  stay: t('skipStay'),
};

/** What is asked in the page, one thing at a time: which film it is comes before a piece of it. */
export function createCards(overlay: Overlay, port: TypedPort<ToPlayer, FromPlayer>) {
  let film: FilmQuestion | undefined;
  let skip: SkipQuestion | undefined;
  const show = () => {
    if (film) {
      return overlay.card(questionCard(film, QUESTION, (answer) => port.post({ type: 'answer', answer })));
    }
    if (!skip) return overlay.card(undefined);
    const { to } = skip;
    overlay.card(skipCard(skip, SKIP, (answer) => port.post({ type: 'answer-skip', answer, to })));
  };
  return {
    film(question: FilmQuestion | undefined) {
      film = question;
      show();
    },
    skip(offer: SkipQuestion | undefined) {
      skip = offer;
      // What is asked about the film stays as it is.
      if (!film) show();
    },
  };
}
