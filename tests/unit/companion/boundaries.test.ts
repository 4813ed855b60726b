import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = 'companion';
const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.mjs') && !path.includes('node_modules'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** What a folder may import of the package, besides itself; the files beside `main.mjs` are the empty one. */
const MAY: Record<string, string[]> = {
  '': [''],
  discord: ['', 'discord'],
  host: ['', 'discord', 'host'],
  install: ['', 'discord', 'host', 'install'],
};
/** What a running companion may use of node. */
const NODE = ['crypto', 'fs', 'net', 'os', 'path', 'stream', 'timers/promises'];
/** The only files that start programs (DI-3). */
const STARTS_PROGRAMS = ['install/registry.mjs', 'install/try-launcher.mjs'];

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const importsOf = (text: string) =>
  [...text.matchAll(/(?:from|import\() ?'([^']+)'|^import '([^']+)'/gm)].map(([, a, b]) => a ?? b ?? '');
const isRunning = (path: string) => ['host', 'discord'].includes(folderOf(path)) || !/[/]|^main/.test(path);

describe('the companion', () => {
  test('is what was looked at, and depends on nothing', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['main.mjs', 'host/host.mjs', ...STARTS_PROGRAMS]),
    );
    const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(dependencies).toEqual({});
  });

  test('keeps its folders apart', () => {
    const wrong = sources
      .filter(({ path }) => path !== 'main.mjs')
      .flatMap(({ path, text }) =>
        importsOf(text)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => join(path, '..', specifier))
          .filter((target) => target.startsWith('..') || !MAY[folderOf(path)]?.includes(folderOf(target)))
          .map((target) => `${path}: ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test('while it runs, uses nothing that could execute a program or open an address (DI-3)', () => {
    const wrong = sources.flatMap(({ path, text }) => {
      const modules = importsOf(text).filter((specifier) => !specifier.startsWith('.'));
      const foreign = isRunning(path) ? modules.filter((name) => !NODE.includes(name.replace(/^node:/, ''))) : [];
      const starts = STARTS_PROGRAMS.includes(path)
        ? []
        : modules.filter((name) => /child_process|cluster|worker/.test(name));
      const opens = /\b(createServer|listen\(\d|eval\(|new Function|fetch\(|dlopen)/.exec(text)?.[0] ?? [];
      return [foreign, starts, opens].flat().map((what) => `${path}: ${what}`);
    });
    expect(wrong).toEqual([]);
  });
});
