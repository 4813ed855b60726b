import fc from 'fast-check';

/** `npm run fuzz` asks for more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
/** Another one is tried by `FUZZ_SEED=… npm run fuzz`. */
export const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 20_251_130);
/** 100,000 runs of the slowest take minutes. */
export const FUZZ_TIMEOUT_MS = 1_800_000;

/** @param share of the usual number, for what is slow */
export const runsOf = (share = 1) => Math.max(50, Math.round(RUNS * share));

/** Asserts that something holds for whatever is drawn. */
export function holds<T>(arbitrary: fc.Arbitrary<T>, property: (drawn: T) => void, share = 1): void {
  fc.assert(fc.property(arbitrary, property), { seed: FUZZ_SEED, numRuns: runsOf(share) });
}

const EDGES = [
  ...[0, -0, 1, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE],
  ...[Number.MAX_VALUE, -Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 32, 2 ** 32 - 1, 2 ** 31, 2 ** 30],
  ...[5e7, 5e7 + 1, 4e10, 4e10 + 1, -4e10, 1e9, -1e9, 1e9 + 1, 1e6, 1e6 + 1, 1e12, 0.0625, 16, 17, 3_600, 3_601, 600],
];
export const anyNumber = fc.oneof(fc.constantFrom(...EDGES), fc.double(), fc.integer());

/** Texts that are longer than they look, or look like another; the length of each is near a bound. */
const ODD = [
  '\u202e',
  '\u200b',
  '\u0000',
  '\ud800',
  '\udc00',
  '🦊',
  'é',
  'ß',
  '"',
  '\\',
  '\n',
  '<',
  '%',
  '~',
  '#',
  '&',
  '=',
];
const LENGTHS = [0, 1, 22, 39, 40, 41, 86, 87, 88, 160, 161, 200, 201, 300, 400, 401, 800, 1_024, 2_000, 2_001];
const long = fc
  .tuple(fc.constantFrom(...ODD, 'a', 'A', '0', '-', '_', ' '), fc.constantFrom(...LENGTHS))
  .map(([piece, times]) => piece.repeat(times));
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...ODD, 'a', '0'), maxLength: 60 }),
  long,
);

export const anything = fc.oneof(
  fc.anything({ withNullPrototype: true, withObjectString: true, withDate: true, withMap: true, withSet: true }),
  fc.jsonValue({ maxDepth: 4 }),
  anyNumber,
  anyText,
);

/** What is put in the place of a part of something good. */
const odd = fc.oneof(anyNumber, anyText, anything, fc.constantFrom(null, undefined, true, [], {}, '', 'constructor'));
const NAMES = ['__proto__', 'constructor', 'toString', 'kind', 'type', 'length', 'more'];

interface Change {
  readonly at: number;
  readonly how: 'replace' | 'delete' | 'add' | 'repeat';
  readonly value: unknown;
  readonly name: string;
}
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'add', 'repeat'),
  value: odd,
  name: fc.constantFrom(...NAMES),
});

/** Something good with a few of its parts changed: the nearest that bad input comes to it. */
export function nearly<T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.tuple(good, fc.array(change, { maxLength: 3 })).map(([value, changes]) => {
    const copy: { value: unknown } = { value: structuredClone(value) };
    for (const { at, how, value: by, name } of changes) {
      const places = placesIn(copy);
      const place = places[at % places.length];
      if (!place) continue;
      const { of, key } = place;
      const part = of[key];
      if (how === 'replace') of[key] = structuredClone(by);
      else if (how === 'delete' && of !== (copy as object)) delete of[key];
      else if (how === 'add' && typeof part === 'object' && part !== null && !Array.isArray(part)) {
        Object.defineProperty(part, name, {
          value: structuredClone(by),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      } else if (how === 'repeat' && Array.isArray(part)) for (let i = 0; i < 70; i++) part.push(part[0]);
    }
    return copy.value;
  });
}

interface Place {
  readonly of: Record<string, unknown>;
  readonly key: string;
}

function placesIn(of: object): Place[] {
  return Object.keys(of).flatMap((key) => {
    const part = (of as Record<string, unknown>)[key];
    const here = { of: of as Record<string, unknown>, key };
    const isPlain = typeof part === 'object' && part !== null && (Array.isArray(part) || isObject(part));
    return isPlain ? [here, ...placesIn(part)] : [here];
  });
}

const isObject = (value: object) => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** The same of a text. */
export const nearlyText = (good: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(good, fc.nat(), fc.nat(3), anyText).map(([text, at, without, by]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + by + text.slice(cut + without);
  });

/** As it travels between contexts of Chrome, and is kept in storage: as JSON. */
export const asJson = (value: unknown): unknown => {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};

/**
 * What is wrong with something that a parser has let pass, of whichever parser: a number that is none, a text or a list
 * without an end, an object that is not plain.
 */
export function flawOf(value: unknown, { texts = 20_000, lists = 100, depth = 6 } = {}, path = ''): string | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : `${path}: ${value}`;
    case 'string':
      return value.length <= texts ? undefined : `${path}: ${value.length} characters`;
    case 'object':
      break;
    default:
      return value === undefined || typeof value === 'boolean' ? undefined : `${path}: ${typeof value}`;
  }
  if (value === null) return `${path}: null`;
  if (depth === 0) return `${path}: too deep`;
  if (Array.isArray(value) && value.length > lists) return `${path}: ${value.length} entries`;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return `${path}: not plain`;
  for (const [key, part] of Object.entries(value)) {
    const flaw = flawOf(part, { texts, lists, depth: depth - 1 }, `${path}.${key}`);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}
