import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findSockets, socketPaths } from '../../../companion/discord/sockets.mjs';
import { EXTENSION, kindOfId, launcherText, nodeIn } from '../../../companion/install/content.mjs';
import { placesOf } from '../../../companion/install/places.mjs';
import { planOf } from '../../../companion/install/plan.mjs';

const HOST = EXTENSION.host;
const LINUX = { system: 'linux', env: {}, home: '/home/ann' } as const;
const MAC = { system: 'darwin', env: {}, home: '/Users/ann' } as const;
const WINDOWS = {
  system: 'win32',
  env: { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local', APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' },
  home: 'C:\\Users\\ann',
} as const;
const manifests = (machine: Parameters<typeof placesOf>[0]) =>
  Object.fromEntries(placesOf(machine, HOST).browsers.map(({ name, manifest }) => [name, manifest]));

describe('manifests lie', () => {
  test('on Linux', () => {
    expect(manifests(LINUX)).toEqual({
      chrome: `/home/ann/.config/google-chrome/NativeMessagingHosts/${HOST}.json`,
      chromium: `/home/ann/.config/chromium/NativeMessagingHosts/${HOST}.json`,
      edge: `/home/ann/.config/microsoft-edge/NativeMessagingHosts/${HOST}.json`,
      brave: `/home/ann/.config/BraveSoftware/Brave-Browser/NativeMessagingHosts/${HOST}.json`,
      firefox: `/home/ann/.mozilla/native-messaging-hosts/${HOST}.json`,
    });
    expect(placesOf(LINUX, HOST).folder).toBe('/home/ann/.local/share/lockstep-companion');
    const env = { XDG_CONFIG_HOME: '/cfg', XDG_DATA_HOME: '/data' };
    expect(manifests({ ...LINUX, env })).toMatchObject({
      chrome: `/cfg/google-chrome/NativeMessagingHosts/${HOST}.json`,
      firefox: `/home/ann/.mozilla/native-messaging-hosts/${HOST}.json`,
    });
    expect(placesOf({ ...LINUX, env }, HOST).folder).toBe('/data/lockstep-companion');
    expect(placesOf({ ...LINUX, env: { XDG_DATA_HOME: 'relative' } }, HOST).folder).toMatch(/^\/home\/ann\/\.local/);
  });

  test('on macOS', () => {
    const support = '/Users/ann/Library/Application Support';
    expect(manifests(MAC)).toEqual({
      chrome: `${support}/Google/Chrome/NativeMessagingHosts/${HOST}.json`,
      chromium: `${support}/Chromium/NativeMessagingHosts/${HOST}.json`,
      edge: `${support}/Microsoft Edge/NativeMessagingHosts/${HOST}.json`,
      brave: `${support}/BraveSoftware/Brave-Browser/NativeMessagingHosts/${HOST}.json`,
      firefox: `${support}/Mozilla/NativeMessagingHosts/${HOST}.json`,
    });
    expect(placesOf(MAC, HOST).launcher).toBe(`${support}/LockstepCompanion/lockstep-companion`);
  });

  test('on Windows, named by the registry', () => {
    const places = placesOf(WINDOWS, HOST);
    const { files, keys } = planOf(
      { system: 'win32', node: 'C:\\Program Files\\nodejs\\node.exe' },
      places,
      places.browsers,
      [],
    );
    const folder = 'C:\\Users\\ann\\AppData\\Local\\LockstepCompanion';
    expect(keys.map(({ key, value }) => [key, value])).toEqual([
      [`HKCU\\Software\\Google\\Chrome\\NativeMessagingHosts\\${HOST}`, `${folder}\\chrome.json`],
      [`HKCU\\Software\\Chromium\\NativeMessagingHosts\\${HOST}`, `${folder}\\chrome.json`],
      [`HKCU\\Software\\Microsoft\\Edge\\NativeMessagingHosts\\${HOST}`, `${folder}\\chrome.json`],
      [`HKCU\\Software\\Google\\Chrome\\NativeMessagingHosts\\${HOST}`, `${folder}\\chrome.json`],
      [`HKCU\\Software\\Mozilla\\NativeMessagingHosts\\${HOST}`, `${folder}\\firefox.json`],
    ]);
    expect(new Set(files.map(({ path }) => path))).toEqual(
      new Set([`${folder}\\lockstep-companion.bat`, `${folder}\\chrome.json`, `${folder}\\firefox.json`]),
    );
    expect(places.browsers.find(({ name }) => name === 'firefox')?.signs).toEqual([
      'C:\\Users\\ann\\AppData\\Roaming\\Mozilla\\Firefox',
    ]);
    expect(placesOf({ ...WINDOWS, env: {} }, HOST)).toEqual(places);
  });
});

describe('what is written', () => {
  const plan = (own: string[] = []) => {
    const places = placesOf(LINUX, HOST);
    const { files } = planOf({ system: 'linux', node: '/usr/bin/node' }, places, places.browsers, own);
    return Object.fromEntries(files.map(({ path, text, title }) => [title ?? path, text]));
  };

  test('admits the extension by its ids, and another one that is named', () => {
    const path = '/home/ann/.local/share/lockstep-companion/lockstep-companion';
    const description = 'Shows a Lockstep party on Discord';
    expect(JSON.parse(String(plan().Chromium))).toEqual({
      ...{ name: HOST, description, path, type: 'stdio' },
      allowed_origins: [`chrome-extension://${EXTENSION.chrome.ids[0]}/`],
    });
    expect(JSON.parse(String(plan().Firefox))).toEqual({
      ...{ name: HOST, description, path, type: 'stdio' },
      allowed_extensions: ['lockstep@lockstep.example'],
    });
    const own = ['abcdefghijklmnopabcdefghijklmnop', 'mine@example.org'];
    expect(JSON.parse(String(plan(own).Chromium)).allowed_origins).toEqual([
      `chrome-extension://${EXTENSION.chrome.ids[0]}/`,
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop/',
    ]);
    expect(JSON.parse(String(plan(own).Firefox)).allowed_extensions).toEqual([
      'lockstep@lockstep.example',
      'mine@example.org',
    ]);
  });

  test.each([
    ['linux', '/usr/bin/node', `#!/bin/sh\nexec '/usr/bin/node' '/p/main.mjs' host "$@"\n`],
    ['darwin', "/Users/o'neil/no de", `#!/bin/sh\nexec '/Users/o'\\''neil/no de' '/p/main.mjs' host "$@"\n`],
    ['win32', 'C:\\Program Files\\node.exe', '@echo off\r\n"C:\\Program Files\\node.exe" "/p/main.mjs" host %*\r\n'],
    ['win32', 'C:\\J%TEMP%\\node.exe', '@echo off\r\n"C:\\J%%TEMP%%\\node.exe" "/p/main.mjs" host %*\r\n'],
    ['win32', 'C:\\Jörg\\node.exe', '@echo off\r\nchcp 65001 >nul\r\n"C:\\Jörg\\node.exe" "/p/main.mjs" host %*\r\n'],
  ] as const)('starts node by its whole path on %s: %s', (system, node, text) => {
    expect(launcherText(system, node, '/p/main.mjs')).toBe(text);
    expect(nodeIn(text)).toBe(node);
  });

  test('a launcher of somebody else names no node', () =>
    expect(nodeIn('#!/bin/sh\nexec python3 "$@"\n')).toBeUndefined());
});

describe('ids', () => {
  test('Chrome’s follows from the key, Firefox’s is that of the build', () => {
    const digest = createHash('sha256').update(Buffer.from(EXTENSION.chrome.key, 'base64')).digest('hex').slice(0, 32);
    const id = [...digest].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');
    expect(EXTENSION.chrome.ids[0]).toBe(id);
    expect(readFileSync('wxt.config.ts', 'utf8')).toContain(`id: '${EXTENSION.firefox.ids[0]}'`);
    expect(HOST).toMatch(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/);
  });

  test.each([
    ['abcdefghijklmnopabcdefghijklmnop', 'chrome'],
    ['abcdefghijklmnopabcdefghijklmnoq', undefined],
    ['lockstep@lockstep.example', 'firefox'],
    ['{2c5fea45-7a3f-4d1f-9f1c-8e4a0d5f5a3b}', 'firefox'],
    ['*', undefined],
    ['', undefined],
    ['"],"x":["', undefined],
  ])('%s is of %s', (id, kind) => expect(kindOfId(id)).toBe(kind));
});

describe('Discord’s sockets', () => {
  test('on Linux: in every runtime folder, and where sandboxes show theirs', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000', TMPDIR: '/tmp/', TMP: 'relative', TEMP: '/var/tmp' };
    const paths = socketPaths({ system: 'linux', env, uid: 1000 });
    expect(paths[0]).toBe('/run/user/1000/discord-ipc-0');
    expect(paths[9]).toBe('/run/user/1000/discord-ipc-9');
    expect(paths).toEqual(
      expect.arrayContaining([
        '/run/user/1000/snap.discord/discord-ipc-0',
        '/run/user/1000/app/com.discordapp.Discord/discord-ipc-3',
        '/run/user/1000/app/com.discordapp.DiscordCanary/discord-ipc-0',
        '/run/user/1000/app/dev.vencord.Vesktop/discord-ipc-0',
        '/run/user/1000/.flatpak/dev.vencord.Vesktop/xdg-run/discord-ipc-0',
        '/tmp/discord-ipc-0',
        '/var/tmp/discord-ipc-9',
      ]),
    );
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => path.includes('relative'))).toEqual([]);
    expect(socketPaths({ system: 'linux', env: {}, uid: 7 })[0]).toBe('/run/user/7/discord-ipc-0');
  });

  test('on macOS', () => {
    const paths = socketPaths({ system: 'darwin', env: { TMPDIR: '/var/folders/ab/T/' }, uid: 501 });
    expect(paths.slice(9, 11)).toEqual(['/var/folders/ab/T/discord-ipc-9', '/tmp/discord-ipc-0']);
    expect(paths).toHaveLength(20);
  });

  test('on Windows', () => {
    const paths = socketPaths({ system: 'win32', env: {}, uid: undefined });
    expect(paths).toHaveLength(10);
    expect(paths[9]).toBe('\\\\?\\pipe\\discord-ipc-9');
    expect(findSockets({ system: 'win32', env: {}, uid: undefined })[0]).toEqual({ path: paths[0], owner: 'unknown' });
  });
});
