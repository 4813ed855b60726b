import { onPress } from './press';

/** A text of its own in a card. @param name of its class */
export function cardLine(text: string, name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  // A film's title is of another direction than the words around it, perhaps. What is said in the person's own words is not,
  // even where it begins with a name.
  if (name === 'title') element.dir = 'auto';
  // Drawn and read out, but not to be found by `window.find`.
  element.dataset.words = text;
  return element;
}

/** @param buttons what is on each, and what a press of it does */
export function cardButtons(buttons: readonly (readonly [label: string, press: () => void])[]): HTMLElement {
  const row = document.createElement('div');
  row.className = 'buttons';
  for (const [label, press] of buttons) {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = label;
    onPress(element, press);
    row.append(element);
  }
  return row;
}
