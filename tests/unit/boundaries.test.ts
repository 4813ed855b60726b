import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FOLDERS, findViolations, MAX_LINES } from '../helpers/boundaries';

function readSources(): Map<string, string> {
  const paths = ['lib', 'entrypoints', 'server', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path).split(sep).join('/'))
      .filter((path) => /\.(tsx?|mjs)$/.test(path) && !path.includes('node_modules/')),
  );
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

const check = (path: string, text: string) => findViolations(new Map([[path, text]]));

describe('the project', () => {
  const sources = readSources();

  test('keeps its boundaries', () => expect(findViolations(sources)).toEqual([]), 30_000);

  test('is what was looked at', () => {
    expect(sources.has('lib/core/sync.ts')).toBe(true);
    const folders = new Set(
      [...sources.keys()].filter((path) => path.startsWith('lib/')).map((path) => path.split('/')[1]),
    );
    for (const folder of folders) expect(FOLDERS).toHaveProperty([`lib/${folder}`]);
  });
});

describe('imports', () => {
  test.each([
    ['lib/core/clock.ts', "import { a } from './playback'; import * as v from 'valibot';"],
    [
      'lib/transport/peerjs-channel.ts',
      "import Peer from 'peerjs'; import { a } from './peerjs'; import './endpoint';",
    ],
    ['lib/transport/index.ts', "import { a } from './peerjs'; import { b } from './memory';"],
    ['lib/room/room.ts', "import type { Transport } from '../transport/transport';"],
    ['lib/ui/A.tsx', "import type { V } from '../core/view'; import { type W } from '../core/view'; const a = <p />;"],
    ['entrypoints/popup/App.tsx', "import './popup.css'; import { a } from '../../lib/room/room';"],
  ])('allowed in %s: %s', (path, text) => expect(check(path, text)).toEqual([]));

  test.each([
    ['lib/core/clock.ts', "import { a } from '../room/room';", 'imports lib/room/room'],
    ['lib/core/clock.ts', "import { readFileSync } from 'node:fs';", 'imports node:fs'],
    ['lib/core/clock.ts', "const a = await import('wxt/browser');", 'imports wxt/browser'],
    ['lib/core/clock.ts', "export * from '../ui/words';", 'imports lib/ui/words'],
    ['lib/core/clock.ts', "let a: import('../ui/words').T;", 'imports lib/ui/words'],
    ['lib/core/clock.ts', "import { a } from '../core-extra/x';", 'imports lib/core-extra/x'],
    [
      'lib/transport/relay.ts',
      "import { a } from './peerjs-channel';",
      "imports lib/transport/peerjs-channel, another transport's",
    ],
    ['lib/transport/relay.ts', "import { Peer } from 'peerjs';", 'imports peerjs'],
    ['lib/room/room.ts', "import { a } from '../transport/peerjs';", 'imports lib/transport/peerjs'],
    ['lib/ui/a.ts', "import { type A, b } from '../core/view';", 'imports more than types from lib/core/view'],
    ['lib/media/player.ts', "import { browser } from 'wxt/browser';", 'imports wxt/browser'],
    ['lib/browser/a.ts', "import { a } from '../transport/index';", 'imports lib/transport/index'],
    ['entrypoints/popup/App.tsx', "import { a } from '../options/Options';", 'imports entrypoints/options/Options'],
    ['entrypoints/scout.ts', "import { a } from './background/index';", 'imports entrypoints/background/index'],
    ['lib/stray.ts', '', 'lib/stray.ts is not in the dependency table'],
    ['lib/novel/a.ts', '', 'lib/novel is not in the dependency table'],
  ])('forbidden in %s: %s', (path, text, what) => expect(check(path, text)).toEqual([`${path}: ${what}`]));
});

describe('code', () => {
  test.each([
    ['lib/core/a.ts', 'Date.now();', 'uses Date'],
    ['lib/core/a.ts', 'Math.random();', 'uses Math.random'],
    ['lib/core/a.ts', 'performance.now();', 'uses performance'],
    ['lib/core/a.ts', 'setTimeout(f, 1);', 'uses setTimeout'],
    ['lib/core/a.ts', 'const d = { document };', 'uses document'],
    ['lib/core/a.ts', 'export default 1;', 'has a default export'],
    ['lib/ui/a.ts', 'export default function a() {}', 'has a default export'],
    ['lib/media/driver.ts', 'video.currentTime = 1;', 'writes .currentTime'],
    ['lib/media/driver.ts', 'video.currentTime += 1;', 'writes .currentTime'],
    ['lib/sites/a.ts', 'video.playbackRate++;', 'writes .playbackRate'],
    ['lib/sites/a.ts', 'this.video.defaultPlaybackRate = 1;', 'writes .defaultPlaybackRate'],
    ['entrypoints/content/index.ts', 'void video.play();', 'calls .play()'],
    ['entrypoints/content/index.ts', 'video?.pause();', 'calls .pause()'],
  ])('forbidden in %s: %s', (path, text, what) => expect(check(path, text)).toEqual([`${path}: ${what}`]));

  test.each([
    [
      'lib/core/a.ts',
      '// Date.now() is not for here\nconst a = "setTimeout"; member.self; ({ window: 1 }); Math.floor(1);',
    ],
    ['lib/room/a.ts', 'performance.now(); setTimeout(f, 1);'],
    ['lib/media/player.ts', 'video.currentTime = 1; video.playbackRate = 1; void video.play(); video.pause();'],
    ['lib/media/player-events.ts', 'video.pause();'],
    ['entrypoints/page.ts', 'video.pause();'],
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
