import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type RunningServer, startServer } from '../../../server/index.mjs';
import { roomOf } from '../../../server/relay/lock.mjs';
import { connect, metric, openRoom, random } from './relay-client';

let server: RunningServer;
let url: string;
beforeAll(async () => {
  server = await startServer({ port: 0, host: '127.0.0.1' });
  url = server.url;
});
afterAll(() => server.close());

describe('a room', () => {
  test('carries what the host says to members, and what they say to the host', async () => {
    const { host, room, down, up } = await openRoom(url);
    const [anna, ben] = [await connect(url), await connect(url)];
    expect(await host.reads(`ls1/${room}/u/+`)).toBe(true);
    expect([await anna.reads(down), await ben.reads(down)]).toEqual([true, true]);

    await host.publish(down, 'play');
    expect(await anna.next()).toEqual({ topic: down, text: 'play', retain: false });
    expect(await ben.next()).toEqual({ topic: down, text: 'play', retain: false });
    await anna.publish(up(anna.id), 'hello');
    expect(await host.next()).toEqual({ topic: up(anna.id), text: 'hello', retain: false });
    expect(ben.waiting).toEqual([]);
  });

  test('carries a sealed message of full length, byte for byte', async () => {
    const { host, down } = await openRoom(url);
    const member = await connect(url);
    await member.reads(down);
    const text = 'ß'.repeat(8_192);
    await host.publish(down, text);
    expect((await member.next()).text).toBe(text);
  });

  test('tells the host of a member whose connection dies, and not of one that leaves', async () => {
    const { host, room } = await openRoom(url);
    await host.reads(`ls1/${room}/p/+`);
    const join = () => {
      const clientId = random();
      const topic = `ls1/${room}/p/${clientId}`;
      return connect(url, { clientId, will: { topic, payload: Buffer.from('gone'), qos: 0, retain: false } });
    };
    const [leaving, dying] = [await join(), await join()];
    await leaving.mqtt.endAsync();
    dying.mqtt.stream.destroy();
    expect(await host.next()).toEqual({ topic: `ls1/${room}/p/${dying.id}`, text: 'gone', retain: false });
  });

  test('is named by a hash: base32(SHA-256(secret))[:26], in small letters', () => {
    // By Python: base64.b32encode(hashlib.sha256(b'A' * 22).digest()).decode().lower()[:26]
    expect(roomOf('AAAAAAAAAAAAAAAAAAAAAA')).toBe('rjn5wtgbkfsbe3do6jti32o5eq');
  });

  test('has two names at most for one connection: its own, and where friends find it', async () => {
    const secrets = [random(), random(), random()];
    const host = await connect(url, { password: secrets.slice(0, 2).join('.') });
    for (const secret of secrets.slice(0, 2)) expect(await host.reads(`ls1/${roomOf(secret)}/u/+`)).toBe(true);
    await expect(connect(url, { password: secrets.join('.') })).rejects.toThrow('Bad username or password');
  });
});

describe('the hash lock (SV-2)', () => {
  test('a forger cannot publish as the host, whatever it presents', async () => {
    const { host, room, down } = await openRoom(url);
    const member = await connect(url);
    await member.reads(down);
    for (const password of [undefined, random(), `${random()}.${random()}`]) {
      const forger = await connect(url, password === undefined ? {} : { password });
      await forger.publish(down, 'forged');
      await forger.closed;
    }
    await expect(connect(url, { password: room })).resolves.toBeDefined();
    await host.publish(down, 'true');
    expect((await member.next()).text).toBe('true');
    expect(member.waiting).toEqual([]);
  });

  test('nobody but the host reads what members say or that they are gone', async () => {
    const { room, host } = await openRoom(url);
    const member = await connect(url);
    const other = await openRoom(url);
    for (const reader of [member, other.host])
      for (const filter of [
        `ls1/${room}/u/+`,
        `ls1/${room}/p/+`,
        `ls1/${room}/u/${member.id}`,
        `ls1/${room}/u/${host.id}`,
      ])
        expect([filter, await reader.reads(filter)]).toEqual([filter, false]);
  });

  test.each([
    ['#'],
    ['+'],
    ['+/#'],
    ['ls1/#'],
    ['ls1/+/d'],
    ['ls1/+/u/+'],
    ['ls1/ROOM/#'],
    ['ls1/ROOM/+'],
    ['ls1/ROOM/+/+'],
    ['ls1/ROOM/u/#'],
    ['ls1/ROOM/u/AAAAAAAAAAAAAAAAAAAAAA'],
    ['ls1/ROOM/d/#'],
    ['ls1/ROOM/d/+'],
    ['/ls1/ROOM/d'],
    ['ls1/ROOM/d/'],
    ['ls1//d'],
    ['ls2/ROOM/d'],
    ['$SYS/#'],
    ['$SYS/+/new/clients'],
    ['$share/group/ls1/ROOM/d'],
    ['$share/group/ls1/ROOM/u/+'],
    ['$queue/ls1/ROOM/u/+'],
    ['__proto__'],
    ['ls1/__proto__/d'],
  ])('not even the host may read %s', async (filter) => {
    const { host, room } = await openRoom(url);
    expect(await host.reads(filter.replace('ROOM', room))).toBe(false);
    expect(host.mqtt.connected).toBe(true);
  });

  test('a subscription of QoS 1 is not granted', async () => {
    const { host, down } = await openRoom(url);
    await expect(host.mqtt.subscribeAsync(down, { qos: 1 })).rejects.toThrow('Unspecified error');
  });

  test('a member speaks for itself alone, and in no topic of another shape', async () => {
    const { host, room, up } = await openRoom(url);
    await host.reads(`ls1/${room}/u/+`);
    const victim = await connect(url);
    const topics = [
      up(victim.id),
      `ls1/${room}/p/${victim.id}`,
      `ls1/${room}/u/`,
      `ls1/${room}/x/ME`,
      `ls1/${room}/u/ME/x`,
    ];
    for (const topic of [...topics, 'ls1/short/u/ME', '$SYS/x', 'x', `ls1/${room.toUpperCase()}/u/ME`]) {
      const liar = await connect(url);
      await liar.publish(topic.replace('ME', liar.id), 'forged');
      await liar.closed;
    }
    await victim.publish(up(victim.id), 'true');
    expect(await host.next()).toMatchObject({ topic: up(victim.id), text: 'true' });
    expect(host.waiting).toEqual([]);
  });

  test.each([
    ['another’s', (room: string) => `ls1/${room}/p/${random()}`, false],
    ['the host’s words', (room: string) => `ls1/${room}/d`, false],
    ['a member’s words', (room: string, id: string) => `ls1/${room}/u/${id}`, false],
    ['a wildcard', (room: string) => `ls1/${room}/p/+`, false],
    ['one that is kept', (room: string, id: string) => `ls1/${room}/p/${id}`, true],
  ])('a will that is %s is refused', async (_, topic, retain) => {
    const { room } = await openRoom(url);
    const clientId = random();
    const will = { topic: topic(room, clientId), payload: Buffer.from('x'), qos: 0 as const, retain };
    await expect(connect(url, { clientId, will })).rejects.toThrow('Not authorized');
  });

  test.each([[''], ['short'], ['with/slash-0123456789abc'], [`ls1 ${'x'.repeat(20)}`], ['x'.repeat(65)]])(
    'a client id like "%s" is refused',
    async (clientId) => {
      await expect(connect(url, { clientId, clean: true })).rejects.toThrow('Identifier rejected');
    },
  );

  test('a password that is no secret is refused, not taken for none', async () => {
    await expect(connect(url, { password: 'short' })).rejects.toThrow('Bad username or password');
    await expect(connect(url, { password: `${random()}\u0000` })).rejects.toThrow('Bad username or password');
  });

  test('who takes another’s client id hurts nobody (SV-4)', async () => {
    const { host, room, up } = await openRoom(url);
    await host.reads(`ls1/${room}/p/+`);
    await host.reads(`ls1/${room}/u/+`);
    const clientId = random();
    const topic = `ls1/${room}/p/${clientId}`;
    const victim = await connect(url, {
      clientId,
      will: { topic, payload: Buffer.from('gone'), qos: 0, retain: false },
    });
    const thief = await connect(url, { clientId });
    const hostsThief = await connect(url, { clientId: host.id });
    await victim.publish(up(clientId), 'still here');
    expect((await host.next()).text).toBe('still here');
    expect([victim, thief, host, hostsThief].map((client) => client.mqtt.connected)).toEqual([true, true, true, true]);
  });
});

describe('what is kept (SV-3)', () => {
  test('is the host’s last word, for who comes later, until it is taken back', async () => {
    const { host, down } = await openRoom(url);
    await host.publish(down, 'first', true);
    await host.publish(down, 'second', true);
    const late = await connect(url);
    await late.reads(down);
    expect(await late.next()).toEqual({ topic: down, text: 'second', retain: true });
    await host.publish(down, '', true);
    expect(await late.next()).toMatchObject({ text: '' });
    const later = await connect(url);
    await later.reads(down);
    await host.publish(down, 'live');
    expect(await later.next()).toEqual({ topic: down, text: 'live', retain: false });
  });

  test('is nothing of a member’s', async () => {
    const { host, room, up } = await openRoom(url);
    await host.reads(`ls1/${room}/u/+`);
    const member = await connect(url);
    await member.publish(up(member.id), 'junk', true);
    await member.closed;
    expect(host.waiting).toEqual([]);
  });

  test('is nothing longer than 4 kB: that is delivered, and what was kept before is not taken for the last word', async () => {
    const { host, down } = await openRoom(url);
    const member = await connect(url);
    await member.reads(down);
    await host.publish(down, 'old', true);
    await host.publish(down, 'x'.repeat(4_097), true);
    expect((await member.next()).text).toBe('old');
    expect((await member.next()).text).toHaveLength(4_097);
    const late = await connect(url);
    await late.reads(down);
    await host.publish(down, 'live');
    expect((await late.next()).text).toBe('live');
  });

  test('ends with the room: who comes to an empty room finds nothing', async () => {
    const alone = await startServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => alone.close());
    const { host, secret, down } = await openRoom(alone.url);
    await host.publish(down, 'old', true);
    const member = await connect(alone.url);
    await member.reads(down);
    expect((await member.next()).text).toBe('old');
    await host.mqtt.endAsync();
    // A member is still there, and so is the word.
    const second = await connect(alone.url);
    await second.reads(down);
    expect((await second.next()).text).toBe('old');
    await Promise.all([member.mqtt.endAsync(), second.mqtt.endAsync()]);
    await expect.poll(() => metric(alone.url, 'lockstep_relay_rooms')).toBe(0);
    expect(await metric(alone.url, 'lockstep_relay_retained')).toBe(0);

    const back = await connect(alone.url, { password: secret });
    const late = await connect(alone.url);
    await late.reads(down);
    await back.publish(down, 'new');
    expect((await late.next()).text).toBe('new');
  });
});
