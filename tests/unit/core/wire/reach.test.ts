import { describe, expect, it } from 'vitest';
import { parseIceServers, parseSockets } from '../../../../lib/core/wire/reach';

describe('TR-30: addresses of relays and trackers, as typed', () => {
  it.each([
    ['', []],
    [' , \n', []],
    ['wss://a.example/mqtt', ['wss://a.example/mqtt']],
    ['wss://a.example, ws://192.168.1.2:1883/', ['wss://a.example/', 'ws://192.168.1.2:1883/']],
    ['wss://a.example\nwss://b.example', ['wss://a.example/', 'wss://b.example/']],
  ])('%j', (typed, urls) => expect(parseSockets(typed)).toEqual(urls));

  it.each([
    'https://a.example',
    'a.example',
    'javascript:alert(1)',
    'wss://user:pass@a.example',
    'wss://a.example, nothing',
    Array.from({ length: 17 }, (_, i) => `wss://${i}.example`).join(),
    `wss://a.example/${'a'.repeat(300)}`,
  ])('is none: %s', (typed) => expect(parseSockets(typed)).toBeUndefined());
});

describe('TR-30: STUN and TURN servers, as typed', () => {
  it.each([
    ['', []],
    ['stun:a.example', [{ urls: ['stun:a.example'] }]],
    [
      'stun:a.example:3478,  turns:b.example?transport=tcp ann s3cret',
      [
        { urls: ['stun:a.example:3478'] },
        { urls: ['turns:b.example?transport=tcp'], username: 'ann', credential: 's3cret' },
      ],
    ],
  ])('%j', (typed, servers) => expect(parseIceServers(typed)).toEqual(servers));

  it.each([
    'a.example',
    'turn:a.example',
    'turn:a.example ann',
    'turn:a.example ann b c',
    'stun:a.example:53',
    'http://a',
  ])('is none: %s', (typed) => expect(parseIceServers(typed)).toBeUndefined());
});
