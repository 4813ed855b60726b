import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../../server/index.mjs';
import { fromBase32, toBase32 } from '../../../server/relay/base32.mjs';
import { roomOf } from '../../../server/relay/lock.mjs';
import { crc16, isAccountKey, readAccountSeed } from '../../../server/relay/nkeys.mjs';
import { createMint, readTokenRequest } from '../../../server/relay/tokens.mjs';
import { random } from './relay-client';

/** NATS's text forms, made as its own `nkeys` makes them. */
function natsAccount() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const withSum = (bytes: Buffer) => {
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE(crc16(bytes));
    return toBase32(Buffer.concat([bytes, sum])).toUpperCase();
  };
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  return {
    publicKey,
    account: withSum(Buffer.concat([Buffer.from([0]), raw])),
    seed: withSum(Buffer.concat([Buffer.from([18 << 3, 0]), seed])),
    userSeed: withSum(Buffer.concat([Buffer.from([(18 << 3) | (160 >> 5), (160 & 31) << 3]), seed])),
  };
}
const parts = (jwt: string) => jwt.split('.') as [string, string, string];
const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());

const EMQX_SECRET = 'a secret of thirty-two characters';
const secret = random();
const room = roomOf(secret);
const other = roomOf(random());
const member = random();

async function minting(env: Record<string, string>) {
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    env: { RELAY_URL: 'wss://relay.example/mqtt', ...env },
  });
  onTestFinished(() => server.close());
  const response = await fetch(`${server.url}/lockstep.json`);
  expect((await response.json()).relay).toEqual({ urls: ['wss://relay.example/mqtt'], token: '/relay-token' });
  return async (body: object) => {
    const answer = await fetch(`${server.url}/relay-token`, { method: 'POST', body: JSON.stringify(body) });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return (await answer.json()) as { username: string; password: string; expiresInS: number };
  };
}

describe('for EMQX (SV-8)', () => {
  test('a token is signed, ends, and allows exactly what the lock does', async () => {
    const mint = await minting({ RELAY_AUTH: 'emqx', RELAY_EMQX_SECRET: EMQX_SECRET });
    const token = await mint({ member, rooms: [other], secrets: [secret] });
    expect(token).toMatchObject({ username: 'lockstep', expiresInS: 600 });
    const [header, claims, signature] = parts(token.password);
    expect(decoded(header)).toEqual({ typ: 'JWT', alg: 'HS256' });
    expect(createHmac('sha256', EMQX_SECRET).update(`${header}.${claims}`).digest('base64url')).toBe(signature);
    const nowS = Date.now() / 1000;
    const { iat, nbf, exp, clientid, acl } = decoded(claims);
    expect(Math.abs(iat - nowS)).toBeLessThan(5);
    expect([exp - iat, iat - nbf, clientid]).toEqual([600, 30, member]);
    expect(acl).toEqual({
      pub: [
        `ls1/${room}/d`,
        `ls1/${other}/u/${member}`,
        `ls1/${other}/p/${member}`,
        `ls1/${room}/u/${member}`,
        `ls1/${room}/p/${member}`,
      ],
      sub: [`ls1/${other}/d`, `ls1/${room}/d`, `ls1/${room}/u/+`, `ls1/${room}/p/+`],
    });
  });

  test('who has no secret is nobody’s host, whatever else it sends', async () => {
    const mint = await minting({ RELAY_AUTH: 'emqx', RELAY_EMQX_SECRET: EMQX_SECRET });
    const wrong = random();
    for (const body of [
      { member, rooms: [room] },
      { member, rooms: [room], hostOf: [room] },
      { member, rooms: [room], secrets: [wrong] },
    ]) {
      const { acl } = decoded(parts((await mint(body)).password)[1]);
      expect(acl.pub).not.toContain(`ls1/${room}/d`);
      expect(acl.sub).not.toContain(`ls1/${room}/u/+`);
    }
  });
});

describe('for NATS (SV-8)', () => {
  const verified = (password: string, publicKey: ReturnType<typeof natsAccount>['publicKey']) => {
    const [header, claims, signature] = parts(password);
    expect(decoded(header)).toEqual({ typ: 'JWT', alg: 'ed25519-nkey' });
    expect(verify(null, Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    return decoded(claims);
  };

  test('a token is a bearer’s, signed by the account, ends, and allows exactly what the lock does', async () => {
    const { publicKey, account, seed } = natsAccount();
    const mint = await minting({ RELAY_AUTH: 'nats', RELAY_NATS_SEED: seed });
    const claims = verified((await mint({ member, secrets: [secret] })).password, publicKey);
    expect(claims).toMatchObject({ iss: account, sub: expect.stringMatching(/^U[A-Z2-7]{55}$/) });
    expect([claims.exp - claims.iat, claims.iat - claims.nbf]).toEqual([600, 30]);
    expect(claims.nats).toEqual({
      type: 'user',
      version: 2,
      pub: { allow: [`ls1.${room}.d`, `ls1.${room}.u.${member}`, `ls1.${room}.p.${member}`] },
      sub: { allow: [`ls1.${room}.d`, `ls1.${room}.u.*`, `ls1.${room}.p.*`] },
      subs: -1,
      data: -1,
      payload: 17_408,
      bearer_token: true,
      allowed_connection_types: ['MQTT', 'MQTT_WS'],
    });
  });

  test('a signing key names its account', async () => {
    const [signing, account] = [natsAccount(), natsAccount()];
    const mint = await minting({
      RELAY_AUTH: 'nats',
      RELAY_NATS_SEED: signing.seed,
      RELAY_NATS_ACCOUNT: account.account,
    });
    const claims = verified((await mint({ member, rooms: [room] })).password, signing.publicKey);
    expect([claims.iss, claims.nats.issuer_account]).toEqual([signing.account, account.account]);
    expect(claims.nats.sub).toEqual({ allow: [`ls1.${room}.d`] });
  });

  test('keys are read as NATS writes them, and mistyped ones are none', () => {
    const { publicKey, account, seed, userSeed } = natsAccount();
    const read = readAccountSeed(seed);
    expect(read?.publicText).toBe(account);
    expect(
      createPublicKey(createPrivateKey(read?.privateKey.export({ format: 'pem', type: 'pkcs8' }) ?? '')).equals(
        publicKey,
      ),
    ).toBe(true);
    // A pair that nats-server's own tests use.
    expect(readAccountSeed('SAANDLKMXL6CUS3CP52WIXBEDN6YJ545GDKC65U5JZPPV6WH6ESWUA6YAI')?.publicText).toBe(
      'ABJHLOVMPA4CI6R5KLNGOB4GSLNIY7IOUPAJC4YFNDLQVIOBYQGUWVLA',
    );
    expect([seed.length, account.length, isAccountKey(account)]).toEqual([58, 56, true]);
    const mistyped = (text: string) => text.slice(0, 20) + (text[20] === 'A' ? 'B' : 'A') + text.slice(21);
    for (const text of [mistyped(seed), seed.toLowerCase(), seed.slice(1), userSeed, account, '', 'S', '8'.repeat(58)])
      expect([text, readAccountSeed(text)]).toEqual([text, undefined]);
    for (const text of [mistyped(account), seed, '']) expect(isAccountKey(text)).toBe(false);
  });

  test('base32 and CRC-16 are those of everybody else', () => {
    // RFC 4648, 10; the check value of CRC-16/XMODEM.
    expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase32(Buffer.from(text)))).toEqual([
      '',
      'my',
      'mzxq',
      'mzxw6',
      'mzxw6yq',
      'mzxw6ytb',
      'mzxw6ytboi',
    ]);
    expect(fromBase32('MZXW6YTBOI')?.toString()).toBe('foobar');
    expect(fromBase32('mz1')).toBeUndefined();
    expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
  });
});

test.each([
  [undefined, 'JSON object'],
  ['text', 'JSON object'],
  [[], 'JSON object'],
  [{}, '"member"'],
  [{ member: 7 }, '"member"'],
  [{ member: 'short', rooms: [room] }, '"member"'],
  [{ member: `${member}/#`, rooms: [room] }, '"member"'],
  [{ member: `${member}+`, rooms: [room] }, '"member"'],
  [{ member: `${member}.x`, rooms: [room] }, '"member"'],
  [{ member }, 'Name a room'],
  [{ member, rooms: room }, '"rooms"'],
  [{ member, rooms: ['#'] }, '"rooms"'],
  [{ member, rooms: [`${room.slice(1)}+`] }, '"rooms"'],
  [{ member, rooms: [room.toUpperCase()] }, '"rooms"'],
  [{ member, rooms: [[room]] }, '"rooms"'],
  [{ member, secrets: ['short'] }, '"secrets"'],
  [{ member, secrets: [room.slice(5)] }, '"secrets"'],
  [{ member, rooms: Array.from({ length: 9 }, () => roomOf(random())) }, 'At most 8 rooms'],
])('a request like %j is refused in words', (body, words) => {
  expect(readTokenRequest(body)).toMatch(words);
});

test('a relay without tokens has no mint', () => {
  expect(createMint({ kind: 'none' }, () => new Date())).toBeUndefined();
});
