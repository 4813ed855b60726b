/**
 * A list that this browser keeps for good under one key, the newest entry last. It is bounded, and read as hostile: another
 * version may have written it, or anybody.
 */
export interface KeptList<E> {
  readonly key: string;
  /** So many entries are kept; the oldest goes first. */
  readonly max: number;
  /** @returns undefined for what is no entry */
  readonly parse: (said: unknown) => E | undefined;
  /** A newer entry takes the place of an earlier one of the same name. */
  readonly nameOf: (entry: E) => string;
}

/** @param kept what storage holds under the key */
export function parseKept<E>({ max, parse }: KeptList<E>, kept: unknown): readonly E[] {
  if (!Array.isArray(kept)) return [];
  return kept.slice(-max).flatMap((said: unknown): readonly E[] => {
    const entry = parse(said);
    return entry === undefined ? [] : [entry];
  });
}

export function findKept<E>(list: KeptList<E>, kept: unknown, name: string): E | undefined {
  return parseKept(list, kept).find((entry) => list.nameOf(entry) === name);
}

/** The list with this entry in it; one that does not parse only takes the earlier one away. */
export function withKept<E>(list: KeptList<E>, kept: unknown, entry: E): readonly E[] {
  const others = parseKept(list, kept).filter((other) => list.nameOf(other) !== list.nameOf(entry));
  return [...others, ...parseKept(list, [entry])].slice(-list.max);
}

/** Parses entries that are a name and what is kept under it. @param nameMax characters */
export function namedEntry<V>(nameMax: number, parse: (said: unknown) => V | undefined) {
  return (said: unknown): readonly [name: string, value: V] | undefined => {
    const [name, about] = Array.isArray(said) ? (said as unknown[]) : [];
    if (typeof name !== 'string' || name === '' || name.length > nameMax) return undefined;
    const value = parse(about);
    return value === undefined ? undefined : [name, value];
  };
}
