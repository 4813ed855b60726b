import { describe, expect, it } from 'vitest';
import { readServerOffer, type ServerOffer, withoutCredentials } from '../../../../lib/core/wire/server-offer';
import { seeded } from '../../../helpers/virtual-random';

const server = 'https://watch.example.org/lockstep';
/** As `server/README.md` has it. */
const answer = {
  name: 'lockstep',
  version: '0.2.0',
  protocol: 1,
  peerjs: { path: '/peerjs', key: 'peerjs' },
  relay: { path: '/mqtt' },
  iceServers: [
    { urls: ['stun:stun.example.org:3478', 'stun:[2001:db8::1]'] },
    { urls: ['turn:turn.example.org?transport=tcp', 'turns:turn.example.org:443'], username: 'u', credential: 'c' },
  ],
  iceExpiresInS: 86_400,
  nostr: ['wss://nostr.example.org'],
};
const read = (change: object, from = server) => readServerOffer({ ...answer, ...change }, from) as ServerOffer;

describe("what a server's /lockstep.json says (TR-25)", () => {
  it('is where things are, from the address of the server on', () =>
    expect(read({})).toEqual({
      introduces: true,
      relay: { urls: ['wss://watch.example.org/lockstep/mqtt'] },
      iceServers: answer.iceServers,
      iceExpiresInS: 86_400,
      nostr: ['wss://nostr.example.org/'],
    }));

  it('may be a relay elsewhere, of several nodes, that wants tokens', () => {
    const urls = ['wss://a.example.org/mqtt', 'wss://b.example.org/mqtt'];
    expect(read({ relay: { urls } }).relay).toEqual({ urls });
    expect(read({ relay: { urls, token: '/relay-token' } }).relay).toEqual({
      urls,
      tokenUrl: 'https://watch.example.org/lockstep/relay-token',
    });
  });

  it('may be next to nothing', () =>
    expect(readServerOffer({ name: 'lockstep', protocol: 1 }, server)).toEqual({
      introduces: false,
      iceServers: [],
      nostr: [],
    }));

  it.each([null, undefined, 7, 'lockstep', '<html>', [], {}, { name: 'Lockstep' }, { name: ['lockstep'] }])(
    'is not %o',
    (other) => expect(readServerOffer(other, server)).toBe('not-lockstep'),
  );

  it.each([undefined, 0, 2, '1'])('is understood in one version, not in %o', (protocol) =>
    expect(read({ protocol })).toBe('other-version'),
  );

  it.each([
    ['an address', { path: 'https://evil.example' }],
    ['another host', { path: '//evil.example/mqtt' }],
    ['another host behind a backslash', { path: '/\\evil.example' }],
    ['out of its folder', { path: '/../mqtt' }],
    ['with a question', { path: '/mqtt?x' }],
    ['with a fragment', { path: '/mqtt#x' }],
    ['encoded', { path: '/%2e%2e/mqtt' }],
    ['too long', { path: `/${'x'.repeat(255)}` }],
    ['no text', { path: { length: 1 } }],
    ['a script', { urls: ['javascript:alert(1)'] }],
    ['a page', { urls: ['https://relay.example.org/mqtt'] }],
    ['for listeners', { urls: ['ws://relay.example.org/mqtt'] }],
    ['with a password in it', { urls: ['wss://u:p@relay.example.org'] }],
    ['a user in it', { urls: ['wss://u@relay.example.org'] }],
    ['with a fragment in it', { urls: ['wss://relay.example.org/#x'] }],
    ['nothing that is an address', { urls: ['', 'wss://', 7, null] }],
    ['an address that is too long', { urls: [`wss://relay.example.org/${'x'.repeat(255)}`] }],
    ['tokens from elsewhere', { urls: ['wss://relay.example.org'], token: '//evil.example' }],
    ['no way to its tokens', { urls: ['wss://relay.example.org'], token: 7 }],
    ['a list that is none', { urls: 'wss://relay.example.org' }],
    ['none', null],
  ])('never leads to a relay that is %s', (_, relay) => expect(read({ relay })).not.toHaveProperty('relay'));

  it('may be less safe from listeners where the server is so itself', () => {
    expect(read({}, 'http://localhost:9000').relay).toEqual({ urls: ['ws://localhost:9000/mqtt'] });
    expect(read({ nostr: ['ws://127.0.0.1:7'] }, 'http://localhost:9000').nostr).toEqual(['ws://127.0.0.1:7/']);
  });

  it('keeps what is good among what is not', () => {
    const good = { urls: ['stun:a.example.org'] };
    const bad = [
      null,
      7,
      {},
      { urls: [] },
      { urls: 7 },
      { urls: ['javascript:alert(1)'] },
      { urls: ['http://a.example.org'] },
      { urls: ['stun:a b'] },
      { urls: ['stun:a:0'] },
      { urls: ['stun:a:65536'] },
      { urls: ['turn:a?transport=tls'], username: 'u', credential: 'c' },
      { urls: ['turn:a'] },
      { urls: ['turn:a'], username: 'u' },
      { urls: ['turn:a'], username: 'u', credential: '' },
      { urls: ['turn:a'], username: 'u', credential: { length: 1 } },
      { urls: ['turn:a'], username: 'x'.repeat(513), credential: 'c' },
      { urls: [`stun:${'a'.repeat(255)}`] },
    ];
    for (const entry of bad) expect(read({ iceServers: [entry, good] }).iceServers).toEqual([good]);
    expect(read({ nostr: ['wss://a.example.org', 'wss://', 'no'] }).nostr).toEqual(['wss://a.example.org/']);
  });

  it('takes one address as a list of one, and leaves out what browsers block', () =>
    expect(
      read({
        iceServers: [
          { urls: 'stun:a.example.org', username: 'not wanted' },
          { urls: ['turn:a:53', 'turn:a:80'], username: 'u', credential: 'c' },
        ],
      }).iceServers,
    ).toEqual([{ urls: ['stun:a.example.org'] }, { urls: ['turn:a:80'], username: 'u', credential: 'c' }]));

  it('has at most sixteen of everything', () => {
    const many = Array.from({ length: 100 }, (_, i) => `wss://a${i}.example.org`);
    const { relay, nostr, iceServers } = read({
      relay: { urls: many },
      nostr: many,
      iceServers: many.map(() => ({ urls: Array.from({ length: 100 }, () => 'stun:a') })),
    });
    expect([relay?.urls.length, nostr.length, iceServers.length, iceServers[0]?.urls.length]).toEqual([16, 16, 16, 16]);
  });

  it.each([
    [59, undefined],
    ['86400', undefined],
    [Number.NaN, undefined],
    [60, 60],
    [1e300, 30 * 86_400],
  ])('ends after %o s: %o', (iceExpiresInS, expected) => expect(read({ iceExpiresInS }).iceExpiresInS).toBe(expected));

  it('ends never where there is nothing in it that ends', () => {
    const { iceServers, ...rest } = read({ iceServers: [answer.iceServers[0]] });
    expect(iceServers).toHaveLength(1);
    expect(rest).not.toHaveProperty('iceExpiresInS');
  });

  it('never throws, whatever it is', () => {
    const random = seeded(11);
    const values = [null, 7, '', 'wss://x', '/x', [], {}, [[]], { urls: [{}] }, true, Number.NaN, 'javascript:x'];
    for (let round = 0; round < 2_000; round++) {
      const some = Object.fromEntries(Object.keys(answer).map((key) => [key, random.pick(values)]));
      const offer = readServerOffer({ ...some, name: 'lockstep', protocol: 1 }, server);
      expect(JSON.stringify(offer)).not.toContain('javascript');
    }
  });
});

describe('credentials that have ended (TR-26)', () => {
  it('are left out, and what wants none stays', () =>
    expect(withoutCredentials(read({}).iceServers)).toEqual([answer.iceServers[0]]));
});
