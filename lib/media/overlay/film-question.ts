import type { FilmQuestion, FollowAnswer } from '../../core/film/follow';
import { cardButtons, cardLine } from './card';

/** What the question says, in the person's language; handed in. */
export interface QuestionWords {
  readonly watches: (question: FilmQuestion) => string;
  readonly go: (question: FilmQuestion) => string;
  readonly same: string;
  readonly stay: string;
}

/**
 * The question to a member whose page does not show what the room watches. Title and site stand in lines of their own,
 * so that no title passes for a site.
 */
export function questionCard(
  question: FilmQuestion,
  words: QuestionWords,
  press: (answer: FollowAnswer) => void,
): HTMLElement {
  const card = document.createElement('section');
  card.append(cardLine(words.watches(question), 'said'));
  if (question.title !== '') card.append(cardLine(question.title, 'title'));
  card.append(cardLine(question.site, 'site'));
  card.append(
    cardButtons([
      [words.go(question), () => press('go')],
      ...(question.here ? ([[words.same, () => press('same')]] as const) : []),
      [words.stay, () => press('stay')],
    ]),
  );
  return card;
}
