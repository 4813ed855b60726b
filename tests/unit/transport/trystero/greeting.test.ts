import { describe, expect, it } from 'vitest';
import { type Greeting, readGreeting, writeGreeting } from '../../../../lib/transport/trystero/greeting';
import { seeded } from '../../../helpers/virtual-random';

const utf8 = (text: string) => new TextEncoder().encode(text);
const host: Greeting = { kind: 'host', id: 'a1', at: 'place', door: 'door', token: 'token', ageMs: 1_234.5 };
const greetings: readonly Greeting[] = [
  host,
  { kind: 'guest', id: 'b2', to: 'a1', door: 'door' },
  { kind: 'welcome' },
  { kind: 'full' },
];

describe('greetings (TR-11)', () => {
  it.each(greetings)('come as they went: %o', (greeting) =>
    expect(readGreeting(writeGreeting(greeting))).toEqual(greeting),
  );

  it('are read as their own fields alone', () => {
    const more = utf8(JSON.stringify({ v: 1, ...host, __proto__: { x: 1 }, more: 'x' }));
    expect(readGreeting(more)).toEqual(host);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['another version', JSON.stringify({ ...host, v: 2 })],
    ['no version', JSON.stringify(host)],
    ['another kind', JSON.stringify({ v: 1, ...host, kind: 'boss' })],
    ['no id', JSON.stringify({ v: 1, ...host, id: '' })],
    ['a long id', JSON.stringify({ v: 1, ...host, id: 'x'.repeat(129) })],
    ['an id of another type', JSON.stringify({ v: 1, ...host, id: ['a1'] })],
    ['no door', JSON.stringify({ v: 1, kind: 'guest', id: 'b2', to: 'a1' })],
    ['nobody it is for', JSON.stringify({ v: 1, kind: 'guest', id: 'b2', door: 'door' })],
    ['no place', JSON.stringify({ v: 1, ...host, at: undefined })],
    ['no token', JSON.stringify({ v: 1, ...host, token: undefined })],
    ['an age below zero', JSON.stringify({ v: 1, ...host, ageMs: -1 })],
    ['an age beyond all time', JSON.stringify({ v: 1, ...host, ageMs: 1e300 })],
    ['no age', JSON.stringify({ v: 1, ...host, ageMs: null })],
    ['too much of it', JSON.stringify({ v: 1, ...host, more: 'x'.repeat(17_000) })],
  ])('are not %s', (_, text) => expect(readGreeting(utf8(text))).toBeUndefined());

  it('throw nothing, whatever comes', () => {
    const random = seeded(5);
    for (let round = 0; round < 5_000; round++) {
      const frame = writeGreeting(random.pick(greetings));
      for (let spots = random.whole(1, 8); spots > 0; spots--)
        frame[random.whole(0, frame.length - 1)] = random.whole(0, 255);
      expect(() => readGreeting(frame)).not.toThrow();
    }
  });
});
