import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import ids from '../../companion/extension-ids.json' with { type: 'json' };
import de from '../../public/_locales/de/messages.json' with { type: 'json' };
import { builtExtension } from '../helpers/built.mjs';

const WEB = ['http://*/*', 'https://*/*'];
/** A page without a room gets nothing but this: gzip. */
const SCOUT_MAX_BYTES = 1_536;
const PEERJS = /peer-unavailable|PeerJS|RTCPeerConnection/;
const TIMERS = /setTimeout|setInterval|requestAnimationFrame|requestIdleCallback/;

const COMPANION = ids.host;

let chrome: string;
let firefox: string;
beforeAll(() => {
  const asPublished = { output: '.output', env: {} };
  chrome = builtExtension('chrome-mv3', asPublished);
  firefox = builtExtension('firefox-mv2', asPublished);
});

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** The text of a bundle and of all that it imports, at once or later. */
function textOf(path: string, seen = new Set<string>()): string {
  if (seen.has(path)) return '';
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  const mentioned = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  // What is not a path is a `require` in a library's own loader.
  const imported = mentioned.filter((name) => name.startsWith('.'));
  return [text, ...imported.map((name) => textOf(join(dirname(path), name), seen))].join('\n');
}

/** The text of a bundle and of all that it imports at once. */
function textAtStart(path: string, seen = new Set<string>()): string {
  if (seen.has(path)) return '';
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  const imported = [
    ...text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^;`'"]*?from\s*)?["'](\.[^"']+)["']/g),
  ];
  return [text, ...imported.map(([, name = '']) => textAtStart(join(dirname(path), name), seen))].join('\n');
}

/**
 * The texts in a script that are there once it has run: not those in functions that were only made. A function counts as run
 * where it is called on the spot, or by its name from what runs, whatever else
 * has that name; so does a module that the bundler begins by such a call.
 */
function textsAtStart(script: string): ReadonlySet<string> {
  const source = ts.createSourceFile('script.js', script, ts.ScriptTarget.Latest, true);
  const named = new Map<string, ts.Node[]>();
  const note = (node: ts.Node) => {
    const also = (name: string, made: readonly ts.Node[]) => named.set(name, [...(named.get(name) ?? []), ...made]);
    if (ts.isFunctionDeclaration(node) && node.name) also(node.name.text, [node]);
    if (ts.isMethodDeclaration(node) && ts.isIdentifier(node.name)) also(node.name.text, [node]);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const made = ts.isCallExpression(node.initializer) ? [...node.initializer.arguments] : [node.initializer];
      also(node.name.text, made.filter(ts.isFunctionLike));
    }
    ts.forEachChild(node, note);
  };
  note(source);
  const texts = new Set<string>();
  const isCalledAtOnce = (node: ts.Node): boolean =>
    ts.isParenthesizedExpression(node.parent)
      ? isCalledAtOnce(node.parent)
      : ts.isCallExpression(node.parent) && node.parent.expression === node;
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) texts.add(node.text);
    const callee = ts.isCallExpression(node) ? node.expression : undefined;
    const name = callee && (ts.isPropertyAccessExpression(callee) ? callee.name : callee);
    if (name && ts.isIdentifier(name)) {
      const called = named.get(name.text) ?? [];
      named.delete(name.text);
      for (const made of called) ts.forEachChild(made, visit);
    }
    if (!ts.isFunctionLike(node) || isCalledAtOnce(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** All scripts that a page of the extension loads. */
function scriptsOf(folder: string, page: string, textWith: (path: string) => string = (path) => textOf(path)): string {
  const html = readFileSync(join(folder, page), 'utf8');
  return [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)]
    .map(([, path]) => textWith(join(folder, path ?? '')))
    .join('\n');
}

/** Words of what only some ways of reaching a room need: libraries, and our own relay's topics. */
const WAYS = {
  peerjs: 'PeerJS: ',
  torrent: 'tracker.btorrent.xyz',
  nostr: 'basspistol.org',
  relay: 'ls1/',
} as const;

describe('Chrome', () => {
  test('the worker holds no PeerJS, which the offscreen document holds', () => {
    expect(textOf(join(chrome, 'background.js'))).not.toMatch(PEERJS);
    expect(scriptsOf(chrome, 'offscreen.html')).toMatch('peer-unavailable');
  });

  test('no page that people see holds a way of reaching a room', () => {
    const people = [
      'popup.html',
      'options.html',
      'pair.html',
      'welcome.html',
      'chat.html',
      'chat-frame.html',
      'try.html',
    ];
    for (const page of people) {
      expect(scriptsOf(chrome, page)).not.toBe('');
      expect(scriptsOf(chrome, page)).not.toMatch(PEERJS);
      for (const word of Object.values(WAYS)) expect(scriptsOf(chrome, page)).not.toContain(word);
    }
  });

  test('what a way needs is loaded when the way is used', () => {
    const atStart = scriptsOf(chrome, 'offscreen.html', (path) => textAtStart(path));
    expect(atStart).toContain('signalling-silent');
    for (const word of Object.values(WAYS)) {
      expect(scriptsOf(chrome, 'offscreen.html')).toContain(word);
      expect(atStart).not.toContain(word);
    }
  });

  test('asks for these permissions and no others', () => {
    const manifest = manifestOf(chrome);
    expect(manifest.manifest_version).toBe(3);
    expect(manifest.permissions.toSorted()).toEqual([
      'offscreen',
      'scripting',
      'sidePanel',
      'storage',
      'webNavigation',
    ]);
    expect(manifest.host_permissions).toEqual(WEB);
  });
});

describe('Firefox', () => {
  test('asks for these permissions and no others', () => {
    const manifest = manifestOf(firefox);
    expect(manifest.manifest_version).toBe(2);
    expect(manifest.permissions.toSorted()).toEqual([...WEB, 'scripting', 'storage', 'webNavigation']);
  });

  test('has a background page that stays, with the room service in it', () => {
    const { background } = manifestOf(firefox);
    expect(background.persistent).toBe(true);
    const text = background.page
      ? scriptsOf(firefox, background.page)
      : background.scripts.map((script: string) => textOf(join(firefox, script))).join('\n');
    expect(text).toMatch('peer-unavailable');
  });
});

describe.each([
  ['Chrome', () => chrome],
  ['Firefox', () => firefox],
])('in a page without a room, in %s', (_, folder) => {
  test('there is the scout alone', () => {
    expect(manifestOf(folder()).content_scripts).toEqual([
      { matches: WEB, js: ['scout.js'], run_at: 'document_start', match_origin_as_fallback: true },
    ]);
  });

  test('the scout is small and starts no timer', () => {
    const scout = textOf(join(folder(), 'scout.js'));
    expect(gzipSync(scout).length).toBeLessThanOrEqual(SCOUT_MAX_BYTES);
    expect(scout).not.toMatch(TIMERS);
    expect(readFileSync('entrypoints/scout.ts', 'utf8')).not.toMatch(TIMERS);
  });

  test('CH-16: nothing of the extension can be spoken to by the page, and one page of it be framed', () => {
    const manifest = manifestOf(folder());
    expect(manifest).not.toHaveProperty('externally_connectable');
    const framed = ['chat-frame.html'];
    const doors =
      manifest.manifest_version === 2 ? framed : [{ resources: framed, matches: WEB, use_dynamic_url: true }];
    expect(manifest.web_accessible_resources).toEqual(doors);
  });

  test('DX-1: the companion is named by the background alone, and not before it is wanted', () => {
    const named = readdirSync(folder(), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js'))
      .filter((path) => readFileSync(join(folder(), path), 'utf8').includes(COMPANION));
    expect(named).toEqual(['background.js']);
    // A worker may load nothing later. What it imports when that is wanted lies in a function that is not called before.
    const atStart = textsAtStart(readFileSync(join(folder(), 'background.js'), 'utf8'));
    expect([atStart.has('background'), atStart.has(COMPANION)]).toEqual([true, false]);
  });

  test('LA-2: no script holds the messages of a language: they lie in files that are read when they are wanted', () => {
    const { message } = de.welcomeTitle;
    const holding = readdirSync(folder(), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(js|json)$/.test(path))
      .filter((path) => readFileSync(join(folder(), path), 'utf8').includes(message));
    expect(holding).toEqual([join('_locales', 'de', 'messages.json')]);
  });

  test('DX-1: native messaging is asked for when the person wants it, and nothing else', () => {
    expect(manifestOf(folder()).optional_permissions).toEqual(['nativeMessaging']);
  });
});
