import { expect, test } from 'vitest';
import { addToken, consume, type EchoToken, forgetTokens } from '../../../../lib/core/player/echo';

const token = (kind: EchoToken['kind'], value?: number, at = 0): EchoToken => ({ kind, value, at });

test('EC-1: the event of a write is ours once, and a second one is not', () => {
  const tokens = addToken([], token('pause'));
  const first = consume(tokens, 'pause', undefined, 5);
  expect(first).toEqual({ echo: true, tokens: [] });
  expect(consume(first.tokens, 'pause', undefined, 6).echo).toBe(false);
});

test.each<[string, EchoToken, EchoToken['kind'], number | undefined, boolean]>([
  ['another kind', token('play'), 'pause', undefined, false],
  ['the place written, as players round it', token('seeking', 10), 'seeking', 10.05, true],
  ['another place', token('seeking', 10), 'seeking', 10.2, false],
  ['the rate written', token('ratechange', 1.005), 'ratechange', 1.005, true],
  ['another rate', token('ratechange', 1.005), 'ratechange', 1.5, false],
  ['no value to compare', token('seeking', 10), 'seeking', undefined, true],
])('EC-1: %s', (_, written, kind, value, echo) => {
  expect(consume([written], kind, value, 5).echo).toBe(echo);
});

test('EC-1: two writes in one task make two events that both show the second value', () => {
  const tokens = addToken(addToken([], token('seeking', 10, 0)), token('seeking', 50, 0));
  const first = consume(tokens, 'seeking', 50, 1);
  const second = consume(first.tokens, 'seeking', 50, 1);
  expect([first.echo, second.echo, second.tokens.length]).toEqual([true, true, 0]);
});

test('EC-1: a rate of somebody else’s before the event of ours leaves nothing that passes for an echo later', () => {
  const foreign = consume([token('ratechange', 0.99, 0)], 'ratechange', 1.25, 1);
  const next = consume(addToken(foreign.tokens, token('ratechange', 1, 800)), 'ratechange', 1, 801);
  const byPerson = consume(next.tokens, 'ratechange', 1, 2_500);
  expect([foreign.echo, next.echo, byPerson.echo]).toEqual([false, true, false]);
  expect(consume([token('pause'), token('ratechange', 0.99)], 'ratechange', 1.25, 1).tokens).toEqual([token('pause')]);
});

test('EC-1: a write without an event is forgotten', () => {
  expect(consume([token('pause', undefined, 0)], 'pause', undefined, 3_000)).toEqual({ echo: false, tokens: [] });
  expect(addToken([token('pause', undefined, 0)], token('play', undefined, 3_000))).toHaveLength(1);
});

test('EC-1: where another load has lost the place, only a seek of just now counts; a load forgets earlier ones', () => {
  const tokens = [token('seeking', 10, 0), token('pause', undefined, 0)];
  expect(consume(tokens, 'seeking', undefined, 400).echo).toBe(true);
  expect(consume(tokens, 'seeking', undefined, 600).echo).toBe(false);
  expect(forgetTokens(tokens, 'seeking')).toEqual([token('pause', undefined, 0)]);
});
