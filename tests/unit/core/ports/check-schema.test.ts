import { describe, expect, test } from 'vitest';
import { parseTested, parseTestRequest } from '../../../../lib/core/ports/check-schema';
import { parseRoomView } from '../../../../lib/core/ports/room-view-schema';

const CHECK = { subject: 'public-relay', number: 2, tookMs: 300, cause: 'relay-refuses' } as const;

describe('EX-5: what a doctor says', () => {
  test('is taken as it is', () => {
    expect(parseTested({ checks: [CHECK], done: true })).toEqual({ checks: [CHECK], done: true });
    const problem = { state: 'problem', problem: 'no-path', checks: [CHECK] };
    expect(parseRoomView(problem)).toEqual(problem);
  });

  test.each([
    undefined,
    { checks: [CHECK] },
    { checks: [{ ...CHECK, subject: 'ws://a.example' }], done: true },
    { checks: [{ ...CHECK, cause: 'whatever' }], done: true },
    { checks: [{ ...CHECK, tookMs: Number.NaN }], done: true },
    { checks: Array.from({ length: 25 }, () => CHECK), done: true },
  ])('and nothing else: %j', (message) => expect(parseTested(message)).toBeUndefined());
});

describe('EX-5: what an options page asks to be tried', () => {
  test('is a server and ways', () => {
    const request = { server: 'https://a.example', reach: { relayOnly: true, relay: 'wss://r.example' } };
    expect(parseTestRequest(request)).toEqual(request);
    expect(parseTestRequest({ reach: {} })).toEqual({ reach: {} });
  });

  test.each([undefined, {}, { server: 'javascript:alert(1)', reach: {} }, { reach: { relay: 7 } }])(
    'and nothing else: %j',
    (message) => expect(parseTestRequest(message)).toBeUndefined(),
  );
});
