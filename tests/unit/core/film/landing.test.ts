import { describe, expect, it } from 'vitest';
import { type Commit, type Going, landingOf, parseGoing } from '../../../../lib/core/film/landing';

const SENT: Going = {
  url: 'https://a.example/go?to=2',
  from: 'https://a.example/1',
  at: 1_000,
  arrived: false,
};
const commit = (change: Partial<Commit> = {}): Commit => ({
  url: 'https://www.a.example/2',
  at: 2_000,
  byPerson: false,
  byPage: false,
  ...change,
});
const EVIL = { url: 'https://evil.example/' };

describe('FO-8, FO-10: a page that the tab was taken to', () => {
  it('has arrived on its site, and is watched for a while', () => {
    const arrived = landingOf(SENT, commit());
    expect(arrived).toEqual({ ...SENT, at: 2_000, arrived: true });
  });

  const arrived = landingOf(SENT, commit()) as Going;
  it.each<[string, Going, Partial<Commit>, unknown]>([
    ['led on by its server', SENT, EVIL, 'back'],
    ['led on by its refresh', arrived, { ...EVIL, byPage: true, at: 11_000 }, 'back'],
    ['led on by its script', arrived, { ...EVIL, at: 5_000 }, 'back'],
    ['led to the same site without https', SENT, { url: 'http://a.example/2' }, 'back'],
    ['led on within its site', arrived, { byPage: true, at: 3_000 }, { ...arrived, at: 3_000 }],
    ['left by a press of the person’s there', arrived, { ...EVIL, at: 5_001 }, undefined],
    ['left by the person’s address bar', arrived, { ...EVIL, byPerson: true }, undefined],
    ['left by the person before it came', SENT, { ...EVIL, byPerson: true }, undefined],
    ['led on long after', arrived, { ...EVIL, byPage: true, at: 12_001 }, undefined],
    ['that never came', SENT, { ...EVIL, at: 31_001 }, undefined],
    ['led where the person was asked to go', { ...SENT, also: 'https://evil.example/x' }, EVIL, 'arrived'],
    ['led to a third site', { ...SENT, also: 'https://b.example/' }, EVIL, 'back'],
  ])('%s', (_, going, change, landing) => {
    const found = landingOf(going, commit(change));
    expect(landing === 'arrived' ? typeof found === 'object' && found.arrived : found).toEqual(
      landing === 'arrived' ? true : landing,
    );
  });

  it('is read from storage as hostile', () => {
    const also = { ...SENT, also: 'https://b.example/' };
    expect([SENT, also, { ...SENT, arrived: 1, also: 7, more: 1 }].map(parseGoing)).toEqual([SENT, also, SENT]);
    for (const junk of [undefined, null, 'x', [], {}, { ...SENT, url: 1 }, { ...SENT, from: 1 }, { ...SENT, at: '' }]) {
      expect(parseGoing(junk)).toBeUndefined();
    }
  });
});
