import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const NEVER = Number.POSITIVE_INFINITY;

interface Young {
  /** How its use looks in code, comments aside. */
  readonly use: RegExp;
  /** The first versions that have it; MDN's compatibility tables and chromestatus.com, read 2026-11. */
  readonly chrome: number;
  readonly firefox: number;
  /** Files that look first whether it is there, and do without. */
  readonly guardedIn?: readonly string[];
  /** Files that run in one of the two alone. */
  readonly onlyIn?: { readonly chrome?: readonly string[]; readonly firefox?: readonly string[] };
}

/**
 * What is younger than browsers of 2022, as far as it has ever been used here or is likely to be. A new one is added with
 * its versions before it is used: what this table does not know the test cannot see.
 */
const YOUNG: Readonly<Record<string, Young>> = {
  // The language and its library.
  'Array.findLast': { use: /\.findLast(Index)?\(/, chrome: 97, firefox: 104 },
  'Array.toSorted and its kin': { use: /\.(toSorted|toReversed|toSpliced)\(/, chrome: 110, firefox: 115 },
  'Object.hasOwn': { use: /\bObject\.hasOwn\(/, chrome: 93, firefox: 92 },
  'Object.groupBy': { use: /\b(Object|Map)\.groupBy\(/, chrome: 117, firefox: 119 },
  'Promise.withResolvers': { use: /\bPromise\.withResolvers\(/, chrome: 119, firefox: 121 },
  'Array.fromAsync': { use: /\bArray\.fromAsync\(/, chrome: 121, firefox: 115 },
  'methods of sets': {
    use: /\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference|intersection|difference|union)\(/,
    chrome: 122,
    firefox: 127,
  },
  'helpers of iterators': {
    use: /\.(keys|values|entries)\(\)\s*\.(map|filter|take|drop|flatMap|toArray|some|every|find|reduce)\(/,
    chrome: 122,
    firefox: 131,
  },
  'Promise.try': { use: /\bPromise\.try\(/, chrome: 128, firefox: 134 },
  'RegExp.escape': { use: /\bRegExp\.escape\(/, chrome: 136, firefox: 134 },
  'Uint8Array in base64': { use: /\.(fromBase64|toBase64|fromHex|toHex)\(/, chrome: 140, firefox: 133 },
  'Math.sumPrecise': { use: /\bMath\.sumPrecise\(/, chrome: NEVER, firefox: 137 },
  'Error.isError': { use: /\bError\.isError\(/, chrome: 134, firefox: 138 },
  'regular expressions with v': { use: /\/[dgimsuy]*v[dgimsuy]*(?=[,;).\s])/, chrome: 112, firefox: 116 },
  'using declarations': { use: /^\s*(await )?using \w+ =/m, chrome: 134, firefox: 141 },
  // The web.
  'URL.parse': { use: /\bURL\.parse\(/, chrome: 126, firefox: 126 },
  'URL.canParse': { use: /\bURL\.canParse\(/, chrome: 120, firefox: 115 },
  'AbortSignal.timeout': { use: /\bAbortSignal\.timeout\(/, chrome: 103, firefox: 100 },
  'AbortSignal.any': { use: /\bAbortSignal\.any\(/, chrome: 116, firefox: 124 },
  'user activation': { use: /\.userActivation\b/, chrome: 72, firefox: 120 },
  popover: { use: /\.(show|hide|toggle)Popover\b/, chrome: 114, firefox: 125 },
  checkVisibility: { use: /\.checkVisibility\(/, chrome: 105, firefox: 106 },
  requestVideoFrameCallback: {
    use: /\brequestVideoFrameCallback\b/,
    chrome: 83,
    firefox: 132,
    // Listens in where there is one; calls none.
    guardedIn: ['lib/media/find/hook.ts'],
  },
  preservesPitch: { use: /\bpreservesPitch\b/, chrome: 86, firefox: 101 },
  'the Navigation API': {
    use: /\bnavigation\b(\?|\.)/,
    chrome: 102,
    firefox: 147,
    guardedIn: ['entrypoints/scout.ts', 'lib/media/page/watch-page.ts'],
  },
  prerendering: {
    use: /\bprerendering\b/,
    chrome: 108,
    firefox: NEVER,
    guardedIn: ['entrypoints/scout.ts', 'entrypoints/content/index.ts'],
  },
  moveBefore: { use: /\.moveBefore\(/, chrome: 133, firefox: 144 },
  'CloseWatcher and closedBy': { use: /\b(CloseWatcher|closedBy)\b/, chrome: 126, firefox: 141 },
  'scheduler.yield': { use: /\bscheduler\.(yield|postTask)\(/, chrome: 129, firefox: 142 },
  // What extensions have.
  'scripting.executeScript in the page’s world': { use: /\bworld: 'MAIN'/, chrome: 95, firefox: 128 },
  'scripting.executeScript at once': { use: /\binjectImmediately: true/, chrome: 102, firefox: 128 },
  'storage.session': { use: /\bstorage\.session\b/, chrome: 102, firefox: 115 },
  'scripts in pages made of nothing': { use: /\bmatch_origin_as_fallback\b/, chrome: 119, firefox: 128 },
  'a popup that opens by itself': { use: /\.openPopup\(/, chrome: 127, firefox: 57 },
  'colour of the badge’s text': { use: /\.setBadgeTextColor\b/, chrome: 110, firefox: 63 },
  'closed shadow roots': {
    use: /\bopenOrClosedShadowRoot\b/,
    chrome: 88,
    firefox: 63,
  },
  'offscreen documents': {
    use: /\bchrome\.offscreen\b/,
    chrome: 109,
    firefox: NEVER,
    onlyIn: { chrome: ['lib/browser/room-place.ts'] },
  },
  'runtime.getContexts': {
    use: /\bgetContexts\(/,
    chrome: 116,
    firefox: NEVER,
    onlyIn: { chrome: ['lib/browser/room-place.ts'] },
  },
  // Style sheets.
  ':has()': { use: /:has\(/, chrome: 105, firefox: 121 },
  'nested rules': { use: /^\s+&/m, chrome: 120, firefox: 117 },
  'light-dark()': { use: /\blight-dark\(/, chrome: 123, firefox: 120 },
  '@starting-style': { use: /@starting-style\b/, chrome: 117, firefox: 129 },
  'text-wrap': { use: /\btext-wrap:/, chrome: 114, firefox: 121 },
  'field-sizing': { use: /\bfield-sizing:/, chrome: 123, firefox: NEVER },
  'anchor positioning': { use: /\banchor\(|\banchor-name:/, chrome: 125, firefox: 147 },
  '@scope': { use: /@scope\b/, chrome: 118, firefox: 146 },
};

const config = readFileSync('wxt.config.ts', 'utf8');
const MINIMUM = {
  chrome: Number(/minimum_chrome_version: '(\d+)'/.exec(config)?.[1]),
  firefox: Number(/strict_min_version: '(\d+)\.0'/.exec(config)?.[1]),
};

/** All our code that runs in a browser, without its comments, by path. */
const SOURCES = new Map(
  ['lib', 'entrypoints']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)))
    .concat('wxt.config.ts')
    .filter((path) => /\.(ts|tsx|css)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => [path.replaceAll('\\', '/'), codeOf(path)] as const),
);

function codeOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.css')) return text.replace(/\/\*.*?\*\//gs, '');
  const { TSX, TS } = ts.ScriptKind;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? TSX : TS);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}

describe('the browsers that the manifest admits', () => {
  it('are told by their versions', () => {
    // Before 128 Chromium does not count a nudge with the pitch kept.
    expect(MINIMUM.chrome).toBeGreaterThanOrEqual(128);
    expect(MINIMUM.firefox).toBeGreaterThanOrEqual(128);
  });

  it.each(Object.entries(YOUNG))(
    'have what is used of %s',
    (_, { use, chrome, firefox, guardedIn = [], onlyIn = {} }) => {
      const users = [...SOURCES].filter(([, code]) => use.test(code)).map(([path]) => path);
      const unguarded = users.filter((path) => !guardedIn.includes(path));
      const inChrome = unguarded.filter((path) => !onlyIn.firefox?.includes(path));
      const inFirefox = unguarded.filter((path) => !onlyIn.chrome?.includes(path));
      expect(chrome <= MINIMUM.chrome ? [] : inChrome).toEqual([]);
      expect(firefox <= MINIMUM.firefox ? [] : inFirefox).toEqual([]);
      // A guard that nobody needs any more would hide the next use.
      for (const path of [...guardedIn, ...(onlyIn.chrome ?? []), ...(onlyIn.firefox ?? [])])
        expect(users).toContain(path);
    },
  );
});
