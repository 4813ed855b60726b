import { describe, expect, test } from 'vitest';
import { eventually, PRESENCE, stage } from './stage';

const MASON = 'Mason';
const FRIEND = { id: '223372036854775807', username: 'ann', global_name: 'Ann' };

describe('with Discord', () => {
  test('shakes hands, subscribes, and says who is logged in', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    expect(await companion.connected()).toEqual({ v: 1, type: 'status', discord: 'connected', name: MASON });
    await eventually(() => expect(there.received).toHaveLength(3));
    const [handshake, ...rest] = there.received.map(({ op, json }) => ({ op, ...json }));
    expect(handshake).toEqual({ op: 0, v: 1, client_id: '1234567890123456789' });
    expect(rest.map(({ op, cmd, evt }) => [op, cmd, evt])).toEqual([
      [1, 'SUBSCRIBE', 'ACTIVITY_JOIN'],
      [1, 'SUBSCRIBE', 'ACTIVITY_JOIN_REQUEST'],
    ]);
  });

  test('shows a party as a thing that is watched, with its ticket and its link', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    companion.send({ type: 'presence', presence: PRESENCE });
    await eventually(() =>
      expect(there.presence).toEqual({
        type: 3,
        details: 'Sample film',
        details_url: 'https://example.org/watch',
        status_display_type: 2,
        state: 'Watching together',
        timestamps: { start: PRESENCE.playing.startMs, end: PRESENCE.playing.endMs },
        party: { id: 'p-1', size: [2, 8] },
        secrets: { join: PRESENCE.secret },
        supported_platforms: ['desktop'],
        instance: false,
      }),
    );
    expect(there.commands('SET_ACTIVITY')[0].pid).toBe(companion.child.pid);
  });

  test.each([
    ['cut into pieces', { pieces: 'many' }],
    ['many at once', { pieces: 'merged' }],
    ['late', { delayMs: 150 }],
    ['under another nonce first', { wrongNonce: true }],
    ['with a SUBSCRIBE that is not answered', { silent: ['SUBSCRIBE'] }],
    ['without knowing supported_platforms', { unknownFields: ['supported_platforms'] }],
    [
      'without knowing any newer field',
      { unknownFields: ['status_display_type', 'supported_platforms', 'details_url'] },
    ],
  ] as const)('shows it to a Discord that answers %s', async (_, manners) => {
    const { companion: start, discord } = stage();
    const there = await discord();
    Object.assign(there.manners, manners);
    const companion = start();
    await companion.connected();
    companion.send({ type: 'presence', presence: PRESENCE });
    await eventually(() =>
      expect(there.presence).toMatchObject({ details: 'Sample film', secrets: { join: PRESENCE.secret } }),
    );
    there.ask(FRIEND);
    if (!('silent' in manners)) expect(await companion.next('request')).toMatchObject({ name: 'Ann' });
    expect(companion.messages.filter(({ type }) => type === 'refused')).toEqual([]);
  });

  test.each([
    ['one character', 'M', '“M”'],
    ['control characters', 'A\u0000B\r\nC\u202eD', 'A B C D'],
    ['2,000 characters', 'x'.repeat(2_000), `${'x'.repeat(127)}…`],
    ['families across the bound', '👨‍👩‍👧'.repeat(40), `${'👨‍👩‍👧'.repeat(15)}…`],
    ['half a letter', 'ab\ud800', 'ab'],
  ])('shows a title of %s as one that Discord takes', async (_, title, shown) => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    companion.send({ type: 'presence', presence: { ...PRESENCE, title } });
    await eventually(() => expect(there.presence?.details).toBe(shown));
  });

  test('shows a title of which nothing is seen as none, and takes its link away', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    companion.send({ type: 'presence', presence: { ...PRESENCE, title: '\u200b \u202e\u0007' } });
    await eventually(() => expect(there.presence).not.toBeNull());
    expect(there.presence).not.toHaveProperty('details');
    expect(there.presence).not.toHaveProperty('details_url');
  });

  test('says in words what Discord does not take', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    there.manners.failing = { SET_ACTIVITY: 'child "activity" fails because ["state" is\nwrong]' };
    const companion = start();
    await companion.connected();
    companion.send({ type: 'presence', presence: PRESENCE });
    const words = 'child "activity" fails because ["state" is wrong]';
    expect(await companion.next('refused')).toEqual({ v: 1, type: 'refused', reason: 'presence', words });
    // It was none of the newer fields that were tried without: the next presence has them again.
    there.manners.failing = {};
    companion.send({ type: 'presence', presence: { ...PRESENCE, state: 'Paused' } });
    await eventually(() =>
      expect(there.presence).toMatchObject({ details_url: PRESENCE.titleUrl, status_display_type: 2 }),
    );
  });

  test('passes requests on, and answers them', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    await eventually(() => expect(there.commands('SUBSCRIBE')).toHaveLength(2));
    there.ask(FRIEND);
    expect(await companion.next('request')).toEqual({ v: 1, type: 'request', userId: FRIEND.id, name: 'Ann' });
    companion.send({ type: 'answer', userId: FRIEND.id, letIn: true });
    expect(await companion.next('answered')).toEqual({ v: 1, type: 'answered', userId: FRIEND.id, letIn: true });
    expect(there.invited).toEqual([FRIEND.id]);
    companion.send({ type: 'answer', userId: FRIEND.id, letIn: true });
    expect(await companion.next('refused')).toMatchObject({ reason: 'unknown-request' });
    expect(there.invited).toEqual([FRIEND.id]);
  });

  test.each([
    ['by the library’s command', {}, ['CLOSE_ACTIVITY_JOIN_REQUEST']],
    [
      'by the documented one where that fails',
      { CLOSE_ACTIVITY_JOIN_REQUEST: 'Invalid command' },
      ['CLOSE_ACTIVITY_JOIN_REQUEST', 'CLOSE_ACTIVITY_REQUEST'],
    ],
  ])('declines %s', async (_, failing, commands) => {
    const { companion: start, discord } = stage();
    const there = await discord();
    there.manners.failing = failing;
    const companion = start();
    await companion.connected();
    await eventually(() => expect(there.commands('SUBSCRIBE')).toHaveLength(2));
    there.ask(FRIEND);
    await companion.next('request');
    companion.send({ type: 'answer', userId: FRIEND.id, letIn: false });
    expect(await companion.next('answered')).toMatchObject({ letIn: false });
    expect(there.declined).toEqual([FRIEND.id]);
    expect(there.received.slice(-commands.length).map(({ json }) => json.cmd)).toEqual(commands);
  });

  test('says in words that an answer came too late', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    there.manners.failing = { SEND_ACTIVITY_JOIN_INVITE: 'No join request for that user' };
    const companion = start();
    await companion.connected();
    await eventually(() => expect(there.commands('SUBSCRIBE')).toHaveLength(2));
    there.ask(FRIEND);
    await companion.next('request');
    companion.send({ type: 'answer', userId: FRIEND.id, letIn: true });
    expect(await companion.next('answered')).toMatchObject({ words: 'No join request for that user' });
  });

  test('hands a ticket over, and nothing that can be none', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    await eventually(() => expect(there.commands('SUBSCRIBE')).toHaveLength(2));
    for (const wrong of [undefined, null, 7, '', 'x'.repeat(129), 'a b', 'a\u0000b', {}, ['a']]) there.handOver(wrong);
    there.handOver(PRESENCE.secret);
    expect(await companion.next('join')).toEqual({ v: 1, type: 'join', secret: PRESENCE.secret });
    expect(companion.messages.filter(({ type }) => type === 'join')).toHaveLength(1);
  });

  test('passes a flood of requests on in a trickle (DI-10)', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    await eventually(() => expect(there.commands('SUBSCRIBE')).toHaveLength(2));
    for (let n = 0; n < 1_000; n++) there.ask({ id: `2233720368547${10_000 + n}`, username: `u${n}` });
    there.send(3, 'after all of them');
    await eventually(() => expect(there.received.at(-1)?.op).toBe(4));
    expect(companion.messages.filter(({ type }) => type === 'request').length).toBeLessThan(40);
  });

  test('answers a PING with its own content', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    const companion = start();
    await companion.connected();
    there.send(3, { any: ['thing', 1] });
    await eventually(() => expect(there.received.at(-1)).toMatchObject({ op: 4, json: { any: ['thing', 1] } }));
  });
});

describe('with a client made with arRPC (DI-9)', () => {
  test('shows the party without a ticket, and says that nobody can ask', async () => {
    const { companion: start, discord } = stage();
    const there = await discord({ arrpc: true });
    const companion = start();
    expect(await companion.connected()).toMatchObject({ discord: 'link-only', name: 'arRPC', why: 'arrpc' });
    companion.send({ type: 'presence', presence: PRESENCE });
    await eventually(() => expect(there.presence).toMatchObject({ details: 'Sample film' }));
    expect(there.presence).not.toHaveProperty('secrets');
    expect(there.commands('SUBSCRIBE')).toEqual([]);
  });

  test('prefers a real Discord behind it', async () => {
    const { companion: start, discord } = stage();
    const first = await discord({ arrpc: true });
    await discord({ name: 'discord-ipc-1' });
    const companion = start();
    expect(await companion.connected()).toMatchObject({ discord: 'connected', name: MASON });
    await eventually(() => expect(first.clients.size).toBe(0));
  });

  test('does the same with a Discord that tells of no requests, and takes the ticket back', async () => {
    const { companion: start, discord } = stage();
    const there = await discord();
    there.manners.failing = { SUBSCRIBE: 'Not authenticated or invalid scope' };
    there.manners.delayMs = 50;
    const companion = start();
    companion.send({ type: 'hello', clientId: '1234567890123456789' });
    companion.send({ type: 'presence', presence: PRESENCE });
    await companion.next(({ why }) => why === 'not-allowed');
    await eventually(() => expect(there.presence).toMatchObject({ details: 'Sample film' }));
    await eventually(() => expect(there.presence).not.toHaveProperty('secrets'));
  });
});
