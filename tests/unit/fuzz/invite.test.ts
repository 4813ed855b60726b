import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { landingOf, parseGoing } from '../../../lib/core/film/landing';
import { cleanTitle, isSameSite, pageUrl, siteName, URL_MAX } from '../../../lib/core/film/media';
import { pageSchema } from '../../../lib/core/film/media-schema';
import { FRAGMENT_MAX, findInvite } from '../../../lib/core/wire/fragment';
import {
  inviteFromFragment,
  inviteLink,
  inviteText,
  makeRoomCode,
  parseInviteText,
  parseRoomCode,
  parseServer,
  SERVER_MAX,
} from '../../../lib/core/wire/invite';
import { parseMessage } from '../../../lib/core/wire/protocol';
import { mediaKeyOf, SITES } from '../../../lib/sites/index';
import { watchPageAt } from '../../../lib/sites/watch-page-at';
import { anyText, anything, FUZZ_TIMEOUT_MS, flawOf, holds, nearly, nearlyText } from './fuzz';

const options = { timeout: FUZZ_TIMEOUT_MS };
const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

const code = fc.uint8Array({ minLength: 15, maxLength: 15 }).map((bytes) => makeRoomCode(Uint8Array.from(bytes)));
const host = fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom('localhost', 'пример.example', '[::1]'));
const server = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    host,
    fc.option(fc.nat(65_535)),
    fc.webPath(),
    fc.constantFrom('', '/', '//'),
  )
  .map(([scheme, name, port, path, end]) => `${scheme}://${name}${port === null ? '' : `:${port}`}${path}${end}`);
const address = fc
  .tuple(
    fc.webUrl({ withQueryParameters: true }),
    fc.oneof(
      fc.constant(''),
      anyText.map((text) => `#${text}`),
    ),
  )
  .map(([url, hash]) => url + hash);
const invite = fc.tuple(code, fc.option(server)).map(([ofRoom, at]) => {
  const parsed = at === null ? undefined : parseServer(at);
  return { code: ofRoom, ...(parsed ? { server: parsed } : {}) };
});
const hash = fc.tuple(
  fc.array(fc.oneof(anyText, fc.constantFrom('lockstep=', 'a=1', 'lockstep=X~peerjs~http://a'))),
  code,
);

describe('invites (INV-1…)', () => {
  test('whatever is typed is read or refused, in words', options, () => {
    const typed = fc.oneof(anyText, code, nearlyText(code), server, address, invite.map(inviteText));
    holds(typed, (text) => {
      const parsed = parseInviteText(text);
      if (!parsed.ok) expect(['code-malformed', 'code-typo', 'version-ours-old']).toContain(parsed.problem);
      else {
        expect(parsed.invite.code).toMatch(CODE);
        expect(parseInviteText(inviteText(parsed.invite))).toEqual(parsed);
      }
      const canonical = parseRoomCode(text);
      if (canonical.ok) expect(parseRoomCode(canonical.code)).toEqual(canonical);
    });
  });

  test('a server is an address that stays as it is, and short', options, () => {
    holds(fc.oneof(server, nearlyText(server), anyText), (text) => {
      const parsed = parseServer(text);
      if (parsed === undefined) return;
      expect(parseServer(parsed)).toBe(parsed);
      expect(parsed.length).toBeLessThanOrEqual(SERVER_MAX);
      const { username, password, search, hash: none } = new URL(parsed);
      expect([username, password, search, none]).toEqual(['', '', '', '']);
    });
  });

  test('any fragment is taken apart, and nothing of an invite stays in it', options, () => {
    holds(
      fc.oneof(
        anyText,
        hash.map(([parts, own]) => `#${[...parts, `lockstep=${own}`].join('&')}`),
      ),
      (text) => {
        const found = findInvite(text);
        if (!found) return;
        expect(found.fragment.length).toBeLessThanOrEqual(FRAGMENT_MAX);
        expect(findInvite(found.cleaned)).toBeUndefined();
        expect(inviteFromFragment(text)?.invite).toBeDefined();
      },
    );
  });

  test('a link that we make gives the invite back, and the page’s own hash', options, () => {
    holds(fc.tuple(address, invite), ([page, wanted]) => {
      const link = inviteLink(page, wanted);
      const found = inviteFromFragment(link.slice(link.indexOf('#')));
      expect(found?.invite).toEqual({ ok: true, invite: wanted });
      const own = page.includes('#') ? page.slice(page.indexOf('#')) : '';
      expect(found?.cleaned).toBe(findInvite(own)?.cleaned ?? own);
    });
  });
});

describe('addresses (MK-4, FO-3)', () => {
  test('of pages are web addresses without an invite, and stay as they are', options, () => {
    holds(fc.oneof(address, anyText, nearlyText(address)), (text) => {
      const url = pageUrl(text);
      siteName(text);
      isSameSite(text, 'https://a.example/');
      if (url === undefined) return;
      expect(pageUrl(url)).toBe(url);
      expect(url.length).toBeLessThanOrEqual(URL_MAX);
      expect(['http:', 'https:']).toContain(new URL(url).protocol);
      expect(findInvite(new URL(url).hash)).toBeUndefined();
      expect(isSameSite(url, url)).toBe(true);
      expect([undefined, 'none', 'object']).toContain(
        typeof watchPageAt(url) === 'object' ? 'object' : watchPageAt(url),
      );
    });
  });

  test('of any page make a page that a host may tell of', options, () => {
    const page = { querySelector: () => null, querySelectorAll: () => [], getElementById: () => null };
    holds(
      fc.tuple(address, anyText),
      ([text, title]) => {
        const url = pageUrl(text);
        if (url === undefined) return;
        for (const site of SITES) {
          const key = mediaKeyOf(site, new URL(url), page as unknown as Document);
          if (key === undefined) continue;
          const told = { key, url, title: cleanTitle(title) };
          expect(parseMessage(pageSchema, new TextEncoder().encode(JSON.stringify(told)))).toEqual(told);
        }
      },
      0.2,
    );
  });

  test('that the tab is on its way to are read as hostile', options, () => {
    const going = fc.record({ url: address, also: address, from: address, at: fc.double(), arrived: fc.boolean() });
    holds(fc.tuple(fc.oneof(nearly(going), anything), address, fc.double()), ([kept, url, at]) => {
      const parsed = parseGoing(kept);
      if (!parsed) return;
      expect(parseGoing(parsed)).toEqual(parsed);
      const landing = landingOf(parsed, { url, at, byPerson: false, byPage: true });
      if (typeof landing === 'object') expect(flawOf(parseGoing(landing))).toBeUndefined();
    });
  });
});
