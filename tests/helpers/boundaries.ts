import { posix } from 'node:path';
import ts from 'typescript';

interface Rule {
  /** Folders, files (without their ending) and packages that may be imported; a package stands for all below it. */
  readonly may: readonly string[];
  /** What may be imported with `import type` alone. */
  readonly types?: readonly string[];
}

const coreRooms = (...rooms: readonly string[]): Rule => ({
  may: rooms.map((room) => (room === 'valibot' ? room : `lib/core/${room}`)),
});

/**
 * The dependency table of `lib/README.md`. What is not named is forbidden; a room may always import itself. A file belongs
 * to the deepest room that its path lies in. The order of the core's rooms is that of the imports: none names a later one.
 */
export const ROOMS: Readonly<Record<string, Rule>> = {
  'lib/core/text': coreRooms(),
  'lib/core/time': coreRooms(),
  'lib/core/kept': coreRooms(),
  'lib/core/player': coreRooms('kept', 'time'),
  'lib/core/film': coreRooms('kept', 'text', 'time', 'valibot'),
  'lib/core/intent': coreRooms('player', 'time'),
  'lib/core/correction': coreRooms('time'),
  'lib/core/wire': coreRooms('film', 'kept', 'text', 'time', 'valibot'),
  'lib/core/room': coreRooms('film', 'text', 'time', 'wire'),
  'lib/core/chat': coreRooms('time', 'wire'),
  'lib/core/doctor': coreRooms(),
  'lib/core/ports': coreRooms('doctor', 'film', 'kept', 'room', 'text', 'time', 'wire', 'valibot'),
  'lib/core/sync': coreRooms('correction', 'intent', 'player', 'room', 'time', 'wire'),
  'lib/core/timeline': coreRooms('correction', 'intent', 'player', 'sync', 'time'),
  'lib/transport': { may: ['lib/core'] },
  'lib/room': { may: ['lib/core', 'lib/room', 'lib/transport/transport', 'lib/transport/way'] },
  'lib/room/links': { may: ['lib/core', 'lib/transport/transport'] },
  'lib/media': { may: ['lib/core', 'lib/sites', 'lib/media'] },
  'lib/media/find': { may: ['lib/core'] },
  'lib/media/player': { may: ['lib/core', 'lib/sites'] },
  'lib/media/page': { may: ['lib/core', 'lib/sites'] },
  'lib/media/overlay': { may: ['lib/core', 'lib/ui', 'preact'], types: ['lib/media/player'] },
  'lib/sites': { may: ['lib/core', 'lib/ui', 'preact'], types: ['lib/media'] },
  'lib/qr': { may: ['qr'] },
  'lib/ui': { may: ['preact'], types: ['lib/core', 'public'] },
  'lib/browser': { may: ['lib/core', 'wxt/browser'], types: ['lib/ui'] },
  'lib/place': { may: ['lib/core', 'lib/room', 'lib/transport', 'lib/browser'] },
};

/** Folders that hold nothing but rooms. */
const HALLS = ['lib/core'];

/** An entrypoint wires everything, but no other entrypoint. */
const ENTRYPOINTS: Rule = { may: ['lib', 'preact', 'wxt'] };

/** In `lib/transport`, each folder is a transport, whose `index.ts` is all that others may name. */
const TRANSPORTS = {
  /** The interface, and what all of them are made with. */
  shared: [
    'web-rtc',
    'transport',
    'way',
    'endpoint',
    'channel',
    'star',
    'precedence',
    'waiting',
    'wake',
    'fetch-json',
    'ice-servers',
    'gather',
    'turn',
  ],
  /** The only list of them. */
  list: 'index',
  packages: { peerjs: ['peerjs'], trystero: ['@trystero-p2p/torrent', '@trystero-p2p/nostr'] } as Readonly<
    Record<string, readonly string[]>
  >,
};

/**
 * Names that were given up, since nobody could guess or search for them. A name that comes back brings its riddle with it.
 */
const OLD_NAMES = new Set([
  ...['Telling', 'whenToTell', 'noteTold', 'noteHeld', 'PageDoing', 'isPageDoing', 'noDoing', 'noteUnheardSeek'],
  ...['Tried', 'untried', 'tryCure', 'giveWay', 'DrySpells', 'asTold', 'toldEvents', 'Watching', 'paged'],
  ...['frameOf', 'toldRoundS', 'outOfRoom', 'LiveWatch', 'LivePast', 'Skipping', 'standAhead', 'sendDue', 'Driving'],
  ...[
    'letGo',
    'freshLook',
    'nudgeless',
    'leaveAlone',
    'brokenAt',
    'momentAt',
    'ownMoment',
    'landsPlaying',
    'demotedAt',
  ],
]);

/** The core is handed time and chance, and knows no page. */
const NOT_IN_CORE = new Set([
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame'],
  ...['document', 'window', 'self', 'globalThis', 'navigator', 'location', 'crypto', 'fetch', 'chrome', 'browser'],
]);

/** The one writer of a video, the players that stand in for one, and the page script that asks a site's own player. */
const MAY_WRITE_VIDEO = new Set(
  ['player', 'site-player-video', 'seek-by-playing-video', 'kept-paused-video', 'offset-stream-video']
    .map((name) => `lib/media/player/${name}.ts`)
    .concat('entrypoints/page.ts'),
);
const VIDEO_PROPERTIES = new Set(['currentTime', 'playbackRate', 'defaultPlaybackRate']);
const VIDEO_METHODS = new Set(['play', 'pause']);
/** What would change a page: a site's file only describes. */
const PAGE_METHODS = new Set([
  ...['click', 'focus', 'submit', 'dispatchEvent', 'setAttribute', 'removeAttribute', 'toggleAttribute'],
  ...['append', 'appendChild', 'prepend', 'before', 'after', 'insertBefore', 'insertAdjacentElement', 'attachShadow'],
  ...['remove', 'removeChild', 'replaceWith', 'replaceChildren', 'addEventListener', 'removeEventListener'],
]);

export const MAX_LINES = 300;

/**
 * Checks sources against the rules above.
 *
 * @param sources text by path, as `lib/core/clock.ts`
 * @returns one line for each violation, `path: what`
 */
export function findViolations(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([path, text]) => violationsOf(path, text).map((what) => `${path}: ${what}`));
}

function violationsOf(path: string, text: string): string[] {
  const lines = text.split('\n').length - 1;
  const tooLong = lines > MAX_LINES ? [`${lines} lines, more than ${MAX_LINES}: split it`] : [];
  if (!/^(lib|entrypoints)\//.test(path)) return tooLong;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path));
  return [...tooLong, ...importViolations(path, source), ...codeViolations(path, source)];
}

const scriptKind = (path: string) => (path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

function importViolations(path: string, source: ts.SourceFile): string[] {
  const folder = path.startsWith('entrypoints/') ? entrypointOf(path) : roomOf(path);
  const rule = path.startsWith('entrypoints/') ? ENTRYPOINTS : ROOMS[folder];
  if (path.endsWith('.d.ts')) return [];
  if (!rule) return [`${folder} is not in the dependency table`];
  return importsOf(source).flatMap(({ specifier, typeOnly }) => {
    const target = resolve(path, specifier);
    if (folder === 'lib/transport' && !withinTransport(path, target)) return [`imports ${target}, another transport's`];
    if (folder === 'lib/transport' && ownPackages(path).some((name) => isWithin(target, name))) return [];
    if (target.startsWith(`${folder}/`) && roomOf(target) === folder) return [];
    if (rule.may.some((allowed) => isWithin(target, allowed))) return [];
    if (!(rule.types ?? []).some((allowed) => isWithin(target, allowed))) return [`imports ${target}`];
    return typeOnly ? [] : [`imports more than types from ${target}`];
  });
}

/** The deepest room that the path lies in; of what lies in none, its folder. */
export function roomOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth > 1; depth--) {
    const room = folders.slice(0, depth).join('/');
    if (ROOMS[room]) return room;
  }
  return folders.slice(0, HALLS.includes(folders.slice(0, 2).join('/')) ? 3 : 2).join('/');
}

/** `entrypoints/popup/App.tsx` belongs to `entrypoints/popup`, `entrypoints/scout.ts` to `entrypoints/scout`. */
const entrypointOf = (path: string) => withoutEnding(path.split('/').slice(0, 2).join('/'));
const withoutEnding = (path: string) => path.replace(/\.(tsx?|mjs|js)$/, '');
const resolve = (path: string, specifier: string) =>
  specifier.startsWith('.') ? withoutEnding(posix.join(posix.dirname(path), specifier)) : specifier;
const isWithin = (target: string, allowed: string) => target === allowed || target.startsWith(`${allowed}/`);

/** `lib/transport/peerjs/channel.ts` belongs to `peerjs`, `lib/transport/endpoint.ts` to `endpoint`. */
const transportOf = (path: string) => withoutEnding(path).split('/')[2] ?? '';
const ownPackages = (path: string) => TRANSPORTS.packages[transportOf(path)] ?? [];

function withinTransport(path: string, target: string): boolean {
  if (!isWithin(target, 'lib/transport')) return true;
  if (transportOf(path) === TRANSPORTS.list) return target.split('/').length === 3;
  return [...TRANSPORTS.shared, transportOf(path)].includes(transportOf(target));
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Every import of a file: statements, re-exports, `import()` and import types. */
function importsOf(source: ts.SourceFile): Import[] {
  return nodesOf(source).flatMap((node): Import[] => {
    if (ts.isImportDeclaration(node)) return named(node.moduleSpecifier, isTypeImport(node.importClause));
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) return named(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return named(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return named(node.arguments[0], false);
    }
    return [];
  });
}

const named = (node: ts.Node | undefined, typeOnly: boolean): Import[] =>
  node && ts.isStringLiteralLike(node) ? [{ specifier: node.text, typeOnly }] : [];

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

/**
 * Circles of imports, of types too.
 *
 * @returns each circle once: the files in the order of their imports, the first one again at the end
 */
export function findCircles(sources: ReadonlyMap<string, string>): string[] {
  const byName = new Map([...sources.keys()].map((path) => [withoutEnding(path), path]));
  const importsBy = new Map(
    [...sources].map(([path, text]) => {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path));
      const targets = importsOf(source).map(({ specifier }) => resolve(path, specifier));
      return [path, targets.flatMap((target) => byName.get(target) ?? byName.get(`${target}/index`) ?? [])] as const;
    }),
  );
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (way.includes(path) || done.has(path)) return;
    for (const target of importsBy.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of importsBy.keys()) visit(path, []);
  return circles;
}

function codeViolations(path: string, source: ts.SourceFile): string[] {
  return nodesOf(source).flatMap((node) => {
    const found: string[] = [];
    if (path.startsWith('lib/') && isDefaultExport(node)) found.push('has a default export');
    if (ts.isIdentifier(node) && OLD_NAMES.has(node.text)) found.push(`says ${node.text}, a name that was given up`);
    if (path.startsWith('lib/core/') && !path.endsWith('.d.ts')) found.push(...impurity(node));
    if (!MAY_WRITE_VIDEO.has(path)) found.push(...videoWrite(node));
    if (path.startsWith('lib/sites/') && !path.startsWith('lib/sites/page/')) found.push(...pageChange(node));
    return found;
  });
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return (
    ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

function impurity(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') return ['uses Math.random'];
  if (!ts.isIdentifier(node) || !NOT_IN_CORE.has(node.text)) return [];
  const { parent } = node;
  const isProperty = ts.isPropertyAccessExpression(parent) && parent.name === node;
  const isName = 'name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
  return isProperty || isName ? [] : [`uses ${node.text}`];
}

function videoWrite(node: ts.Node): string[] {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const method = node.expression.name.text;
    return VIDEO_METHODS.has(method) ? [`calls .${method}()`] : [];
  }
  if (!ts.isPropertyAccessExpression(node) || !VIDEO_PROPERTIES.has(node.name.text)) return [];
  const { parent } = node;
  const assigned = ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken.kind);
  const counted =
    ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && isCount(parent.operator));
  return assigned || counted ? [`writes .${node.name.text}`] : [];
}

function pageChange(node: ts.Node): string[] {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const method = node.expression.name.text;
    return PAGE_METHODS.has(method) ? [`changes the page by .${method}()`] : [];
  }
  if (!ts.isBinaryExpression(node) || !isAssignment(node.operatorToken.kind)) return [];
  const { left } = node;
  const isProperty = ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left);
  return isProperty && !(ts.isPropertyAccessExpression(left) && VIDEO_PROPERTIES.has(left.name.text))
    ? ['changes the page by an assignment']
    : [];
}

const isAssignment = (kind: ts.SyntaxKind) =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
const isCount = (kind: ts.SyntaxKind) => kind === ts.SyntaxKind.PlusPlusToken || kind === ts.SyntaxKind.MinusMinusToken;

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}
