import { describe, expect, test } from 'vitest';
import { parseFromPairPage, parseToPairPage } from '../../../../lib/core/ports/pair-port';

describe('EX-5: what a page by hand says', () => {
  test.each([{ type: 'offer' }, { type: 'take', text: 'abc' }, { type: 'fresh' }])('%j', (message) =>
    expect(parseFromPairPage(message)).toEqual(message),
  );

  test.each([undefined, { type: 'take' }, { type: 'take', text: 'a'.repeat(4_001) }, { type: 'leave' }])(
    'and nothing else',
    (message) => expect(parseFromPairPage(message)).toBeUndefined(),
  );
});

describe('EX-5: what it is told', () => {
  const view = { room: 'joining', code: 'abc', leftMs: 15_000, wrong: 'stale', busy: true, came: 1 };

  test.each([
    { type: 'view', view },
    { type: 'view', view: { room: 'none', came: 0 } },
    { type: 'offered', code: 'K7QX-2M9P-4TRB-8WZC', text: 'abc' },
  ])('%j', (message) => expect(parseToPairPage(message)).toEqual(message));

  test.each([undefined, { type: 'view', view: { ...view, wrong: 'whatever' } }, { type: 'offered', code: 7 }])(
    'and nothing else',
    (message) => expect(parseToPairPage(message)).toBeUndefined(),
  );
});
