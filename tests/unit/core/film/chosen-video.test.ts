import { describe, expect, it } from 'vitest';
import {
  type Choice,
  chosenPath,
  framePattern,
  MAX_CHOICES,
  MAX_TEXT,
  parseChoices,
  withChoice,
} from '../../../../lib/core/film/chosen-video';

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
    expect(framePattern(`https://player.example/${'a/'.repeat(1_000)}`)).toHaveLength(MAX_TEXT);
  });
});

describe('FV-8: choices are read as hostile', () => {
  it.each([undefined, null, 'text', {}, [null, 7, 'text', {}, { site: 'a', frame: 'b' }]])('%j: none', (kept) =>
    expect(parseChoices(kept)).toEqual([]),
  );

  it('takes named fields of bounded text only', () => {
    const long = 'x'.repeat(MAX_TEXT + 1);
    const kept = [
      { ...choice('a.example'), more: 1 },
      choice(''),
      choice(long),
      choice('b.example', ''),
      choice('c.example', long),
      { ...choice('d.example'), frame: 7 },
    ];
    expect(parseChoices(kept)).toEqual([choice('a.example')]);
  });

  it('takes no more than are ever kept', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => choice(`${i}.example`));
    expect(parseChoices(many)).toEqual(many.slice(-MAX_CHOICES));
    expect(withChoice(many, choice('new.example'))).toHaveLength(MAX_CHOICES);
  });
});

describe('FV-8: one choice a site', () => {
  const choices = withChoice([choice('a.example', 'old'), choice('b.example')], choice('a.example', 'new'));

  it('replaces the earlier one', () => {
    expect(choices).toEqual([choice('b.example'), choice('a.example', 'new')]);
  });

  it('is found by the site and the frame', () => {
    const { frame } = choice('');
    expect(chosenPath(choices, 'a.example', frame)).toBe('new');
    expect(chosenPath(choices, 'a.example', 'https://other.example/')).toBeUndefined();
    expect(chosenPath(choices, 'c.example', frame)).toBeUndefined();
  });
});
