import { describe, expect, it } from 'vitest';
import { type Choice, choiceList, framePattern, TEXT_MAX } from '../../../../lib/core/film/chosen-video';
import { parseKept, withKept } from '../../../../lib/core/kept/kept-list';

const choice = (site: string, path = 'video:1'): Choice => ({ site, frame: 'https://player.example/embed/*', path });

describe('FV-8: the address of a frame without what differs from film to film', () => {
  it.each([
    ['https://player.example/embed/a1b2c3?autoplay=1#t', 'https://player.example/embed/*'],
    ['https://player.example/watch/a-title-that-is-rather-long', 'https://player.example/watch/*'],
    ['https://player.example/player', 'https://player.example/player'],
    ['about:srcdoc', 'about:'],
    ['blob:https://player.example/0fe2', 'blob:'],
    ['no address', ''],
  ])('%s: %s', (href, pattern) => expect(framePattern(href)).toBe(pattern));

  it('is bounded', () => {
    expect(framePattern(`https://player.example/${'a/'.repeat(1_000)}`)).toHaveLength(TEXT_MAX);
  });
});

describe('FV-8: choices', () => {
  it.each([null, 7, 'text', {}, { site: 'a', frame: 'b' }])('are read as hostile: %j is none', (said) =>
    expect(parseKept(choiceList, [said])).toEqual([]),
  );

  it('take named fields of bounded text only', () => {
    const long = 'x'.repeat(TEXT_MAX + 1);
    const kept = [
      { ...choice('a.example'), more: 1 },
      choice(''),
      choice(long),
      choice('b.example', ''),
      choice('c.example', long),
      { ...choice('d.example'), frame: 7 },
    ];
    expect(parseKept(choiceList, kept)).toEqual([choice('a.example')]);
  });

  it('are one a site: a new one replaces the earlier', () => {
    const choices = [choice('a.example', 'old'), choice('b.example')];
    expect(withKept(choiceList, choices, choice('a.example', 'new'))).toEqual([
      choice('b.example'),
      choice('a.example', 'new'),
    ]);
  });
});
