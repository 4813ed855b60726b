import { describe, expect, it } from 'vitest';
import {
  cleanTitle,
  durationsAgree,
  isSameSite,
  type Media,
  pageUrl,
  sameFilm,
  siteName,
  TITLE_MAX,
  URL_MAX,
} from '../../../../lib/core/film/media';
import { mediaSchema } from '../../../../lib/core/film/media-schema';
import { parseMessage } from '../../../../lib/core/wire/protocol';

const media = (url: string, durationS?: number, key = url.replace(/^https?:\/\/(www\.)?/, '')): Media => ({
  key,
  url,
  title: '',
  ...(durationS === undefined ? {} : { durationS }),
});

describe('MK-4: an address that may be told and gone to', () => {
  it.each([
    ['https://Example.org', 'https://example.org/'],
    ['http://example.org:8080/a?b=c#d', 'http://example.org:8080/a?b=c#d'],
    ['https://пример.example/', 'https://xn--e1afmkfd.example/'],
    ['https://a.example/x#lockstep=K7QX-2M9P-4TRB-8WZC', 'https://a.example/x'],
    ['https://a.example/x#/watch/2&lockstep=K7QX&lockstep=', 'https://a.example/x#/watch/2'],
  ])('%s is %s', (text, url) => expect(pageUrl(text)).toBe(url));

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'chrome-extension://abcdefgh/options.html',
    'moz-extension://abcdefgh/options.html',
    'about:blank',
    'blob:https://a.example/1',
    'https://name@a.example/',
    'https://:secret@a.example/',
    'a.example',
    '',
    `https://a.example/${'x'.repeat(URL_MAX)}`,
    // Three times as long once it is normalised.
    `https://a.example/${'ü'.repeat(URL_MAX / 2)}`,
  ])('%s is none', (text) => expect(pageUrl(text)).toBeUndefined());
});

describe('MK-4: what a page or a host says is watched', () => {
  const parse = (value: object) =>
    parseMessage(mediaSchema, new TextEncoder().encode(JSON.stringify({ ...media('https://a.example/'), ...value })));

  it('is bounded, and its title printable', () => {
    expect(parse({ title: ' A\u202e\n film ', durationS: 5, more: 1 })).toEqual({
      ...media('https://a.example/', 5),
      title: 'A film',
    });
    expect(parse({ url: 'https://a.example/#lockstep=X' })?.url).toBe('https://a.example/');
    const video = { frame: 'https://a.example/', path: '#player/video:1' };
    expect(parse({ video })?.video).toEqual(video);
    expect(cleanTitle('x'.repeat(999))).toHaveLength(TITLE_MAX);
  });

  it.each([
    { url: 'javascript:alert(1)' },
    { key: '' },
    { key: 'two words' },
    { key: 'x'.repeat(201) },
    { title: 'x'.repeat(TITLE_MAX * 4 + 1) },
    { title: undefined },
    { durationS: -1 },
    { durationS: 1e9 },
    { video: { frame: 'https://a.example/', path: '' } },
    { video: { frame: 'x'.repeat(401), path: 'video:1' } },
    { video: 'video:1' },
  ])('is refused: %j', (value) => expect(parse(value)).toBeUndefined());
});

it.each([
  ['https://www.example.org/x', 'example.org'],
  ['https://video.example.org:8443/', 'video.example.org:8443'],
  ['no address', ''],
])('the site of %s is "%s"', (url, site) => expect(siteName(url)).toBe(site));

it.each<[string, string, boolean]>([
  ['https://a.example/1', 'https://www.a.example/2', true],
  ['http://a.example/1', 'https://a.example/2', true],
  ['https://a.example/1', 'http://a.example/2', false],
  ['https://a.example/1', 'https://b.a.example/1', false],
  ['https://a.example/1', 'https://a.example:444/1', false],
  ['', 'https://a.example/', false],
  ['https://a.example/', 'nowhere', false],
])('FO-2: from %s to %s stays on the site: %s', (from, to, same) => expect(isSameSite(from, to)).toBe(same));

it.each<[number, number, boolean]>([
  [100, 101, true],
  [100, 101.1, false],
  [5_000, 5_050, true],
  [5_000, 5_051, false],
])('%d s and %d s may be of one film: %s', (a, b, agree) => {
  expect(durationsAgree(a, b)).toBe(agree);
  expect(durationsAgree(b, a)).toBe(agree);
});

describe('MK-1, MK-2: is it the same film?', () => {
  it.each<[string, Media, Media, boolean]>([
    ['equal keys', media('https://a.example/1', 10), media('https://a.example/1', 99), true],
    ['another page', media('https://a.example/1', 10), media('https://a.example/2', 10), false],
    ['other sites, of one length', media('https://a.example/1', 3_000), media('https://b.example/x', 3_020), true],
    ['other sites, of two lengths', media('https://a.example/1', 3_000), media('https://b.example/x', 3_050), false],
    ['a live stream elsewhere', media('https://a.example/1'), media('https://b.example/x', 10), false],
    ['of unknown length elsewhere', media('https://a.example/1', 10), media('https://b.example/x'), false],
    ['another query, as long exactly', media('https://a.example/1?x', 10.01), media('https://a.example/1?y', 10), true],
    ['another query', media('https://a.example/1?x', 10.1), media('https://a.example/1?y', 10), false],
    [
      'two ids of a known site',
      media('https://a.example/w?1', 10, 'site:1'),
      media('https://a.example/w?2', 10, 'site:2'),
      false,
    ],
    ['an id and none', media('https://a.example/w?1', 10), media('https://a.example/w?2', 10, 'site:2'), false],
  ])('%s', (_, a, b, same) => {
    expect(sameFilm(a, b, true)).toBe(same);
    expect(sameFilm(b, a, true)).toBe(same);
  });
});
