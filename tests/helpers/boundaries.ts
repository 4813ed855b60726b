import { posix } from 'node:path';
import ts from 'typescript';

interface Rule {
  /** Folders, files (without their ending) and packages that may be imported; a package stands for all below it. */
  readonly may: readonly string[];
  /** What may be imported with `import type` alone. */
  readonly types?: readonly string[];
}

/** The dependency table of `lib/README.md`. What is not named is forbidden; a folder may always import itself. */
export const FOLDERS: Readonly<Record<string, Rule>> = {
  'lib/core': { may: ['valibot'] },
  'lib/transport': { may: ['lib/core'] },
  'lib/room': { may: ['lib/core', 'lib/transport/transport'] },
  'lib/media': { may: ['lib/core', 'lib/sites', 'lib/ui', 'preact'] },
  'lib/sites': { may: ['lib/core', 'lib/ui', 'preact'], types: ['lib/media'] },
  'lib/ui': { may: ['preact'], types: ['lib/core', 'public'] },
  'lib/browser': { may: ['lib/core', 'wxt/browser'], types: ['lib/ui'] },
  'lib/place': { may: ['lib/core', 'lib/room', 'lib/transport', 'lib/browser'] },
};

/** An entrypoint wires everything, but no other entrypoint. */
const ENTRYPOINTS: Rule = { may: ['lib', 'preact', 'wxt'] };

/** In `lib/transport`, a file belongs to the transport it is named after, as `peerjs-channel.ts` to peerjs. */
const TRANSPORTS = {
  /** The interface, and what all of them are made with. */
  shared: ['transport', 'endpoint'],
  /** The only list of them. */
  list: 'index',
  packages: { peerjs: ['peerjs'] } as Readonly<Record<string, readonly string[]>>,
};

/** The core is handed time and chance, and knows no page. */
const NOT_IN_CORE = new Set([
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame'],
  ...['document', 'window', 'self', 'globalThis', 'navigator', 'location', 'crypto', 'fetch', 'chrome', 'browser'],
]);

/** The one writer of a video, and the page script where a site's own player has to be asked. */
const MAY_WRITE_VIDEO = /^(lib\/media\/player[^/]*|entrypoints\/page)\.ts$/;
const VIDEO_PROPERTIES = new Set(['currentTime', 'playbackRate', 'defaultPlaybackRate']);
const VIDEO_METHODS = new Set(['play', 'pause']);

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
  const folder = path.startsWith('entrypoints/') ? entrypointOf(path) : path.split('/').slice(0, 2).join('/');
  const rule = path.startsWith('entrypoints/') ? ENTRYPOINTS : FOLDERS[folder];
  if (!rule) return [`${folder} is not in the dependency table`];
  return importsOf(source).flatMap(({ specifier, typeOnly }) => {
    const target = resolve(path, specifier);
    if (folder === 'lib/transport' && !withinTransport(path, target)) return [`imports ${target}, another transport's`];
    if (folder === 'lib/transport' && ownPackages(path).some((name) => isWithin(target, name))) return [];
    if ([folder, ...rule.may].some((allowed) => isWithin(target, allowed))) return [];
    if (!(rule.types ?? []).some((allowed) => isWithin(target, allowed))) return [`imports ${target}`];
    return typeOnly ? [] : [`imports more than types from ${target}`];
  });
}

/** `entrypoints/popup/App.tsx` belongs to `entrypoints/popup`, `entrypoints/scout.ts` to `entrypoints/scout`. */
const entrypointOf = (path: string) => withoutEnding(path.split('/').slice(0, 2).join('/'));
const withoutEnding = (path: string) => path.replace(/\.(tsx?|mjs|js)$/, '');
const resolve = (path: string, specifier: string) =>
  specifier.startsWith('.') ? withoutEnding(posix.join(posix.dirname(path), specifier)) : specifier;
const isWithin = (target: string, allowed: string) => target === allowed || target.startsWith(`${allowed}/`);

const transportOf = (path: string) => withoutEnding(posix.basename(path)).split('-')[0] ?? '';
const ownPackages = (path: string) => TRANSPORTS.packages[transportOf(path)] ?? [];

function withinTransport(path: string, target: string): boolean {
  if (!isWithin(target, 'lib/transport') || transportOf(path) === TRANSPORTS.list) return true;
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

function codeViolations(path: string, source: ts.SourceFile): string[] {
  return nodesOf(source).flatMap((node) => {
    const found: string[] = [];
    if (path.startsWith('lib/') && isDefaultExport(node)) found.push('has a default export');
    if (path.startsWith('lib/core/') && !path.endsWith('.d.ts')) found.push(...impurity(node));
    if (!MAY_WRITE_VIDEO.test(path)) found.push(...videoWrite(node));
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
