import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCircles, findViolations, MAX_LINES, ROOMS, roomOf } from '../helpers/boundaries';

function readSources(): Map<string, string> {
  const paths = ['lib', 'entrypoints', 'server', 'companion', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path).split(sep).join('/'))
      .filter((path) => /\.(tsx?|mjs)$/.test(path) && !path.includes('node_modules/')),
  );
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

/** The half of the core's files are no longer than a screen. */
const CORE_MEDIAN_LINES = 80;

const check = (path: string, text: string) => findViolations(new Map([[path, text]]));

describe('the project', () => {
  const sources = readSources();

  test('keeps its boundaries', () => expect(findViolations(sources)).toEqual([]), 30_000);

  test('imports in no circle, not of types either', () => expect(findCircles(sources)).toEqual([]), 30_000);

  test('keeps the core in rooms of short files', () => {
    const lines = [...sources]
      .filter(([path]) => path.startsWith('lib/core/'))
      .map(([, text]) => text.split('\n').length - 1);
    expect(lines.length).toBeGreaterThan(50);
    const median = [...lines].sort((a, b) => a - b)[Math.floor(lines.length / 2)];
    expect(median).toBeLessThanOrEqual(CORE_MEDIAN_LINES);
  });

  test('is what was looked at', () => {
    expect(sources.has('lib/core/sync/step.ts')).toBe(true);
    const rooms = new Set([...sources.keys()].filter((path) => path.startsWith('lib/')).map(roomOf));
    for (const room of Object.keys(ROOMS)) expect(rooms).toContain(room);
  });
});

describe('imports', () => {
  test.each([
    [
      'lib/core/wire/a.ts',
      "import { a } from './protocol'; import { b } from '../film/media'; import * as v from 'valibot';",
    ],
    ['lib/room/a.ts', "import { a } from './links/link'; import { b } from '../core/time/clock';"],
    [
      'lib/transport/peerjs/channel.ts',
      "import Peer from 'peerjs'; import { a } from './peerjs'; import '../endpoint';",
    ],
    ['lib/transport/index.ts', "import { a } from './peerjs'; import { b } from './endpoint';"],
    ['lib/room/room.ts', "import type { Transport } from '../transport/transport';"],
    [
      'lib/ui/A.tsx',
      "import type { V } from '../core/ports/room-view'; import { type W } from '../core/ports/room-view'; const a = <p />;",
    ],
    ['entrypoints/popup/App.tsx', "import './popup.css'; import { a } from '../../lib/room/room';"],
  ])('allowed in %s: %s', (path, text) => expect(check(path, text)).toEqual([]));

  test.each([
    ['lib/core/time/clock.ts', "import { a } from '../../room/room';", 'imports lib/room/room'],
    ['lib/core/time/clock.ts', "import { readFileSync } from 'node:fs';", 'imports node:fs'],
    ['lib/core/time/clock.ts', "const a = await import('wxt/browser');", 'imports wxt/browser'],
    ['lib/core/time/clock.ts', "export * from '../../ui/words';", 'imports lib/ui/words'],
    ['lib/core/time/clock.ts', "let a: import('../../ui/words').T;", 'imports lib/ui/words'],
    ['lib/core/time/clock.ts', "import { a } from '../../core-extra/x';", 'imports lib/core-extra/x'],
    ['lib/core/time/clock.ts', "import type { A } from '../player/echo';", 'imports lib/core/player/echo'],
    ['lib/core/sync/a.ts', "import * as v from 'valibot';", 'imports valibot'],
    ['lib/room/links/a.ts', "import { a } from '../room';", 'imports lib/room/room'],
    ['lib/media/find/a.ts', "import { a } from '../player/player';", 'imports lib/media/player/player'],
    [
      'lib/transport/relay/relay.ts',
      "import { a } from '../peerjs/channel';",
      "imports lib/transport/peerjs/channel, another transport's",
    ],
    [
      'lib/transport/relay/relay.ts',
      "import { a } from '../index';",
      "imports lib/transport/index, another transport's",
    ],
    [
      'lib/transport/index.ts',
      "import { a } from './peerjs/channel';",
      "imports lib/transport/peerjs/channel, another transport's",
    ],
    ['lib/transport/relay/relay.ts', "import { Peer } from 'peerjs';", 'imports peerjs'],
    ['lib/room/room.ts', "import { a } from '../transport/peerjs';", 'imports lib/transport/peerjs'],
    [
      'lib/ui/a.ts',
      "import { type A, b } from '../core/film/media';",
      'imports more than types from lib/core/film/media',
    ],
    ['lib/media/player/a.ts', "import { browser } from 'wxt/browser';", 'imports wxt/browser'],
    ['lib/browser/a.ts', "import { a } from '../transport/index';", 'imports lib/transport/index'],
    ['entrypoints/popup/App.tsx', "import { a } from '../options/Options';", 'imports entrypoints/options/Options'],
    ['entrypoints/scout.ts', "import { a } from './background/index';", 'imports entrypoints/background/index'],
    ['lib/stray.ts', '', 'lib is not in the dependency table'],
    ['lib/novel/a.ts', '', 'lib/novel is not in the dependency table'],
    ['lib/core/a.ts', '', 'lib/core is not in the dependency table'],
    ['lib/core/novel/a.ts', '', 'lib/core/novel is not in the dependency table'],
  ])('forbidden in %s: %s', (path, text, what) => expect(check(path, text)).toEqual([`${path}: ${what}`]));
});

describe('circles', () => {
  const found = (files: Readonly<Record<string, string>>) => findCircles(new Map(Object.entries(files)));

  test.each([
    ['of two files', { 'lib/a.ts': "import './b';", 'lib/b.ts': "import './a';" }, ['lib/a.ts → lib/b.ts → lib/a.ts']],
    [
      'of types alone',
      { 'lib/a.ts': "import type { B } from './b';", 'lib/b.ts': "type A = import('./a').A;" },
      ['lib/a.ts → lib/b.ts → lib/a.ts'],
    ],
    [
      'over a folder’s index, behind a file that is in none',
      { 'lib/c.ts': "import './a';", 'lib/a.ts': "import './d';", 'lib/d/index.ts': "import '../a';" },
      ['lib/a.ts → lib/d/index.ts → lib/a.ts'],
    ],
    ['in none', { 'lib/a.ts': "import './b'; import './c';", 'lib/b.ts': "import './c';", 'lib/c.ts': '' }, []],
  ])('%s', (_, files, circles) => expect(found(files)).toEqual(circles));
});

describe('code', () => {
  test.each([
    ['lib/core/sync/a.ts', 'const letGo = 1;', 'says letGo, a name that was given up'],
    ['lib/core/time/a.ts', 'Date.now();', 'uses Date'],
    ['lib/core/time/a.ts', 'Math.random();', 'uses Math.random'],
    ['lib/core/time/a.ts', 'performance.now();', 'uses performance'],
    ['lib/core/time/a.ts', 'setTimeout(f, 1);', 'uses setTimeout'],
    ['lib/core/time/a.ts', 'const d = { document };', 'uses document'],
    ['lib/core/time/a.ts', 'export default 1;', 'has a default export'],
    ['lib/ui/a.ts', 'export default function a() {}', 'has a default export'],
  ])('forbidden in %s: %s', (path, text, what) => expect(check(path, text)).toEqual([`${path}: ${what}`]));

  test.each([
    ['lib/media/driver.ts', 'video.currentTime = 1;', 'writes .currentTime'],
    ['lib/media/driver.ts', 'video.currentTime += 1;', 'writes .currentTime'],
    ['lib/sites/a.ts', 'video.playbackRate++;', 'writes .playbackRate'],
    ['lib/sites/a.ts', 'this.video.defaultPlaybackRate = 1;', 'writes .defaultPlaybackRate'],
    ['entrypoints/content/index.ts', 'void video.play();', 'calls .play()'],
    ['entrypoints/content/index.ts', 'video?.pause();', 'calls .pause()'],
    ['lib/media/player/bridge.ts', 'video.pause();', 'calls .pause()'],
  ])('PL-2: forbidden in %s: %s', (path, text, what) => expect(check(path, text)).toEqual([`${path}: ${what}`]));

  test.each([
    ['lib/sites/a.ts', 'void video.play();', 'calls .play()'],
    ['lib/sites/a.ts', 'root.querySelector("button")?.click();', 'changes the page by .click()'],
    ['lib/sites/a.ts', 'video.setAttribute("loop", "");', 'changes the page by .setAttribute()'],
    ['lib/sites/a.ts', 'root.title = "";', 'changes the page by an assignment'],
    ['lib/sites/a.ts', 'video["muted"] = true;', 'changes the page by an assignment'],
  ])('ST-1: forbidden in %s: %s', (path, text, what) => expect(check(path, text)).toEqual([`${path}: ${what}`]));

  test.each([
    [
      'lib/core/time/a.ts',
      '// Date.now() is not for here\nconst a = "setTimeout"; member.self; ({ window: 1 }); Math.floor(1);',
    ],
    ['lib/room/a.ts', 'performance.now(); setTimeout(f, 1);'],
    ['lib/media/player/player.ts', 'video.currentTime = 1; video.playbackRate = 1; void video.play(); video.pause();'],
    ['lib/media/player/kept-paused-video.ts', 'video.pause();'],
    ['entrypoints/page.ts', 'video.pause();'],
    ['lib/sites/a.ts', 'const shown = root.title; if (root.title === "") f(video.muted);'],
    ['lib/sites/page/a.ts', 'player.seek(1); button.click();'],
    ['lib/media/driver.ts', 'const a = video.currentTime; if (video.playbackRate === 1) f(video.currentTime <= 2);'],
    ['entrypoints/background/index.ts', 'export default defineBackground(() => {});'],
    ['scripts/a.mjs', 'Date.now(); video.play();'],
  ])('allowed in %s: %s', (path, text) => expect(check(path, text)).toEqual([]));

  test('a file of more lines than one keeps in mind', () => {
    expect(check('server/a.mjs', '\n'.repeat(MAX_LINES))).toEqual([]);
    expect(check('server/a.mjs', '\n'.repeat(MAX_LINES + 1))).toEqual([
      `server/a.mjs: ${MAX_LINES + 1} lines, more than ${MAX_LINES}: split it`,
    ]);
  });
});
