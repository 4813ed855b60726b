import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../../../server/config/config.mjs';

const read = (path: string) => readFileSync(path, 'utf8');
const dockerfile = read('server/Dockerfile');
/** The sources of every COPY that takes from the repository. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
  sources.split(' '),
);

/** The files or folders that a source names: `*` stands for a name's beginning. */
const named = (source: string) =>
  source.includes('*')
    ? readdirSync(dirname(source))
        .map((name) => join(dirname(source), name))
        .filter((path) => path.endsWith(source.slice(source.indexOf('*') + 1)))
    : [source].filter(existsSync);

/** What the server is made of: everything in its folder but what deploys it and what is for people. */
const parts = readdirSync('server', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !/node_modules|\/deploy\/|Dockerfile|\.md$|\.yaml$/.test(path));

describe('the image', () => {
  test('is made of files that there are', () => {
    expect(copied.length).toBeGreaterThan(6);
    for (const source of copied) expect([source, named(source).length > 0]).toEqual([source, true]);
  });

  test('holds every file of the server', () => {
    const files = copied.flatMap(named);
    expect(parts.length).toBeGreaterThan(25);
    for (const part of parts)
      expect([part, files.some((file) => part === file || part.startsWith(`${file}/`))]).toEqual([part, true]);
  });

  test('is sent what it is made of, and no more than that', () => {
    const lines = read('server/Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    for (const source of copied)
      expect([source, allowed.some((path) => source === path || source.startsWith(`${path}/`))]).toEqual([
        source,
        true,
      ]);
    for (const path of allowed)
      expect(copied.some((source) => source === path || source.startsWith(`${path}/`))).toBe(true);
  });

  test('runs as nobody special, on a Node that will do, and starts the server', () => {
    const from = [...dockerfile.matchAll(/^FROM node:(\d+)\.(\d+)/gm)].map(([, major, minor]) => [
      Number(major),
      Number(minor),
    ]);
    expect(from).toEqual([
      [20, 19],
      [20, 19],
    ]);
    expect(dockerfile.indexOf('\nUSER node\n')).toBeGreaterThan(dockerfile.lastIndexOf('\nCOPY '));
    expect(dockerfile).toContain('\nCMD ["node", "server/index.mjs"]\n');
    expect(dockerfile).toContain(`\nEXPOSE ${readConfig({}).config.port}\n`);
    expect(dockerfile).not.toMatch(/^(ADD|ARG .*(SECRET|TOKEN))/m);
  });
});

describe('compose', () => {
  const compose = read('server/compose.yaml');

  test('sets variables that the server knows and takes', () => {
    const block = /environment:\n((?: {6}\S.*\n)+)/.exec(compose)?.[1] ?? '';
    const variables = [...block.matchAll(/^ {6}([A-Z_]+): "?(.*?)"?$/gm)].map(([, name, value = '']) => [
      name,
      value.replace(/\$\{TURN_HOST[^}]*\}/g, 'turn.example'),
    ]);
    expect(variables.length).toBeGreaterThan(4);
    const { config, warnings } = readConfig(Object.fromEntries(variables), () => 'north');
    expect(config).toMatchObject({ proxyHops: 1, logFormat: 'json' });
    expect(config.turn).toMatchObject({
      provider: 'coturn',
      secret: 'north',
      urls: ['turn:turn.example:3478?transport=udp', 'turn:turn.example:3478?transport=tcp'],
    });
    expect(warnings).toEqual([]);
  });

  test('opens the server to the proxy on the same machine alone, and names files that there are', () => {
    expect(compose).toContain('- "127.0.0.1:9000:9000"');
    expect(existsSync('server/deploy/turnserver.conf')).toBe(true);
    expect(compose).toContain('dockerfile: server/Dockerfile');
  });
});

describe('coturn’s sample', () => {
  const lines = read('server/deploy/turnserver.conf').split('\n');
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));

  test('hands nobody a way into the network it stands in', () => {
    for (const line of ['no-tcp-relay', 'no-multicast-peers', 'no-cli', 'use-auth-secret'])
      expect(lines).toContain(line);
    const denied = values('denied-peer-ip');
    for (const range of [
      '0.0.0.0-0.255.255.255',
      '10.0.0.0-10.255.255.255',
      '100.64.0.0-100.127.255.255',
      '127.0.0.0-127.255.255.255',
      '169.254.0.0-169.254.255.255',
      '172.16.0.0-172.31.255.255',
      '192.0.0.0-192.0.0.255',
      '192.168.0.0-192.168.255.255',
      '::1',
      'fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      'fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ])
      expect(denied).toContain(range);
    // Coturn takes every IPv4 address to be in a range that begins with `::`.
    expect(denied.filter((range) => range.startsWith('::-'))).toEqual([]);
    expect(values('allowed-peer-ip')).toEqual(values('external-ip'));
  });

  test('holds no secret that works', () => {
    expect(values('static-auth-secret')).toEqual(['REPLACE-ME-with-openssl-rand-hex-32']);
  });
});

test('the unit starts what there is, as nobody special', () => {
  const unit = read('server/deploy/lockstep-server.service');
  expect(unit).toContain('ExecStart=/usr/bin/node server/index.mjs\n');
  expect(unit).toContain('\nDynamicUser=yes\n');
  const variables =
    /^Environment=(.*)$/m
      .exec(unit)?.[1]
      ?.split(' ')
      .map((pair) => pair.split('=')) ?? [];
  expect(readConfig(Object.fromEntries(variables)).config).toMatchObject({ host: '127.0.0.1', proxyHops: 1 });
});

test('README.md has every variable, and no other', () => {
  const readme = read('server/README.md');
  const inTable = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect([...inTable].sort()).toEqual([...VARIABLES].sort());
});
