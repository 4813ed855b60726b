import { createCipheriv, hkdfSync, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveSecrets, type RoomKeys } from '../../../../lib/room/links/key-derivation';
import { manualSecrets, relaySecret, trysteroSecrets } from '../../../../lib/room/links/way-secrets';

const master = Uint8Array.from({ length: 32 }, (_, i) => i);
/** By another implementation of RFC 5869. */
const expected = (label: string, length: number) =>
  Buffer.from(hkdfSync('sha256', master, new Uint8Array(), label, length)).toString('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('SEC-2: ids, token, door and hello key are derived from the code, a label each', async () => {
  const code = 'K7QX-2M9P-4TRB-8WZC';
  // By another implementation of RFC 8018.
  const secret = pbkdf2Sync(code, 'lockstep/2', 600_000, 32, 'sha256');
  const derived = (label: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', label, length));
  const { rendezvousIds, token, door, keys } = await deriveSecrets(code);
  expect(rendezvousIds).toEqual([0, 1, 2, 3].map((slot) => derived(`rendezvous/${slot}`, 16).toString('hex')));
  expect([token, door]).toEqual(['token', 'door'].map((label) => derived(label, 16).toString('hex')));
  const { hello, master: own } = keys as RoomKeys;
  expect(hex(own)).toBe(secret.toString('hex'));
  // The hello key cannot be read out: what it seals is compared.
  const iv = new Uint8Array(12);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, hello, Buffer.from('hello'));
  const cipher = createCipheriv('aes-256-gcm', derived('hello', 32), iv);
  const expectedBytes = Buffer.concat([cipher.update('hello'), cipher.final(), cipher.getAuthTag()]);
  expect(hex(new Uint8Array(sealed))).toBe(expectedBytes.toString('hex'));
});

describe('what the other ways are met with (SEC-10)', () => {
  it('is derived from the master secret, a label each', async () => {
    expect(await trysteroSecrets(master)).toEqual({
      room: expected('trystero/room', 16),
      password: expected('trystero/password', 32),
    });
    const { key, tag } = await manualSecrets(master);
    expect([hex(key), hex(tag)]).toEqual([expected('manual/answer', 32), expected('manual/tag', 4)]);
    expect(await relaySecret(master)).toBe(expected('relay/secret', 32));
  });

  it('stays what it is: members of two releases meet', async () => {
    const { room, password } = await trysteroSecrets(master);
    const { key, tag } = await manualSecrets(master);
    expect({ room, password, key: hex(key), tag: hex(tag), relay: await relaySecret(master) }).toMatchInlineSnapshot(`
      {
        "key": "94570306ae5e7be1fe03f4ceba66cd714bd33e4b1f4fe8c39a0cb6614e926e01",
        "password": "c37539cd6983475a7c58e4843248732a38e68450e30087baaff00f5bf12796b5",
        "relay": "f43ad15f9cac202009444af8eaf7bbd4353a008cb4706526e830ac85d4f9a72f",
        "room": "dd883cc260f5fc63fb190e9e1a9eb099",
        "tag": "130c458b",
      }
    `);
  });

  it('is nowhere the id at which PeerJS is met', async () => {
    const secrets = await deriveSecrets('K7QX-2M9P-4TRB-8WZC');
    const { room, password } = await trysteroSecrets((secrets.keys as RoomKeys).master);
    const words = [room, ...Object.values(secrets).filter((value) => typeof value === 'string')];
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(password).not.toContain(word);
  });
});
