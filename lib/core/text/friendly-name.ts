const ADJECTIVES = [
  'Quiet',
  'Sunny',
  'Brave',
  'Gentle',
  'Clever',
  'Merry',
  'Swift',
  'Calm',
  'Bright',
  'Lucky',
  'Cosy',
  'Witty',
];
const ANIMALS = ['Otter', 'Fox', 'Heron', 'Badger', 'Lynx', 'Robin', 'Seal', 'Hare', 'Owl', 'Panda', 'Finch', 'Koala'];

/** A name for a person who gave none. @param random in [0, 1) */
export function friendlyName(random: () => number): string {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  return `${pick(ADJECTIVES)} ${pick(ANIMALS)}`;
}
