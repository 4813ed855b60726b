import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../../../lib/core/film/address-secrets';
import { pageUrl } from '../../../../lib/core/film/media';
import { inviteLink } from '../../../../lib/core/wire/invite';
import { pageKey } from '../../../../lib/sites/media-key';

const SITE = 'https://v.example';

describe('MK-9: a secret in an address', () => {
  test.each([
    ['/w?X-Plex-Token=s3cret&film=1', '/w?film=1', ['X-Plex-Token']],
    ['/w?film=1&api_key=s3cret', '/w?film=1', ['api_key']],
    ['/w?apikey=s3cret', '/w', ['apikey']],
    ['/w?a=1&sig=s3cret&b=2', '/w?a=1&b=2', ['sig']],
    ['/w?access_token=s3cret&JWT=s3cret&v=7', '/w?v=7', ['access_token', 'JWT']],
    ['/w?X-Amz-Signature=s3cret&X-Amz-Credential=s3cret#t', '/w#t', ['X-Amz-Signature', 'X-Amz-Credential']],
    ['/w?PHPSESSID=s3cret&session_id=s3cret&sid=s3cret', '/w', ['PHPSESSID', 'session_id', 'sid']],
    ['/w?auth=s3cret&pwd=s3cret&password=s3cret', '/w', ['auth', 'pwd', 'password']],
    ['/w?%74oken=s3cret', '/w', ['token']],
    ['/w?token=', '/w', ['token']],
    // Fragments that hold an address of their own, as Plex and Jellyfin have them.
    [
      '/web/#!/server/a/details?key=%2Flibrary%2F1&X-Plex-Token=s3cret',
      '/web/#!/server/a/details?key=%2Flibrary%2F1',
      ['X-Plex-Token'],
    ],
    ['/web/#/video?api_key=s3cret&id=3', '/web/#/video?id=3', ['api_key']],
    ['/w#access_token=s3cret&state=x', '/w#state=x', ['access_token']],
    ['/w#access_token=s3cret', '/w', ['access_token']],
    ['/w;jsessionid=s3cret/film?v=1', '/w/film?v=1', ['jsessionid']],
  ])('%s is told as %s', (path, told, left) => {
    const found = withoutSecrets(new URL(SITE + path));
    expect(found).toEqual({ href: SITE + told, left });
    expect(pageUrl(SITE + path)).toBe(SITE + told);
    expect(inviteLink(SITE + path, { code: 'CODE' })).not.toContain('s3cret');
    expect(pageKey(new URL(SITE + path))).toBe(pageKey(new URL(SITE + told)));
  });

  test.each([
    '/w?v=dQw4w9WgXcQ&list=PL1&index=2',
    '/w?author=me&design=x&key=7&hash=9&signal=on&sidebar=1',
    '/w?q=token&a=b=c#t=30',
    '/w;v=1/x?%E0%A4%A=1&a&&b',
    '/watch/tokens#/film?id=3',
  ])('is not what %s holds', (path) => {
    expect(withoutSecrets(new URL(SITE + path))).toEqual({ href: new URL(SITE + path).href, left: [] });
  });

  test('an invite keeps its code beside it, and where there is no address there is none to clean', () => {
    expect(inviteLink(`${SITE}/w?token=x#/a`, { code: 'CODE' })).toBe(`${SITE}/w#/a&lockstep=CODE`);
    expect(inviteLink('watch#/a', { code: 'CODE' })).toBe('watch#/a&lockstep=CODE');
  });
});
