import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { fuzzCompanion, MEMORY_MAX_MB } from '../../helpers/companion-fuzz.mjs';
import { CLIENT_ID } from '../../helpers/companion-process.mjs';
import { discordFrame } from '../../helpers/discord-stand-in.mjs';
import { eventually, PRESENCE, showing, stage } from './stage';

describe('a Discord that is none (DI-5)', () => {
  test.each([
    ['4 GB', discordFrame(1, Buffer.alloc(64), 0xffff_ffff)],
    ['a negative length', discordFrame(1, Buffer.alloc(64), -2)],
    ['the most negative length', discordFrame(1, Buffer.alloc(64), 0x8000_0000)],
    ['2 GB', discordFrame(1, Buffer.alloc(64), 0x7fff_ffff)],
    ['a byte more than 64 KiB', discordFrame(1, Buffer.alloc(64), 65_537)],
    ['an operation that there is not', discordFrame(5, {})],
    ['a handshake', discordFrame(0, { v: 1 })],
  ])('is left when it claims %s, and looked for anew', async (_, frame) => {
    const { companion, there } = await showing();
    there.raw(frame);
    expect(await companion.next(({ discord }) => discord === 'absent')).toMatchObject({ why: 'garbled' });
    await companion.next(({ discord }) => discord === 'connected');
    await eventually(() => expect(there.presence).toMatchObject({ details: 'Sample film' }));
  });

  test.each([
    ['no JSON', Buffer.from('{"cmd":')],
    ['nothing', Buffer.alloc(0)],
    ['64 KiB of brackets', Buffer.alloc(65_536, '[')],
    ['null', Buffer.from('null')],
    ['an event without content', Buffer.from('{"cmd":"DISPATCH","evt":"ACTIVITY_JOIN_REQUEST","data":null}')],
    ['a user who is none', Buffer.from('{"cmd":"DISPATCH","evt":"ACTIVITY_JOIN_REQUEST","data":{"user":7}}')],
    [
      'an id that is none',
      Buffer.from('{"cmd":"DISPATCH","evt":"ACTIVITY_JOIN_REQUEST","data":{"user":{"id":"../1"}}}'),
    ],
    ['a second READY', Buffer.from('{"cmd":"DISPATCH","evt":"READY","data":{"user":{"id":"1","username":"x"}}}')],
    ['an answer to nothing', Buffer.from('{"cmd":"SET_ACTIVITY","evt":"ERROR","data":{},"nonce":"__proto__"}')],
  ])('is not listened to when it says %s', async (_, body) => {
    const { companion, there } = await showing();
    const before = companion.messages.length;
    there.raw(discordFrame(1, body));
    there.send(3, 'after it');
    await eventually(() => expect(there.received.at(-1)?.op).toBe(4));
    expect(companion.messages).toHaveLength(before);
    there.ask({ id: '223372036854775807', username: 'ann' });
    expect(await companion.next('request')).toMatchObject({ name: 'ann' });
  });

  test('gets no more into the popup than a short line', async () => {
    const { companion, there } = await showing();
    there.ask({ id: '223372036854775807', username: 'ann', global_name: `\u202e<b>${'x'.repeat(5_000)}\n` });
    const { name } = await companion.next('request');
    expect(name).toBe(`<b>${'x'.repeat(60)}…`);
  });

  test('is left when it asks for answers that it does not read', async () => {
    const { companion, there } = await showing();
    const [client] = there.clients;
    client?.pause();
    const ping = discordFrame(3, Buffer.alloc(65_536, '1'));
    for (let n = 0; n < 50; n++) client?.write(ping);
    expect(await companion.next(({ discord }) => discord === 'absent')).toMatchObject({ why: 'silent' });
    expect(companion.memoryMb ?? 0).toBeLessThan(MEMORY_MAX_MB);
  });

  test('of half a frame ends with its connection', async () => {
    const { companion, there } = await showing();
    there.raw(discordFrame(1, { cmd: 'DISPATCH' }).subarray(0, 11));
    await there.stop();
    expect(await companion.next(({ discord }) => discord === 'absent')).toMatchObject({ why: 'gone' });
    await there.start();
    await eventually(() => expect(there.presence).toMatchObject({ details: 'Sample film' }));
  });

  test('does not keep the companion from ending when it accepts and says nothing', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    there.manners.neverReady = true;
    const companion = start({ readyMs: 60_000, farewellMs: 200 });
    companion.send({ type: 'hello', clientId: CLIENT_ID });
    companion.send({ type: 'presence', presence: PRESENCE });
    await eventually(() => expect(there.received).toHaveLength(1));
    const [client] = there.clients;
    companion.closePort();
    if (client) await once(client, 'close');
    expect(await companion.exited).toEqual({ code: 0, signal: null });
  });
});

/** `npm run fuzz -w companion` sends a hundred thousand. */
describe('five thousand hostile frames', () => {
  test.each([
    ['from the browser', 'port'],
    ['from Discord', 'discord'],
  ] as const)('%s: none crashes it, none makes it grow', { timeout: 60_000 }, async (_, side) => {
    const { complaints, fatal, memoryMb } = await fuzzCompanion(side, { frames: 5_000, seed: 20_261_129 });
    expect(complaints).toEqual([]);
    expect(fatal).toBe(2);
    expect(memoryMb).toHaveLength(10);
  });
});
