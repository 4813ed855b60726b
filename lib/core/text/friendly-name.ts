/**
 * One of a list of names, for a person who gave none.
 * @param names with a comma and a space between two @param random in [0, 1)
 */
export function friendlyName(names: string, random: () => number): string {
  const list = names.split(', ');
  return list[Math.floor(random() * list.length)] ?? '';
}
