import { describe, expect, test } from 'vitest';
import { CLIENT_ID, nativeFrame } from '../../helpers/companion-process.mjs';
import { PRESENCE, stage } from './stage';

describe('the port (DI-4)', () => {
  test('says hello, answers pings, and tells how it stands with Discord', async () => {
    const companion = stage().companion('as-installed');
    companion.send({ type: 'hello', clientId: CLIENT_ID });
    expect(await companion.next('hello')).toEqual({
      v: 1,
      type: 'hello',
      companion: expect.stringMatching(/^\d+\.\d+/),
    });
    expect(await companion.next('status')).toMatchObject({ discord: 'searching' });
    const absent = await companion.next('status');
    expect(absent).toMatchObject({ discord: 'absent', why: 'not-running', retryMs: 5_000 });
    companion.send({ type: 'ping' });
    await companion.next('pong');
  });

  test('takes frames in any pieces, and many at once', async () => {
    const companion = stage().companion();
    const pings = Buffer.concat([1, 2, 3].map(() => nativeFrame({ v: 1, type: 'ping' })));
    for (const byte of pings) {
      companion.raw(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    companion.raw(Buffer.concat([pings, pings]));
    for (let n = 0; n < 9; n++) await companion.next('pong');
  });

  test.each([
    ['no JSON', Buffer.from('{"v":1,'), 'not-json'],
    ['nothing', Buffer.alloc(0), 'not-json'],
    ['bytes that are no text', Buffer.of(0xff, 0xfe, 0, 1), 'not-json'],
    ['a number', Buffer.from('7'), 'shape'],
    ['null', Buffer.from('null'), 'shape'],
    ['a list', Buffer.from('[{"v":1,"type":"ping"}]'), 'shape'],
    ['no version', Buffer.from('{"type":"ping"}'), 'version'],
    ['another version', Buffer.from('{"v":2,"type":"ping"}'), 'version'],
    ['no type', Buffer.from('{"v":1}'), 'shape'],
    ['a foreign type', Buffer.from('{"v":1,"type":"exec","command":"id"}'), 'shape'],
    ['a type out of the prototype', Buffer.from('{"v":1,"type":"__proto__"}'), 'shape'],
    ['a hello without an application', Buffer.from('{"v":1,"type":"hello"}'), 'shape'],
    ['a presence before hello', Buffer.from('{"v":1,"type":"presence","presence":{}}'), 'order'],
    ['4 KiB and a byte', Buffer.alloc(4_097, ' '), 'too-long'],
    ['a megabyte', Buffer.alloc(1_048_576, 'x'), 'too-long'],
  ])('refuses %s in words, and goes on', async (_, bytes, reason) => {
    const companion = stage().companion();
    companion.raw(nativeFrame(bytes));
    expect(await companion.next('refused')).toEqual({
      v: 1,
      type: 'refused',
      reason,
      words: expect.stringMatching(/\.$/),
    });
    companion.send({ type: 'ping' });
    await companion.next('pong');
  });

  test('takes a message of exactly 4 KiB', async () => {
    const companion = stage().companion();
    const json = '{"v":1,"type":"ping"}';
    companion.raw(nativeFrame(Buffer.from(json.padEnd(4_096))));
    await companion.next('pong');
  });

  test.each([
    ['4 GB', 0xffff_ffff],
    ['2 GB, which is negative to some', 0x8000_0000],
    ['a byte more than a megabyte', 1_048_577],
  ])('ends with a word when a frame claims %s', async (_, bytes) => {
    const companion = stage().companion();
    companion.raw(nativeFrame(Buffer.from('{"v":1,"type":"ping"}'), bytes));
    expect(await companion.next('bye')).toMatchObject({ reason: 'too-long' });
    expect(await companion.exited).toEqual({ code: 0, signal: null });
    expect(companion.messages.some(({ type }) => type === 'pong')).toBe(false);
  });

  test('ends without a word over half a frame', async () => {
    const companion = stage().companion();
    companion.send({ type: 'ping' });
    await companion.next('pong');
    companion.raw(nativeFrame({ v: 1, type: 'ping' }).subarray(0, 9));
    companion.closePort();
    expect(await companion.exited).toEqual({ code: 0, signal: null });
    expect(companion.complaints).toBe('');
  });

  test('takes one hello', async () => {
    const companion = stage().companion();
    companion.send({ type: 'hello', clientId: CLIENT_ID });
    await companion.next('hello');
    companion.send({ type: 'hello', clientId: CLIENT_ID });
    expect(await companion.next('refused')).toMatchObject({ reason: 'order' });
  });

  test.each([
    ['a secret without a party', { party: undefined }],
    ['a secret beside a button', { button: { label: 'Lockstep', url: 'https://example.org/' } }],
    ['a secret that is the id of the party', { secret: 'p-1' }],
    ['a secret of 129 bytes', { secret: 'x'.repeat(129) }],
    ['a secret with a line in it', { secret: 'a\nb' }],
    ['an address with an invite in it', { titleUrl: 'https://example.org/watch#lockstep=ABCDE' }],
    ['an address with a password', { titleUrl: 'https://a:b@example.org/' }],
    ['an address of another kind', { titleUrl: 'javascript:alert(1)' }],
    ['an address without a title', { title: undefined }],
    ['a label of 32 bytes', { secret: undefined, button: { label: 'x'.repeat(32), url: 'https://example.org/' } }],
    ['more people than there is room for', { party: { id: 'p-1', size: 9, max: 8 } }],
    ['a party of nobody', { party: { id: 'p-1', size: 0, max: 8 } }],
    ['half a person', { party: { id: 'p-1', size: 1.5, max: 8 } }],
    ['an end before its start', { playing: { startMs: 2, endMs: 1 } }],
    ['a title that is none', { title: 7 }],
  ])('refuses a presence with %s', async (_, wrong) => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    companion.send({ type: 'presence', presence: { ...PRESENCE, ...wrong } });
    expect(await companion.next('refused')).toMatchObject({
      reason: 'shape',
      words: expect.stringContaining('presence'),
    });
    expect(there.shown).toEqual([]);
  });
});
