import { describe, expect, test } from 'vitest';
import { readMessage } from '../../../server/admit.mjs';
import { createIntroductions } from '../../../server/introductions.mjs';

const offer = (dst: string, payload: object = {}) => ({
  type: 'OFFER',
  dst,
  payload: { connectionId: 'dc_1', type: 'data', serialization: 'raw', sdp: {}, ...payload },
});

describe('what may pass between two peers (SV-6)', () => {
  test('what may be handled', () => {
    const handled = (message: unknown) => readMessage(JSON.stringify(message)) !== undefined;
    expect(handled({ type: 'HEARTBEAT' })).toBe(true);
    expect(handled(offer('a'))).toBe(true);
    expect(handled({ type: 'ANSWER', dst: 'a', payload: { connectionId: 'c' } })).toBe(true);
    expect(handled({ type: 'LEAVE', dst: 'a' })).toBe(false);
    expect(handled({ type: 'LEAVE' })).toBe(false);
    expect(handled({ type: 'OPEN', dst: 'a' })).toBe(false);
    const echo = JSON.stringify(offer('a', { type: 'echo' }));
    expect(['a', 'b', undefined].map((from) => readMessage(echo, from))).toEqual(['ECHO', undefined, undefined]);
    expect(handled(offer('x'.repeat(1000)))).toBe(false);
    expect(handled(offer('a', { connectionId: 7 }))).toBe(false);
    expect(handled(offer('a', { connectionId: 'a b' }))).toBe(false);
  });

  const introduction = (type: 'OFFER' | 'ANSWER' | 'CANDIDATE', dst: string, connectionId = 'c') => ({
    type,
    dst,
    payload: { connectionId },
  });

  test('offers have a rate by address, and by the peer they go to', () => {
    let nowMs = 0;
    const introductions = createIntroductions(() => nowMs);
    const offers = (from: string, to: string, count: number) =>
      Array.from({ length: count }, (_, index) =>
        introductions.admit(`peer-${index}`, from, introduction('OFFER', to)),
      ).filter((verdict) => verdict === 'ok').length;
    expect(offers('192.0.2.1', 'host', 200)).toBe(100);
    expect(offers('192.0.2.2', 'host', 200)).toBe(50);
    expect(offers('192.0.2.3', 'other', 200)).toBe(100);
    nowMs = 10_000;
    expect(offers('192.0.2.1', 'host', 200)).toBe(50);
  });

  test('one end has 64 candidates, one answer, and a minute', () => {
    let nowMs = 0;
    const introductions = createIntroductions(() => nowMs);
    const admit = (from: string, message: ReturnType<typeof introduction>) =>
      introductions.admit(from, 'address', message);
    admit('guest', introduction('OFFER', 'host'));
    const verdicts = Array.from({ length: 65 }, () => admit('guest', introduction('CANDIDATE', 'host')));
    expect([verdicts.slice(0, 64).every((verdict) => verdict === 'ok'), verdicts[64]]).toEqual([true, 'rate']);
    expect(admit('host', introduction('CANDIDATE', 'guest'))).toBe('ok');
    expect(admit('host', introduction('ANSWER', 'guest'))).toBe('ok');
    expect(admit('host', introduction('ANSWER', 'guest'))).toBe('no-offer');
    nowMs = 60_000;
    expect(admit('host', introduction('CANDIDATE', 'guest'))).toBe('no-offer');
    introductions.prune();
    expect(introductions.offerers).toBe(0);
  });

  test('a peer’s offers under way have a bound, and the oldest gives way', () => {
    let nowMs = 0;
    const introductions = createIntroductions(() => nowMs);
    for (let count = 0; count < 65; count++, nowMs += 300)
      expect(introductions.admit('guest', 'address', introduction('OFFER', 'host', `c${count}`))).toBe('ok');
    expect(introductions.admit('guest', 'address', introduction('CANDIDATE', 'host', 'c0'))).toBe('no-offer');
    expect(introductions.admit('guest', 'address', introduction('CANDIDATE', 'host', 'c1'))).toBe('ok');
  });
});
