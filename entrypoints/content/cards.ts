import type { TypedPort } from '../../lib/browser/ports';
import type { FilmQuestion } from '../../lib/core/film/follow';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { SkipQuestion } from '../../lib/core/room/skip-offer';
import { questionCard } from '../../lib/media/overlay/film-question';
import { openedCard } from '../../lib/media/overlay/opened-card';
import type { Overlay } from '../../lib/media/overlay/overlay';
import { refusedCard } from '../../lib/media/overlay/refused-card';
import { skipCard } from '../../lib/media/overlay/skip-question';
import { t } from './words';

const QUESTION = {
  watches: ({ who, left }: FilmQuestion) => (left ? t('otherPage') : t('otherFilm', who)),
  go: ({ left }: FilmQuestion) => t(left ? 'goBack' : 'goThere'),
  get same() {
    return t('sameFilm');
  },
  get stay() {
    return t('stayHere');
  },
};
const OPENED = {
  joined: (host: string) => t('toastInRoom', host),
  shows: (name: string, host: string) => t('joinedShows', name, host),
  get leave() {
    return t('leaveRoom');
  },
};
/** Two sentences are read in half of it; the film is what the person has come for. */
const OPENED_MS = 10_000;
const REFUSED = {
  drives: (driver: string) => t('toastHostOnly', driver),
  get ask() {
    return t('askToDrive');
  },
  get alone() {
    return t('watchAlone');
  },
};
/** Time to read a sentence and to press; who presses again sees it again. */
const REFUSED_MS = 8_000;
const SKIP = {
  offer: (who: string, where: string) => t('skipOffer', who, where),
  told: (who: string, where: string) => t('skipTold', who, where),
  get skip() {
    return t('skipToo');
  },
  get stay() {
    return t('skipStay');
  },
};

/**
 * What is said and asked in the page with buttons, one thing at a time: what a link has led to, then which film it is,
 * then who drives, then a piece of it.
 */
export function createCards(overlay: Overlay, port: TypedPort<ToPlayer, FromPlayer>) {
  let film: FilmQuestion | undefined;
  let skip: SkipQuestion | undefined;
  let opened: HTMLElement | undefined;
  let refused: { readonly driver: string; readonly card: HTMLElement } | undefined;
  let refusedEnds: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    if (opened) return overlay.card(opened);
    if (film) {
      return overlay.card(questionCard(film, QUESTION, (answer) => port.post({ type: 'answer', answer })));
    }
    if (refused) return overlay.card(refused.card);
    if (!skip) return overlay.card(undefined);
    const { to } = skip;
    overlay.card(skipCard(skip, SKIP, (answer) => port.post({ type: 'answer-skip', answer, to })));
  };
  const over = () => {
    if (!opened) return;
    opened = undefined;
    show();
  };
  const notRefused = () => {
    clearTimeout(refusedEnds);
    refused = undefined;
    if (!film && !opened) show();
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
    /** A press was undone. What is asked already stays under the pointer. */
    refused(driver: string) {
      // Words alone, where something else is asked.
      if (film || opened) return overlay.toast(REFUSED.drives(driver));
      clearTimeout(refusedEnds);
      refusedEnds = setTimeout(notRefused, REFUSED_MS);
      if (refused?.driver === driver) return;
      const card = refusedCard(driver, REFUSED, (type) => {
        notRefused();
        port.post({ type });
      });
      refused = { driver, card };
      show();
    },
    film(question: FilmQuestion | undefined) {
      film = question;
      if (!opened) show();
    },
    skip(offer: SkipQuestion | undefined) {
      skip = offer;
      // What is asked about the film stays as it is.
      if (!film && !opened && !refused) show();
    },
  };
}
