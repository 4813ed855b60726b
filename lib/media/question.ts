import type { FilmQuestion, FollowAnswer } from '../core/follow';

/** What the question says, in the person's language; handed in. */
export interface QuestionWords {
  /** @param who the host's name */
  readonly watches: (who: string) => string;
  readonly go: string;
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
  const line = (text: string, name: string) => {
    const element = document.createElement('div');
    element.className = name;
    // Of another direction than the words around it, perhaps.
    element.dir = 'auto';
    // Drawn and read out, but not to be found by `window.find`.
    element.dataset.words = text;
    return element;
  };
  const button = (label: string, answer: FollowAnswer) => {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = label;
    element.addEventListener('click', (event) => {
      event.stopPropagation();
      // A page's script may dispatch clicks; only a person's counts.
      if (event.isTrusted) press(answer);
    });
    return element;
  };
  card.append(line(words.watches(question.who), 'said'));
  if (question.title !== '') card.append(line(question.title, 'title'));
  card.append(line(question.site, 'site'));
  const buttons = document.createElement('div');
  buttons.className = 'buttons';
  buttons.append(button(words.go, 'go'));
  if (question.here) buttons.append(button(words.same, 'same'));
  buttons.append(button(words.stay, 'stay'));
  card.append(buttons);
  return card;
}
