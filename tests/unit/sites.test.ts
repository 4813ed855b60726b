// @vitest-environment happy-dom
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { slide } from '../../lib/media/player/slider';
import { mediaKeyOf, SITES, siteOf } from '../../lib/sites/index';
import { MAX_KEY_LENGTH } from '../../lib/sites/media-key';
import { watchPageAt } from '../../lib/sites/watch-page-at';

/** What belongs to all sites and is none. */
const SHARED = ['bridge', 'index', 'media-key', 'site', 'transcoding', 'watch-page-at'];

const shows = (selector: string) => document.querySelector(selector) !== null;
const nameOf = (address: string) => siteOf(new URL(address), document).name;
const keyOf = (address: string) => {
  const url = new URL(address);
  return mediaKeyOf(siteOf(url, document), url, document);
};
function video(html: string, selector = 'video'): HTMLVideoElement {
  document.body.innerHTML = html;
  return document.querySelector(selector) as HTMLVideoElement;
}

beforeEach(() => {
  document.head.innerHTML = '';
  document.body.innerHTML = '';
});

describe('the index', () => {
  const files = readdirSync('lib/sites').flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []));

  test('lists every file of the folder, once', () => {
    expect(SITES.map((site) => site.name).toSorted()).toEqual(files.filter((name) => !SHARED.includes(name)));
  });

  test('says of each in words what is known, since when and from where', () => {
    for (const { name } of SITES.filter((site) => site.name !== 'generic')) {
      const [, docstring] =
        /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport const/.exec(readFileSync(`lib/sites/${name}.ts`, 'utf8')) ?? [];
      expect(docstring, name).toMatch(/^ \* - /m);
      expect(docstring, name).toMatch(/\b20[12]\d\b/);
    }
  });

  test('has a page of each that behaves so', () => {
    const without = SITES.filter(
      ({ name }) => name !== 'generic' && !existsSync(`tests/fixtures/pages/${name}/page.mjs`),
    );
    expect(without.map((site) => site.name)).toEqual([]);
  });

  test('has generic last: it takes what no other knows', () => {
    expect(SITES.at(-1)?.name).toBe('generic');
    for (const address of ['https://example.com/film', 'http://192.168.1.7:9000/', 'about:blank', 'about:srcdoc']) {
      expect(nameOf(address)).toBe('generic');
    }
  });
});

describe('a host', () => {
  test.each([
    ['https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'youtube'],
    ['https://music.youtube.com/watch?v=dQw4w9WgXcQ', 'youtube'],
    ['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ', 'youtube'],
    ['https://www.netflix.com/watch/80100172?trackId=1', 'netflix'],
    ['https://www.disneyplus.com/en-gb/play/6f8b9a31-0c3a-4a53', 'disneyplus'],
    ['https://www.primevideo.com/detail/0ABCDEFGHIJKLMNOPQRSTUVWXY', 'primevideo'],
    ['https://www.amazon.co.uk/gp/video/detail/B00ABCDEFG', 'primevideo'],
    ['https://www.crunchyroll.com/watch/GRDQPM1ZY/alone', 'crunchyroll'],
    ['https://static.crunchyroll.com/vilos-v2/web/vilos/player.html', 'crunchyroll'],
    ['https://www.twitch.tv/videos/1234567890', 'twitch'],
    ['https://player.twitch.tv/?channel=somebody&parent=example.com', 'twitch'],
    ['https://www.hulu.com/watch/0a1b2c3d-0000-4000-8000-000000000000', 'hulu'],
    ['https://play.max.com/video/watch/0a1b2c3d-0000-4000-8000-000000000000/x', 'max'],
    ['https://play.hbomax.com/video/watch/0a1b2c3d-0000-4000-8000-000000000000/x', 'max'],
    ['https://tv.apple.com/us/movie/coda/umc.cmc.3eh9r5iz32ggdm4ccvw5igiir', 'appletv'],
    ['https://www.bilibili.com/bangumi/play/ss357', 'bilibili'],
    ['https://player.vimeo.com/video/76979871', 'vimeo'],
    ['https://geo.dailymotion.com/player/x5poh.html?video=x8abcde', 'dailymotion'],
    ['https://dai.ly/x8abcde', 'dailymotion'],
    ['https://fast.wistia.net/embed/iframe/abcde12345', 'embeds'],
    ['https://customer-abc.cloudflarestream.com/0123456789abcdef0123456789abcdef/iframe', 'embeds'],
    ['https://app.plex.tv/desktop/#!/', 'plex'],
    ['https://app.emby.media/', 'emby'],
  ])('%s is of %s', (address, name) => expect(nameOf(address)).toBe(name));

  test.each([
    'https://notyoutube.com/watch?v=dQw4w9WgXcQ',
    'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
    'https://evil.example/https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ',
    'https://www.amazon.com/dp/B00ABCDEFG',
    'https://amazon.com.evil.example/gp/video/detail/B00ABCDEFG',
    'https://hbomax.com.example/video/watch/1',
  ])('%s only looks like one', (address) => expect(nameOf(address)).toBe('generic'));
});

describe('FO-6: a watch page', () => {
  test.each([
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1',
    'https://m.youtube.com/shorts/dQw4w9WgXcQ',
    'https://youtu.be/dQw4w9WgXcQ',
    'https://www.netflix.com/de-en/watch/80100172?trackId=1',
    'https://www.disneyplus.com/en-gb/play/6f8b9a31-0c3a-4a53-8f4f-9d2c5a3b7e10',
    'https://www.primevideo.com/region/eu/detail/0ABCDEFGHIJKLMNOPQRSTUVWXY/ref=atv_x',
    'https://www.amazon.de/-/en/gp/video/detail/B00ABCDEFG?autoplay=1',
    'https://www.crunchyroll.com/de/watch/GRDQPM1ZY/alone',
    'https://www.twitch.tv/videos/1234567890?t=1h',
    'https://www.twitch.tv/somebody/clip/FunnyName-a_1',
    'https://www.hulu.com/watch/0a1b2c3d-0000-4000-8000-00000000000a',
    'https://play.hbomax.com/video/watch/0a1b2c3d-0000-4000-8000-00000000000a/ffffffff-0000-4000-8000-00000000000b',
    'https://tv.apple.com/us/movie/coda/umc.cmc.3eh9r5iz',
    'https://www.bilibili.com/video/BV1xx411c7mD?p=2',
    'https://www.bilibili.com/bangumi/play/ep34365',
    'https://live.bilibili.com/22637261',
    'https://vimeo.com/76979871/0123456789',
    'https://vimeo.com/channels/staffpicks/76979871',
    'https://player.vimeo.com/video/76979871?h=0123456789',
    'https://www.dailymotion.com/video/x8abcde?playlist=x1',
    'https://dai.ly/x8abcde',
  ])('%s is one, and says what is watched as the page does', (address) => {
    expect(watchPageAt(address)).toEqual({ key: keyOf(address) });
  });

  test.each([
    // A film in the query makes no other address of the site one.
    'https://www.youtube.com/logout?v=dQw4w9WgXcQ',
    'https://www.youtube.com/redirect?q=https%3A%2F%2Fevil.example&v=dQw4w9WgXcQ',
    'https://www.youtube.com/watch',
    'https://accounts.youtube.com/watch/../SetSID?v=dQw4w9WgXcQ',
    'https://www.netflix.com/signout/watch/80100172',
    'https://www.netflix.com/watch/80100172/../../SignOut',
    'https://www.disneyplus.com/logout',
    'https://www.primevideo.com/auth/signout/detail/0ABCDEFGHIJKLMNOPQRSTUVWXY',
    'https://www.amazon.com/gp/video/signout/detail/B00ABCDEFG',
    'https://www.amazon.com/gp/video/order/gp/product/B00ABCDEFG',
    'https://www.crunchyroll.com/logout/watch/GRDQPM1ZY',
    'https://www.twitch.tv/logout',
    'https://www.twitch.tv/somebody',
    'https://www.hulu.com/logout?next=/watch/0a1b2c3d-0000-4000-8000-00000000000a',
    'https://auth.max.com/signout/video/watch/0a1b2c3d-0000-4000-8000-00000000000a',
    'https://tv.apple.com/us/signout/umc.cmc.3eh9r5iz',
    'https://www.bilibili.com/bangumi/play/ss357',
    'https://vimeo.com/log_out/76979871',
    'https://www.dailymotion.com/logout?video=x8abcde',
  ])('%s is none', (address) => expect(watchPageAt(address)).toBe('none'));

  test.each([
    'https://example.com/film',
    'https://films.example/web/index.html#!/video',
    'https://www.amazon.com/dp/B00ABCDEFG',
  ])('of %s no file knows', (address) => expect(watchPageAt(address)).toBeUndefined());
});

describe('ST-2: a media key', () => {
  test.each([
    ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&index=4&t=42s', 'youtube:dQw4w9WgXcQ'],
    ['https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ#x', 'youtube:dQw4w9WgXcQ'],
    ['https://youtu.be/dQw4w9WgXcQ?si=abc', 'youtube:dQw4w9WgXcQ'],
    ['https://www.youtube.com/shorts/dQw4w9WgXcQ', 'youtube:dQw4w9WgXcQ'],
    ['https://www.youtube.com/live/dQw4w9WgXcQ?feature=share', 'youtube:dQw4w9WgXcQ'],
    ['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1', 'youtube:dQw4w9WgXcQ'],
    ['https://www.youtube.com/', 'youtube.com'],
    ['https://films.example/en-GB/film/1', 'films.example/film/1'],
    ['https://films.example/pt_br/film/1', 'films.example/film/1'],
    ['https://films.example/de/film/1/', 'films.example/film/1'],
    ['https://films.example/tv/1', 'films.example/tv/1'],
    ['https://films.example/en', 'films.example/en'],
    ['https://www.netflix.com/watch/80100172?trackId=1&tctx=2', 'netflix:80100172'],
    ['https://www.netflix.com/de-en/watch/80100172', 'netflix:80100172'],
    ['https://www.netflix.com/browse?jbv=80100172', 'netflix.com/browse?jbv=80100172'],
    ['https://www.disneyplus.com/en-gb/play/6f8b9a31-0c3a', 'disneyplus:6f8b9a31-0c3a'],
    ['https://www.disneyplus.com/video/6f8b9a31-0c3a', 'disneyplus:6f8b9a31-0c3a'],
    [
      'https://www.primevideo.com/region/eu/detail/0ABCDEFGHIJKLMNOPQRSTUVWXY/ref=x',
      'primevideo:0ABCDEFGHIJKLMNOPQRSTUVWXY',
    ],
    ['https://www.amazon.de/gp/video/detail/B00ABCDEFG?autoplay=1', 'primevideo:B00ABCDEFG'],
    ['https://www.crunchyroll.com/de/watch/GRDQPM1ZY/alone', 'crunchyroll:GRDQPM1ZY'],
    ['https://static.crunchyroll.com/vilos-v2/web/vilos/player.html', undefined],
    ['https://www.twitch.tv/videos/1234567890?t=1h', 'twitch:1234567890'],
    ['https://player.twitch.tv/?video=v1234567890&parent=x', 'twitch:1234567890'],
    ['https://www.twitch.tv/Somebody', 'twitch:live/somebody'],
    ['https://player.twitch.tv/?channel=somebody&parent=example.com', 'twitch:live/somebody'],
    ['https://www.twitch.tv/somebody/clip/FunnyName-a_1', 'twitch:clip/FunnyName-a_1'],
    ['https://clips.twitch.tv/FunnyName-a_1', 'twitch:clip/FunnyName-a_1'],
    ['https://www.twitch.tv/directory', 'twitch.tv/directory'],
    ['https://www.hulu.com/watch/0a1b2c3d-0000-4000-8000-00000000000a', 'hulu:0a1b2c3d-0000-4000-8000-00000000000a'],
    [
      'https://play.hbomax.com/video/watch/0a1b2c3d-0000-4000-8000-00000000000a/ffffffff-0000-4000-8000-00000000000b',
      'max:0a1b2c3d-0000-4000-8000-00000000000a',
    ],
    ['https://tv.apple.com/us/movie/coda/umc.cmc.3eh9r5iz', 'appletv:umc.cmc.3eh9r5iz'],
    ['https://tv.apple.com/de/episode/x/umc.cmc.1?playableId=tvs.sbd.4000%3Aumc.cmc.2', 'appletv:umc.cmc.2'],
    ['https://www.bilibili.com/video/BV1xx411c7mD/?vd_source=1', 'bilibili:BV1xx411c7mD'],
    ['https://www.bilibili.com/video/BV1xx411c7mD?p=2', 'bilibili:BV1xx411c7mD/2'],
    ['https://player.bilibili.com/player.html?bvid=BV1xx411c7mD&page=2', 'bilibili:BV1xx411c7mD/2'],
    ['https://www.bilibili.com/bangumi/play/ep34365?from_spmid=1', 'bilibili:ep34365'],
    ['https://www.bilibili.com/bangumi/play/ss357', undefined],
    ['https://live.bilibili.com/22637261?broadcast_type=0', 'bilibili:live/22637261'],
    ['https://vimeo.com/76979871', 'vimeo:76979871'],
    ['https://vimeo.com/channels/staffpicks/76979871', 'vimeo:76979871'],
    ['https://vimeo.com/76979871/0123456789', 'vimeo:76979871'],
    ['https://player.vimeo.com/video/76979871?h=0123456789&autoplay=1', 'vimeo:76979871'],
    ['https://www.dailymotion.com/video/x8abcde?playlist=x1', 'dailymotion:x8abcde'],
    ['https://www.dailymotion.com/embed/video/x8abcde', 'dailymotion:x8abcde'],
    ['https://geo.dailymotion.com/player/x5poh.html?video=x8abcde&mute=true', 'dailymotion:x8abcde'],
    ['https://dai.ly/x8abcde', 'dailymotion:x8abcde'],
    ['https://fast.wistia.net/embed/iframe/abcde12345?videoFoam=true', 'embeds:fast.wistia.net/abcde12345'],
    [
      'https://customer-abc.cloudflarestream.com/0123456789abcdef0123456789abcdef/iframe?poster=1',
      'embeds:cloudflarestream.com/0123456789abcdef0123456789abcdef',
    ],
    [
      'https://players.brightcove.net/123/default_default/index.html?videoId=456&x=1',
      'embeds:players.brightcove.net/123/456',
    ],
    [
      'https://players.brightcove.net/123/default_default/index.html',
      'players.brightcove.net/123/default_default/index.html',
    ],
    ['https://cdn.jwplayer.com/players/AbCd1234-EfGh5678.html', 'embeds:cdn.jwplayer.com/AbCd1234'],
    [
      'https://app.plex.tv/desktop/#!/server/0123456789abcdef/details?key=%2Flibrary%2Fmetadata%2F42&context=x',
      'plex:0123456789abcdef/42',
    ],
    ['https://app.plex.tv/desktop/#!/', undefined],
    ['https://www.youtube.com/watch?v=<script>', 'youtube.com/watch?v=%3Cscript%3E'],
  ])('of %s is %s', (address, key) => expect(keyOf(address)).toBe(key));

  test.each([
    ['https://example.com/film/', 'http://www.example.com/film#scene'],
    ['https://example.com/film?id=7&utm_source=a&fbclid=b', 'https://example.com/film?gclid=c&id=7'],
    ['https://example.com/film?b=2&a=1', 'https://EXAMPLE.com/film?a=1&b=2'],
    ['https://user:secret@example.com/film', 'https://example.com/film'],
    ['https://example.com/film?t=30', 'https://example.com/film'],
  ])('is the same of %s and %s', (one, other) => expect(keyOf(one)).toBe(keyOf(other)));

  test.each([
    ['https://example.com/film?id=7', 'https://example.com/film?id=8'],
    ['https://example.com/film/1', 'https://example.com/film/2'],
    ['https://example.com:8080/film', 'https://example.com/film'],
    ['https://example.com/film?a=1%26b=2', 'https://example.com/film?a=1&b=2'],
    [`https://example.com/${'x'.repeat(5000)}1`, `https://example.com/${'x'.repeat(5000)}2`],
  ])('differs of %.40s and %.40s', (one, other) => expect(keyOf(one)).not.toBe(keyOf(other)));

  test.each([
    `https://example.com/${'ä'.repeat(9000)}`,
    `https://example.com/?${'a=b&'.repeat(5000)}`,
    'https://example.com/\u202Efilm?q=\uD800&\u0000=\n',
    `https://www.youtube.com/watch?v=${'A'.repeat(100_000)}`,
    'https://xn--e1afmkfd.example/%FF%FE?%FF=%',
  ])('is short and printable whatever the address: %.60s', (address) => {
    expect(keyOf(address)).toMatch(/^[\x21-\x7e]+$/);
    expect(keyOf(address)?.length).toBeLessThanOrEqual(MAX_KEY_LENGTH);
  });

  test.each(['about:blank', 'about:srcdoc', 'data:text/html,<video>', 'blob:https://example.com/1', 'file:///a.mp4'])(
    'there is none of %s',
    (address) => expect(keyOf(address)).toBeUndefined(),
  );
});

describe('youtube', () => {
  const site = siteOf(new URL('https://www.youtube.com/'), document);

  test.each([
    ['html5-video-player', false],
    ['html5-video-player ad-showing', true],
    ['html5-video-player ad-created ad-showing ad-interrupting', true],
    ['html5-video-player ad-created', false],
  ])('a player that is "%s" is in an ad: %s', (marks, ad) => {
    const film = video(`<div id="movie_player" class="${marks}"><video></video></div>`);
    expect(site.isAd?.(film, document)).toBe(ad);
  });

  test('an ad in a preview is none of the film', () => {
    const film = video(`
      <div class="html5-video-player"><video id="film"></video></div>
      <div id="inline-preview-player" class="html5-video-player ad-showing"><video id="preview"></video></div>`);
    expect(site.isAd?.(film, document)).toBe(false);
  });

  test('what plays while the pointer rests on a thumbnail is no candidate', () => {
    video(`
      <div id="movie_player" class="html5-video-player"><video id="film"></video></div>
      <ytd-video-preview><div id="inline-preview-player"><video id="preview"></video></div></ytd-video-preview>`);
    const is = (id: string) => site.isCandidate?.(document.querySelector(`#${id}`) as HTMLVideoElement, shows);
    expect(is('film')).toBe(true);
    expect(is('preview')).toBe(false);
  });

  test('a stream that can be rewound is live all the same', () => {
    const url = new URL('https://www.youtube.com/live/dQw4w9WgXcQ');
    const live = video('<div class="html5-video-player"><video></video><div class="ytp-live"></div></div>');
    expect(site.isLive?.(live, url)).toBe(true);
    const film = video('<div class="html5-video-player"><video></video></div>');
    expect(site.isLive?.(film, url)).toBe(false);
  });
});

test('IN-8: skippers are known of on youtube alone', () => {
  expect(SITES.flatMap(({ name, traits }) => (traits?.skippers ? [name] : []))).toEqual(['youtube']);
});

describe('netflix', () => {
  const site = siteOf(new URL('https://www.netflix.com/watch/1'), document);

  test('is neither nudged nor sought by its element', () => {
    expect(site.traits?.nudges).toBe(false);
    expect(site.traits?.toleranceS).toBeGreaterThanOrEqual(3);
    expect(site.bridge).toBe('netflix');
  });

  test('shows that an ad runs', () => {
    const film = video('<div class="watch-video"><video></video><div data-uia="controls"></div></div>');
    expect(site.isAd?.(film, document)).toBe(false);
    document.querySelector('[data-uia=controls]')?.setAttribute('data-uia', 'ads-info-container');
    expect(site.isAd?.(film, document)).toBe(true);
  });
});

describe('disneyplus', () => {
  const site = siteOf(new URL('https://www.disneyplus.com/play/1'), document);

  test('has a second video that is none', () => {
    expect(site.isCandidate?.(video('<video class="btm-media-client-element"></video>'), shows)).toBe(false);
    expect(site.isCandidate?.(video('<video class="hive-video"></video>'), shows)).toBe(true);
  });

  test.each(['<progress-bar></progress-bar>', '<disney-web-player></disney-web-player>'])(
    'shows place and length in a bar in shadow roots: %s',
    (html) => {
      const film = video(`<video></video>${html}`);
      expect(site.offsetS?.(film, document)).toBeUndefined();
      let bar = document.querySelector('progress-bar') as HTMLElement;
      if (!bar) {
        bar = document.createElement('progress-bar');
        document.querySelector('disney-web-player')?.attachShadow({ mode: 'open' }).append(bar);
      }
      bar.attachShadow({ mode: 'open' }).innerHTML =
        '<div class="progress-bar__thumb" aria-valuenow="95" aria-valuemax="5400"></div>';
      expect(site.offsetS?.(film, document)).toBe(95);
      expect(site.durationS?.(film, document)).toBe(5400);
    },
  );
});

describe('self-hosted ones', () => {
  const app = (name: string) => {
    document.head.innerHTML = `<meta name="application-name" content="${name}">`;
  };
  const playing = (film: HTMLVideoElement, source: string) =>
    Object.defineProperty(film, 'currentSrc', { value: source, configurable: true });
  const HOME = 'http://192.168.1.7:8096/web/#/video';

  test.each([
    ['Jellyfin', 'jellyfin'],
    ['Emby', 'emby'],
    ['Jellyfish', 'generic'],
  ])('that call themselves %s are of %s', (name, site) => {
    app(name);
    expect(nameOf(HOME)).toBe(site);
    expect(nameOf('https://www.youtube.com/watch?v=dQw4w9WgXcQ')).toBe('youtube');
  });

  test('plex is known by its video', () => {
    video('<video class="HTMLMedia-mediaElement-u17S9P"></video>');
    expect(nameOf('http://192.168.1.7:32400/web/index.html')).toBe('plex');
  });

  test.each([
    ['http://h/Videos/0a1b2c/stream.mp4?StartTimeTicks=6000000000', 600],
    ['http://h/videos/0a1b2c/stream?startTimeTicks=6000000000&static=false', 600],
    ['http://h/videos/0a1b2c/stream.mp4?Static=true', undefined],
    ['http://h/videos/0a1b2c/stream.mp4?StartTimeTicks=6000000000&CopyTimestamps=true', undefined],
    ['http://h/videos/0a1b2c/master.m3u8?StartTimeTicks=6000000000', undefined],
    ['http://h/videos/0a1b2c/stream.mp4?StartTimeTicks=-1', undefined],
    ['http://h/videos/0a1b2c/stream.mp4?StartTimeTicks=NaN', undefined],
    ['blob:http://h/1', undefined],
    ['', undefined],
  ])('jellyfin: a stream from %s begins at %s', (source, offset) => {
    app('Jellyfin');
    const film = video('<video class="htmlvideoplayer"></video>');
    playing(film, source);
    expect(siteOf(new URL(HOME), document).offsetS?.(film, document)).toBe(offset);
  });

  test('jellyfin: what is watched stands in the address of the stream, or nowhere', () => {
    app('Jellyfin');
    expect(keyOf(HOME)).toBeUndefined();
    const film = video('<video class="htmlvideoplayer"></video>');
    playing(film, 'blob:http://h/1');
    expect(keyOf(HOME)).toBeUndefined();
    playing(film, 'http://h/Videos/0a1b2c3d/stream.mp4?StartTimeTicks=1');
    expect(keyOf(HOME)).toBe('jellyfin:0a1b2c3d');
  });

  test.each([
    ['http://h/video/:/transcode/universal/start?path=x&offset=90', 90],
    ['http://h/video/:/transcode/universal/start.mp4?offset=90', 90],
    ['http://h/video/:/transcode/universal/start?offset=90&copyts=1', undefined],
    ['http://h/video/:/transcode/universal/start.m3u8?offset=90', undefined],
    ['http://h/library/parts/1/file.mp4?offset=90', undefined],
    ['blob:http://h/1', undefined],
  ])('plex: a stream from %s begins at %s', (source, offset) => {
    const film = video('<video class="HTMLMedia-mediaElement-u17S9P"></video>');
    playing(film, source);
    expect(siteOf(new URL('http://h:32400/web/'), document).offsetS?.(film, document)).toBe(offset);
  });

  const osd = (names: string, position: string, length: string) => `<div class="page">
    <div class="videoOsdBottom hide">
      <i class="${names}PositionText">${position}</i>
      <input type="range" min="0" max="100" step=".01" class="${names}PositionSlider" />
      <i class="${names}DurationText">${length}</i>
    </div></div>`;
  const left = '<div class="page hide"><input class="osdPositionSlider" /><i class="osdDurationText">9:59</i></div>';

  test.each([
    ['Jellyfin', 'osd', '0:12', '1:02:03', 3_723],
    ['Jellyfin', 'osd', '1:00:01', '-2:02', 3_723],
    ['Jellyfin', 'osd', '', '-2:02', undefined],
    ['Jellyfin', 'osd', '0:12', '', undefined],
    ['Jellyfin', 'osd', '0:00', '0:00', undefined],
    ['Emby', 'osd', '0:12', '\u00a0/\u00a02:03', 123],
    ['Emby', 'videoOsd', '0:12', '2:03', 123],
  ])('ST-7: %s shows the length of the film beside its bar: %s, %s, %s', (name, names, position, length, seconds) => {
    app(name);
    document.body.innerHTML = left + osd(names, position, length);
    expect(siteOf(new URL(HOME), document).slider?.lengthS(document)).toBe(seconds);
  });

  test('ST-7: the bar is moved to a place, and let go of there', () => {
    app('Jellyfin');
    document.body.innerHTML = left + osd('osd', '0:12', '10:00');
    const bar = document.querySelector<HTMLInputElement>('.page:not(.hide) input');
    const { slider } = siteOf(new URL(HOME), document);
    if (!bar || !slider) throw new Error('no bar');
    const seen: number[] = [];
    document.addEventListener('change', () => seen.push(Number(bar.value)));
    expect(slide(document, slider, 300, false)).toBe(true);
    // The film is up to 601 s long, and a step of the bar is 60 ms.
    expect(slide(document, slider, 300, true)).toBe(true);
    expect(slide(document, slider, 0.5, true)).toBe(true);
    expect(slide(document, slider, 602, true)).toBe(false);
    bar.disabled = true;
    expect(slide(document, slider, 300, true)).toBe(false);
    expect(seen.map((value) => value.toFixed(2))).toEqual(['50.00', '49.82', '0.00']);
    expect(slide(document, { ...slider, bar: '.none' }, 300, true)).toBe(false);
    expect(slide(document, { ...slider, lengthS: () => undefined }, 300, true)).toBe(false);
  });

  test('a stream that is still being made is not live', () => {
    app('Jellyfin');
    const film = video('<video class="htmlvideoplayer"></video>');
    Object.defineProperty(film, 'duration', { value: Number.POSITIVE_INFINITY, configurable: true });
    expect(siteOf(new URL(HOME), document).durationS?.(film, document)).toBeNaN();
  });
});

describe('live', () => {
  test.each([
    ['https://www.twitch.tv/somebody', true],
    ['https://player.twitch.tv/?channel=somebody&parent=x', true],
    ['https://www.twitch.tv/videos/123', false],
    ['https://player.twitch.tv/?video=v123&parent=x', false],
    ['https://clips.twitch.tv/FunnyName', false],
    ['https://www.twitch.tv/directory', false],
    ['https://live.bilibili.com/22637261', true],
    ['https://www.bilibili.com/video/BV1xx411c7mD', false],
  ])('%s: %s', (address, live) => {
    const url = new URL(address);
    expect(siteOf(url, document).isLive?.(document.createElement('video'), url)).toBe(live);
  });
});

describe('ads and decoys', () => {
  test.each([
    ['https://www.primevideo.com/detail/B00ABCDEFG', '<i class="atvwebplayersdk-ad-timer"></i>'],
    ['https://www.twitch.tv/somebody', '<i data-a-target="video-ad-label"></i>'],
    ['https://www.hulu.com/watch/0a1b2c3d', '<i class="AdUnitView"></i>'],
    ['https://play.hbomax.com/video/watch/1', '<i data-testid="player-ux-ad-skip-button"></i>'],
  ])('%s shows an ad by %s', (address, sign) => {
    const site = siteOf(new URL(address), document);
    const film = video('<video></video>');
    expect(site.isAd?.(film, document)).toBe(false);
    document.body.insertAdjacentHTML('beforeend', sign);
    expect(site.isAd?.(film, document)).toBe(true);
    expect(site.adSigns?.within).not.toBe('');
  });

  test('hulu: the ad has an element of its own', () => {
    const site = siteOf(new URL('https://www.hulu.com/watch/0a1b2c3d'), document);
    const film = video(
      '<video id="ad-video-player"></video><video id="content-video-player"></video>',
      '#content-video-player',
    );
    const ad = document.querySelector('#ad-video-player') as HTMLVideoElement;
    expect(site.isAd?.(film, document)).toBe(false);
    Object.defineProperty(ad, 'paused', { value: false });
    expect(site.isAd?.(film, document)).toBe(true);
    expect([site.isCandidate?.(film, shows), site.isCandidate?.(ad, shows)]).toEqual([true, false]);
  });

  test.each([
    [
      'https://www.primevideo.com/detail/B00ABCDEFG',
      '<video id="no"></video><div id="dv-web-player"><video id="yes"></video></div>',
    ],
    ['https://www.hulu.com/hub/home', '<video id="intro-video-player"></video><video id="yes"></video>'],
    ['https://www.hulu.com/watch/0a1b2c3d', '<video id="preview"></video><video id="content-video-player"></video>'],
  ])('%s: only one of %s', (address, html) => {
    const site = siteOf(new URL(address), document);
    document.body.innerHTML = html;
    const answers = [...document.querySelectorAll('video')].map((each) => site.isCandidate?.(each, shows));
    expect(answers).toEqual([false, true]);
  });

  test('bilibili: a page of a season may name its episode', () => {
    const address = 'https://www.bilibili.com/bangumi/play/ss357';
    document.head.innerHTML = '<meta property="og:url" content="https://www.bilibili.com/bangumi/play/ss357">';
    expect(keyOf(address)).toBeUndefined();
    document.head.innerHTML = '<link rel="canonical" href="//www.bilibili.com/bangumi/play/ep34365/">';
    expect(keyOf(address)).toBe('bilibili:ep34365');
  });
});
