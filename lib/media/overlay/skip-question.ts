import type { SkipAnswer, SkipQuestion } from '../../core/room/skip-offer';
import { clockText } from '../../core/text/format-position';
import { cardButtons, cardLine } from './card';

/** What the card says, in the person's language; handed in. */
export interface SkipWords {
  /** To who may take the room there. @param who a member's name @param where 1:15 */
  readonly offer: (who: string, where: string) => string;
  /** To who may not. */
  readonly told: (who: string, where: string) => string;
  readonly skip: string;
  readonly stay: string;
}

/** Somebody's player has skipped a piece of the film: shall the room? (SPEC RO-9) */
export function skipCard(
  { who, to, may }: SkipQuestion,
  words: SkipWords,
  press: (answer: SkipAnswer) => void,
): HTMLElement {
  const card = document.createElement('section');
  const said = may ? words.offer : words.told;
  card.append(cardLine(said(who, clockText(to)), 'said'));
  if (!may) return card;
  card.append(
    cardButtons([
      [words.skip, () => press('skip')],
      [words.stay, () => press('stay')],
    ]),
  );
  return card;
}
