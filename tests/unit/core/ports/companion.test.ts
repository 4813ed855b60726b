import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import ids from '../../../../companion/extension-ids.json' with { type: 'json' };
import { PROTOCOL, parseMessage } from '../../../../companion/messages.mjs';
import { toldSites } from '../../../../lib/core/film/told-sites';
import { parseKept, withKept } from '../../../../lib/core/kept/kept-list';
import {
  COMPANION,
  COMPANION_PROTOCOL,
  parseFromCompanion,
  type ToCompanion,
} from '../../../../lib/core/ports/companion';
import { parseDiscordId } from '../../../../lib/core/ports/discord-id';

const ID = '223372036854775807';

describe('DX-2: extension and companion', () => {
  it('speak one protocol under one name', () => {
    expect([COMPANION, COMPANION_PROTOCOL]).toEqual([ids.host, PROTOCOL]);
  });

  test.each<ToCompanion>([
    { type: 'hello', clientId: ID },
    { type: 'ping' },
    { type: 'presence', presence: { state: 'Paused', party: { id: 'a', size: 1, max: 4 } } },
    { type: 'clear' },
    { type: 'answer', userId: ID, letIn: true },
  ])('the companion takes %j', (message) => {
    expect(parseMessage({ v: COMPANION_PROTOCOL, ...message })).toEqual({ message });
  });

  test.each([
    { type: 'hello', companion: '0.1.0' },
    { type: 'pong' },
    { type: 'status', discord: 'searching' },
    { type: 'status', discord: 'connected', name: 'Mason' },
    { type: 'status', discord: 'link-only', name: 'arRPC', why: 'arrpc' },
    { type: 'status', discord: 'absent', why: 'denied' },
    { type: 'request', userId: ID, name: 'Ann' },
    { type: 'answered', userId: ID, letIn: true },
    { type: 'answered', userId: ID, letIn: false, words: 'No join request for that user' },
    { type: 'join', secret: '1~AAAA' },
    { type: 'refused', reason: 'shape' },
    { type: 'bye', reason: 'busy' },
  ])('the extension takes %j', (message) => {
    expect(parseFromCompanion({ v: 1, ...message })).toEqual(message);
  });

  it('bounds and cleans what strangers are called', () => {
    const name = `An\u0000n\u202e\n${'x'.repeat(500)}`;
    expect(parseFromCompanion({ v: 1, type: 'request', userId: ID, name })).toMatchObject({
      name: expect.stringMatching(/^Ann ?x{30,40}$/),
    });
    expect(parseFromCompanion({ v: 1, type: 'request', userId: ID, name: 'x'.repeat(2_000) })).toBeUndefined();
  });

  it('tells another version, whatever else that says', () => {
    expect(parseFromCompanion({ v: 2, type: 'new' })).toBe('other-version');
  });

  it('reads anything without a throw', () => {
    fc.assert(fc.property(fc.anything(), (said) => void parseFromCompanion(said)));
    fc.assert(
      fc.property(fc.record({ v: fc.constant(1), type: fc.constantFrom('status', 'request', 'join') }), (said) => {
        expect(parseFromCompanion(said)).toBeUndefined();
      }),
    );
  });
});

test.each([
  [ID, ID],
  [` ${ID}\n`, ID],
  ['', undefined],
  ['123', undefined],
  [`0${ID}`, undefined],
  [`${ID}${ID}`, undefined],
  ['application', undefined],
])('an id of Discord as typed: %j', (typed, id) => expect(parseDiscordId(typed)).toBe(id));

test('DX-3: a site whose titles are told no more is no entry', () => {
  const told = withKept(toldSites, withKept(toldSites, [], ['a.example', true]), ['b.example', true]);
  expect(parseKept(toldSites, told)).toEqual([
    ['a.example', true],
    ['b.example', true],
  ]);
  expect(withKept(toldSites, told, ['a.example', false])).toEqual([['b.example', true]]);
  expect(parseKept(toldSites, [['a.example', 'yes'], 'b.example', ['', true], ['x'.repeat(300), true]])).toEqual([]);
});
