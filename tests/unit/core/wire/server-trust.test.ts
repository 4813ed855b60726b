import { describe, expect, it } from 'vitest';
import { parseKept } from '../../../../lib/core/kept/kept-list';
import { isNear, serverList, trustOf } from '../../../../lib/core/wire/server-trust';

describe('INV-7: a server in the person’s own network', () => {
  it.each([
    'http://localhost:9000',
    'http://party.localhost',
    'http://127.0.0.1:9000',
    'http://127.8.9.10',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://172.16.0.1',
    'http://172.31.255.255',
    'http://192.168.1.1/cgi-bin/x',
    'http://169.254.169.254',
    'http://100.64.0.1',
    'http://100.127.1.1',
    'http://[::1]:9000',
    'http://[::]',
    'http://[fd00::1]',
    'http://[fe80::1]',
    'http://[::ffff:192.168.1.1]',
    'http://[64:ff9b::c0a8:101]',
    'http://router',
    'http://router.',
    'http://printer.local',
    'http://nas.lan',
    'http://nas.home.arpa',
    'https://build.internal',
    // Other spellings of 127.0.0.1, which the URL parser writes out.
    'http://2130706433',
    'http://0x7f.1',
    'http://0177.0.0.1',
  ])('%s', (server) => expect(isNear(server)).toBe(true));

  it.each([
    'https://lockstep.example',
    'https://local.example',
    'https://localhost.example',
    'https://10.example',
    'http://11.0.0.1',
    'http://172.15.0.1',
    'http://172.32.0.1',
    'http://192.169.0.1',
    'http://100.63.0.1',
    'http://100.128.0.1',
    'http://[2001:db8::1]',
  ])('%s is none', (server) => expect(isNear(server)).toBe(false));
});

describe('INV-7: a server is known', () => {
  const person = { own: 'https://own.example/', defaultServer: 'https://default.example' };
  it.each([
    [undefined, false, 'known'],
    ['https://default.example', false, 'known'],
    ['https://own.example', false, 'known'],
    ['https://used.example', true, 'known'],
    ['https://other.example', false, 'unknown'],
    ['http://192.168.1.1', true, 'near'],
    ['http://localhost:9000', false, 'near'],
  ])('%s, used before %s: %s', (server, used, trust) => expect(trustOf(server, { ...person, used })).toBe(trust));

  it('one’s own may be near', () => {
    const own = 'http://192.168.1.1';
    expect(trustOf(own, { own, defaultServer: undefined, used: false })).toBe('known');
  });
});

it('the servers that were used are read as hostile', () => {
  const kept = ['https://a.example', 7, 'javascript:alert(1)', 'https://b.example/', 'https://c.example'];
  expect(parseKept(serverList, kept)).toEqual(['https://a.example', 'https://c.example']);
});
