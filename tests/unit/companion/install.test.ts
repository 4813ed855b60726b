import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EXTENSION } from '../../../companion/install/content.mjs';
import { doctor } from '../../../companion/install/doctor.mjs';
import { install, uninstall } from '../../../companion/install/install.mjs';
import { type Machine, placesOf } from '../../../companion/install/places.mjs';

const OTHER_ID = 'abcdefghijklmnopabcdefghijklmnop';

/** A home in which these browsers were started once. */
function home(...profiles: string[]) {
  const root = mkdtempSync(join(tmpdir(), 'lh-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const profile of [...profiles, 'run']) mkdirSync(join(root, profile), { recursive: true });
  const env = { PATH: process.env.PATH, HOME: root, XDG_RUNTIME_DIR: join(root, 'run'), TMPDIR: join(root, 'run') };
  const machine: Machine = {
    ...{ system: 'linux', home: root, uid: process.getuid?.(), root, node: process.execPath },
    env,
    registry: undefined,
  };
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  return {
    root,
    lines,
    places: placesOf(machine, EXTENSION.host),
    manifestOf: (name: string) =>
      String(placesOf(machine, EXTENSION.host).browsers.find((b) => b.name === name)?.manifest),
    files: () => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort(),
    install: (options: Parameters<typeof install>[1] = {}, at: Partial<Machine> = {}) =>
      install({ ...machine, ...at }, options, say),
    uninstall: () => uninstall(machine, say),
    /** Without the lines about Discord, which differ by the machine. */
    async doctor(ids: string[] = [], at: Partial<Machine> = {}) {
      const said: string[] = [];
      const isWell = await doctor({ ...machine, ...at }, { ids }, (line) => void said.push(line));
      return { isWell, said };
    },
    async discord(path = 'run/discord-ipc-0') {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      const server = createServer((socket) => socket.on('error', () => {}));
      await new Promise<void>((resolve) => server.listen(join(root, path), resolve));
      onTestFinished(() => void server.close());
      return server;
    },
  };
}

describe('install and uninstall (DI-12)', () => {
  test('serve the browsers that are there, say all that is written, and undo all of it', () => {
    const at = home('.config/chromium', '.config/mozilla');
    const before = at.files();
    at.install();
    for (const path of [at.manifestOf('chromium'), at.manifestOf('firefox')]) expect(existsSync(path)).toBe(true);
    expect(existsSync(at.manifestOf('chrome'))).toBe(false);
    const written = at.files().filter((path) => !before.includes(path));
    const said = at.lines.filter((line) => line.startsWith('wrote ')).map((line) => line.split(' ')[1] ?? '');
    const isSaid = (path: string) =>
      said.some((what) => join(at.root, path) === what || join(at.root, path).startsWith(`${what}/`));
    const folders = written.filter((path) => said.some((what) => what.startsWith(`${join(at.root, path)}/`)));
    expect(written.filter((path) => !isSaid(path) && !folders.includes(path))).toEqual([]);

    at.lines.length = 0;
    at.uninstall();
    expect(at.files()).toEqual(before);
    expect(at.lines).toContain(`removed ${at.places.folder}`);
    at.uninstall();
    expect(at.lines.at(-1)).toBe('Nothing was installed.');
  });

  test('leave what others put beside theirs', () => {
    const at = home('.config/chromium');
    at.install();
    const neighbour = join(dirname(at.manifestOf('chromium')), 'org.example.other.json');
    writeFileSync(neighbour, '{}');
    at.uninstall();
    expect(existsSync(neighbour)).toBe(true);
    expect(existsSync(at.manifestOf('chromium'))).toBe(false);
  });

  test('remove no folder that a record of somebody else names', () => {
    const at = home('.config/chromium', 'precious');
    at.install();
    const folders = [join(at.root, 'precious'), join(at.root, 'run'), `${at.root}/.conf`, '/', ''];
    writeFileSync(at.places.record, JSON.stringify({ version: '0', ids: [7, 'x'], folders }));
    at.uninstall();
    expect(existsSync(join(at.root, 'precious'))).toBe(true);
    expect(existsSync(join(at.root, 'run'))).toBe(true);
  });

  test('keep an id that was given once, and give it to every browser', () => {
    const at = home('.config/chromium');
    at.install();
    at.install({ browsers: ['edge'], ids: [OTHER_ID] });
    at.install();
    for (const name of ['chromium', 'edge']) {
      expect(JSON.parse(readFileSync(at.manifestOf(name), 'utf8')).allowed_origins).toContain(
        `chrome-extension://${OTHER_ID}/`,
      );
    }
  });

  test('the installed copy may install and uninstall as well', async () => {
    const at = home('.config/chromium');
    at.install();
    const copy = await import(join(at.places.program, 'install/install.mjs'));
    copy.install(
      { system: 'linux', env: {}, home: at.root, uid: 1, root: at.root, node: process.execPath },
      {},
      () => {},
    );
    expect(existsSync(join(at.places.program, 'main.mjs'))).toBe(true);
    expect(readdirSync(at.places.program).sort()).toEqual(
      [...JSON.parse(readFileSync('companion/package.json', 'utf8')).files, 'package.json'].sort(),
    );
  });

  test.each([
    ['no browser', {}, {}, /No browser has been started here yet/],
    ['a browser that there is not', { browsers: ['opera'] }, {}, /No browser opera\. There are: chrome/],
    ['an id that is none', { ids: ['lockstep'] }, {}, /lockstep is no id/],
    ['sudo', {}, { uid: 0, env: { SUDO_USER: 'ann' } }, /without sudo/],
  ])('refuse %s in words, and write nothing', (_, options, machine, words) => {
    const at = home();
    const before = at.files();
    expect(() => at.install(options, machine)).toThrow(words);
    expect(at.files()).toEqual(before);
  });

  test('name the browsers that cannot', () => {
    const at = home('.config/chromium', 'snap/chromium', 'snap/firefox');
    at.install();
    expect(at.lines).toContain('! Chromium from Snap starts no companion. Install it as .deb or .rpm, or use Firefox.');
    expect(at.lines.some((line) => line.startsWith('! Firefox from Snap asks once'))).toBe(true);
  });
});

describe('the doctor', () => {
  test('finds nothing wrong after an installation', async () => {
    const at = home('.config/chromium', '.mozilla/firefox');
    at.install();
    await at.discord();
    const { isWell, said } = await at.doctor();
    expect(said.filter((line) => !line.startsWith('✓'))).toEqual([]);
    expect(said).toHaveLength(5);
    expect(isWell).toBe(true);
  });

  const ways: [string, string, (at: ReturnType<typeof home>) => void, string][] = [
    ['nothing installed', 'The companion is not installed', (at) => at.uninstall(), 'npx lockstep-companion install'],
    [
      'a moved node',
      'Node has moved: /gone/node is no longer there.',
      (at) => at.install({}, { node: '/gone/node' }),
      'npx lockstep-companion install',
    ],
    [
      'a node that is none',
      'does not work',
      (at) => at.install({}, { node: '/bin/false' }),
      'npx lockstep-companion install',
    ],
    [
      'a missing program',
      'does not work',
      (at) => rmSync(join(at.places.program, 'host'), { recursive: true }),
      'npx lockstep-companion install',
    ],
    [
      'a launcher of somebody else',
      'is not what the installer wrote',
      (at) => writeFileSync(at.places.launcher, '#!/bin/sh\n'),
      'install',
    ],
    ['a launcher that may not run', 'does not work: ', (at) => chmodSync(at.places.launcher, 0o644), 'install'],
    [
      'another version',
      'Companion 0.0.1 is installed',
      (at) => writeFileSync(at.places.record, '{"version":"0.0.1"}'),
      'install',
    ],
    [
      'a missing manifest',
      'Chromium: the companion is not installed for it.',
      (at) => rmSync(at.manifestOf('chromium')),
      '--browser chromium',
    ],
    [
      'a broken manifest',
      'is not the companion’s',
      (at) => writeFileSync(at.manifestOf('chromium'), '{'),
      '--browser chromium',
    ],
    [
      'a stale manifest',
      'starts /old/launcher, not ',
      (at) => rewrite(at.manifestOf('chromium'), { path: '/old/launcher' }),
      '--browser chromium',
    ],
    [
      'a manifest of another version',
      'it does not admit',
      (at) => rewrite(at.manifestOf('chromium'), { allowed_origins: ['chrome-extension://x/'] }),
      '--browser chromium',
    ],
    [
      'Lockstep under another id',
      `Lockstep has the id ${OTHER_ID} there, which may not start the companion.`,
      (at) => unpackedIn(join(at.root, '.config/chromium/Default'), OTHER_ID),
      `--id ${OTHER_ID}`,
    ],
    [
      'an add-on under another id',
      'Firefox: Lockstep has the id mine@example.org there',
      (at) => {
        mkdirSync(join(at.root, '.mozilla/firefox/abc.default'));
        const addons = [{ id: 'mine@example.org', defaultLocale: { name: 'Lockstep' } }];
        writeFileSync(join(at.root, '.mozilla/firefox/abc.default/extensions.json'), JSON.stringify({ addons }));
      },
      '--id mine@example.org',
    ],
  ];
  test.each(ways)('names %s, and what to do', async (_, words, spoil, todo) => {
    const at = home('.config/chromium', '.mozilla/firefox');
    at.install();
    await at.discord();
    spoil(at);
    const { isWell, said } = await at.doctor();
    expect(isWell).toBe(false);
    const line = said.findIndex((one) => one.startsWith('✗') && one.includes(words));
    expect(said).toContainEqual(expect.stringContaining(words));
    expect(said[line + 1]).toContain('→');
    expect(said[line + 1]).toContain(todo);
  });

  test('names an id that the person sees in the browser', async () => {
    const at = home('.config/chromium');
    at.install();
    const { said } = await at.doctor([OTHER_ID]);
    expect(said).toContainEqual(expect.stringContaining(`--id ${OTHER_ID}`));
  });

  test('names browsers that cannot start it', async () => {
    const at = home(
      '.config/chromium',
      'snap/chromium',
      'var/lib/flatpak/app/org.mozilla.firefox',
      '.local/share/flatpak/app/com.brave.Browser',
    );
    at.install();
    const { isWell, said } = await at.doctor();
    expect(isWell).toBe(false);
    for (const words of [
      'Chromium from Snap starts no',
      'Firefox from Flatpak starts the',
      'Brave from Flatpak starts no',
    ]) {
      expect(said).toContainEqual(expect.stringContaining(`✗ ${words}`));
    }
  });

  test.each([
    ['none', 'Discord is not running: no socket in ', async () => {}],
    [
      'one that a Discord left behind',
      'was left behind by a Discord that has ended',
      (at: ReturnType<typeof home>) => leaveSocket(join(at.root, 'run/discord-ipc-0')),
    ],
    [
      'none of a Flatpak that is installed',
      'Discord from Flatpak shows no socket in app/com.discordapp.Discord.',
      async (at: ReturnType<typeof home>) =>
        void mkdirSync(join(at.root, 'var/lib/flatpak/app/com.discordapp.Discord'), { recursive: true }),
    ],
    [
      'none of a Snap that is installed',
      'Discord from Snap shows no socket in snap.discord.',
      async (at: ReturnType<typeof home>) => void mkdirSync(join(at.root, 'snap/discord'), { recursive: true }),
    ],
  ])('says of Discord’s sockets: %s', async (_, words, prepare) => {
    const at = home('.config/chromium');
    at.install();
    await prepare(at);
    const { isWell, said } = await at.doctor();
    expect(isWell).toBe(false);
    expect(said).toContainEqual(expect.stringContaining(words));
  });

  test('finds Discord where a sandbox shows it', async () => {
    const at = home('.config/chromium', 'var/lib/flatpak/app/com.discordapp.Discord');
    at.install();
    await at.discord('run/app/com.discordapp.Discord/discord-ipc-0');
    expect(await at.doctor()).toMatchObject({ isWell: true });
  });
});

function rewrite(path: string, change: object): void {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
}

/** As Chromium remembers an unpacked extension. */
function unpackedIn(profile: string, id: string): void {
  const path = join(profile, '..', 'unpacked');
  mkdirSync(profile, { recursive: true });
  mkdirSync(join(path, '_locales/en'), { recursive: true });
  writeFileSync(join(path, 'manifest.json'), '{"name":"__MSG_extensionName__"}');
  writeFileSync(join(path, '_locales/en/messages.json'), '{"extensionName":{"message":"Lockstep"}}');
  const settings = { [id]: { path }, aaaa: { path: '/nowhere' }, bbbb: null, cccc: { path: 7 } };
  writeFileSync(join(profile, 'Preferences'), JSON.stringify({ extensions: { settings } }));
}

/** A socket whose process was killed. */
async function leaveSocket(path: string): Promise<void> {
  const { spawnSync } = await import('node:child_process');
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  expect(existsSync(path)).toBe(true);
}
