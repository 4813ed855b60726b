// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import page from '../../../../entrypoints/page';
import { openBridge } from '../../../../lib/media/player/bridge';
import { answerTo, CHANNEL, parseAnswer, parseCall } from '../../../../lib/sites/bridge';

const channel = page.main() as unknown as string;
const netflix = openBridge('netflix', channel);
const disneyplus = openBridge('disneyplus', channel);

function film(html = '<div class="watch-video"><video></video></div>'): HTMLVideoElement {
  document.body.innerHTML = html;
  return document.querySelector('video') as HTMLVideoElement;
}

interface Session {
  readonly element?: Element | null;
  readonly ready?: boolean;
  readonly playing?: boolean;
  readonly ms?: number;
}
/** The player API of Netflix, with these sessions. */
function netflixPage(sessions: Record<string, Session>) {
  const seeks: string[] = [];
  const player = (id: string, { element, ready = true, playing = false, ms = 0 }: Session) => ({
    isReady: () => ready,
    isPlaying: () => playing,
    ...(element === undefined ? {} : { getElement: () => element }),
    getCurrentTime: () => ms,
    getDuration: () => 5_400_000,
    seek: (to: number) => seeks.push(`${id} ${to}`),
  });
  const players = Object.fromEntries(Object.entries(sessions).map(([id, session]) => [id, player(id, session)]));
  const videoPlayer = {
    getAllPlayerSessionIds: () => Object.keys(players),
    getVideoPlayerBySessionId: (id: string) => players[id],
  };
  vi.stubGlobal('netflix', { appContext: { state: { playerApp: { getAPI: () => ({ videoPlayer }) } } } });
  return seeks;
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = '';
});

describe('ST-3: the bridge into the page', () => {
  test('has a name of its own in each load', () => {
    expect(channel).toMatch(CHANNEL);
    expect(page.main()).not.toBe(channel);
  });

  test('leaves nothing behind that a page could find by looking', () => {
    expect(Object.keys(window).filter((name) => /lockstep|bridge/i.test(name))).toEqual([]);
  });

  test('answers within the call', () => {
    const video = film();
    netflixPage({ 'watch-1': { element: video.parentElement, ms: 61_500 } });
    expect(netflix(video)).toEqual({ positionS: 61.5, durationS: 5_400 });
  });

  test('ST-11: says nothing where the site has no player, or a broken one', () => {
    const video = film();
    expect(netflix(video)).toBeUndefined();
    const throwing = { getAPI: () => ({ videoPlayer: null }) };
    for (const playerApp of [undefined, null, 7, {}, throwing, { getAPI: () => Promise.reject.call(null) }]) {
      vi.stubGlobal('netflix', { appContext: { state: { playerApp } } });
      expect(netflix(video)).toBeUndefined();
    }
  });

  test('says nothing of a video in no document: no event of it comes by', () => {
    netflixPage({ 'watch-1': { ms: 1_000 } });
    expect(netflix(document.createElement('video'))).toBeUndefined();
  });

  test('believes only the first answer, and only times', () => {
    const video = film();
    const answers = [
      '{"positionS":-1}',
      'x',
      '{"positionS":"1"}',
      null,
      '{"positionS":4,"durationS":1e99}',
      '{"positionS":5}',
    ];
    video.addEventListener(channel, () => {
      for (const detail of answers) video.dispatchEvent(new CustomEvent(answerTo(channel), { detail }));
    });
    // The page's own script is not reached: a page that speaks for it.
    const other = openBridge('netflix', 'z'.repeat(24));
    expect(other(video)).toBeUndefined();
    video.addEventListener('z'.repeat(24), () => {
      for (const detail of answers) video.dispatchEvent(new CustomEvent(answerTo('z'.repeat(24)), { detail }));
    });
    expect(other(video)).toEqual({ positionS: 4 });
  });

  test.each([
    undefined,
    {},
    '',
    'null',
    '[]',
    '{"site":"generic"}',
    '{"site":"constructor"}',
    '{"site":"netflix","seekS":-1}',
    '{"site":"netflix","seekS":"1"}',
    '{"site":"netflix","seekS":1e300}',
    `{"site":"netflix","seekS":1,"x":"${'x'.repeat(300)}"}`,
  ])('takes no call that reads %j', (text) => expect(parseCall(text)).toBeUndefined());

  test.each([undefined, 1, '', '{}', '{"positionS":null}', '{"positionS":1e9}', '{"positionS":-0.1}', 'NaN'])(
    'takes no answer that reads %j',
    (text) => expect(parseAnswer(text)).toBeUndefined(),
  );
});

describe('netflix: the session', () => {
  let video: HTMLVideoElement;
  let element: Element | null;
  beforeEach(() => {
    video = film();
    element = video.parentElement;
  });
  const other = () => document.createElement('div');

  test('is the one with our video in its element', () => {
    const seeks = netflixPage({
      'motion-billboard-1': { element: other(), playing: true },
      'watch-2': { element: other() },
      'watch-3': { element },
    });
    netflix(video, 12.3456);
    expect(seeks).toEqual(['watch-3 12346']);
  });

  test('is ready', () => {
    const seeks = netflixPage({ 'watch-1': { element, ready: false }, 'watch-2': { element, ready: true } });
    netflix(video, 1);
    expect(seeks).toEqual(['watch-2 1000']);
    netflixPage({ 'watch-1': { element, ready: false } });
    expect(netflix(video)).toBeUndefined();
  });

  test('is the one that plays, if two have our video', () => {
    const seeks = netflixPage({ 'watch-1': { element, playing: true }, 'watch-2': { element } });
    netflix(video, 1);
    expect(seeks).toEqual(['watch-1 1000']);
  });

  test('is one that is watched, where the page does not say whose element is whose', () => {
    const seeks = netflixPage({ 'motion-billboard-1': { playing: true }, 'watch-2': {} });
    netflix(video, 1);
    expect(seeks).toEqual(['watch-2 1000']);
  });

  test('is none of another video', () => {
    netflixPage({ 'watch-1': { element: other(), playing: true } });
    expect(netflix(video)).toBeUndefined();
  });
});

describe('disneyplus: the player', () => {
  const seeks: number[] = [];
  const mediaPlayer = {
    timeline: { info: { playheadPositionMs: 42_000 } },
    seek: (ms: number) => {
      seeks.push(ms);
      return Promise.reject(new Error('another seek came in between'));
    },
  };
  beforeEach(() => {
    seeks.length = 0;
  });

  test('belongs to the element around the video', () => {
    const video = film('<disney-web-player><div><video></video></div></disney-web-player>');
    Object.assign(document.querySelector('disney-web-player') ?? {}, { mediaPlayer });
    expect(disneyplus(video)).toEqual({ positionS: 42 });
    disneyplus(video, 7);
    expect(seeks).toEqual([7_000]);
  });

  test('or to the host of the shadow root that the video is in', () => {
    document.body.innerHTML = '<disney-web-player></disney-web-player>';
    const host = document.querySelector('disney-web-player') as HTMLElement;
    const video = document.createElement('video');
    host.attachShadow({ mode: 'open' }).append(video);
    Object.assign(host, { mediaPlayer });
    expect(disneyplus(video)).toEqual({ positionS: 42 });
  });

  test('or hangs on a component above it', () => {
    const video = film('<div id="app"><div><video></video></div></div>');
    const above = { memoizedProps: { onReady: () => {}, player: mediaPlayer }, return: null };
    const component = { memoizedProps: { children: [] }, return: { memoizedProps: null, return: above } };
    Object.assign(document.querySelector('#app') ?? {}, { __reactFiber$x1: component });
    expect(disneyplus(video)).toEqual({ positionS: 42 });
  });

  test('is looked for in a bounded piece of what the page has', () => {
    const video = film('<div id="app"><video></video></div>');
    const endless: Record<string, unknown> = { memoizedProps: {} };
    endless.return = endless;
    Object.assign(document.querySelector('#app') ?? {}, { __reactFiber$x1: endless });
    expect(disneyplus(video)).toBeUndefined();
  });
});
