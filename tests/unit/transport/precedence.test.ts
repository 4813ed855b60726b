import { describe, expect, it } from 'vitest';
import { type HostClaim, precedence } from '../../../lib/transport/precedence';
import { seeded } from '../../helpers/virtual-random';

describe('two hosts of one room (TR-12)', () => {
  const claim = (id: string, token: string, ageMs: number): HostClaim => ({ id, token, ageMs });

  it('of the same token: the newer one goes on', () => {
    expect(precedence(claim('a', 't', 9_000), claim('b', 't', 10))).toBe('superseded');
    expect(precedence(claim('b', 't', 10), claim('a', 't', 9_000))).toBe('stay');
  });

  it('of two tokens: the older one goes on', () => {
    expect(precedence(claim('a', 't', 9_000), claim('b', 'u', 10))).toBe('stay');
    expect(precedence(claim('b', 'u', 10), claim('a', 't', 9_000))).toBe('code-in-use');
  });

  it('come to one answer, of whatever age they are', () => {
    const random = seeded(6);
    for (let round = 0; round < 1_000; round++) {
      const one = claim(`a${random.whole(0, 9)}`, random.pick(['t', 'u']), random.whole(0, 3));
      const two = claim(`b${random.whole(0, 9)}`, random.pick(['t', 'u']), random.whole(0, 3));
      expect([precedence(one, two), precedence(two, one)].filter((answer) => answer === 'stay')).toHaveLength(1);
    }
  });
});
