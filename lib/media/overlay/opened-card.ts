import { cardButtons, cardLine } from './card';

/** What it says, in the person's language; handed in. */
export interface OpenedWords {
  /** @param host whom the person watches with */
  readonly joined: (host: string) => string;
  /** What the others see. @param name the person's own */
  readonly shows: (name: string, host: string) => string;
  readonly leave: string;
}

/** To a person who has joined by opening a link, with no other word before: with whom, what they see, and the way out. */
export function openedCard(
  { host, name }: { readonly host: string; readonly name: string },
  words: OpenedWords,
  leave: () => void,
): HTMLElement {
  const card = document.createElement('section');
  card.append(cardLine(words.joined(host), 'said'), cardLine(words.shows(name, host), 'site'));
  card.append(cardButtons([[words.leave, leave]]));
  return card;
}
