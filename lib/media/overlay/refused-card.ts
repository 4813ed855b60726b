import { cardButtons, cardLine } from './card';

/** What the card says, in the person's language; handed in. */
export interface RefusedWords {
  /** @param driver a member's name */
  readonly drives: (driver: string) => string;
  readonly ask: string;
  readonly alone: string;
}

/** A press was undone: who drives, and what can be done about it (SPEC SY-7). */
export function refusedCard(
  driver: string,
  words: RefusedWords,
  press: (what: 'ask-to-drive' | 'watch-alone') => void,
): HTMLElement {
  const card = document.createElement('section');
  card.append(cardLine(words.drives(driver), 'said'));
  card.append(
    cardButtons([
      [words.ask, () => press('ask-to-drive')],
      [words.alone, () => press('watch-alone')],
    ]),
  );
  return card;
}
