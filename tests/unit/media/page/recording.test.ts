import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { isSentInParts, watchRecording } from '../../../../lib/media/page/recording';

/** A server of films, of a list of segments, of a page, and of a broadcast that never ends. */
let server: Server;
let site: string;
let open = 0;
const asked: string[] = [];
const IN_PARTS: Record<string, string> = {
  '/film.webm': 'video/webm',
  '/talk.ogg': 'application/ogg',
  '/any': 'application/octet-stream',
  '/list.m3u8': 'audio/mpegurl',
  '/list.mpd': 'video/vnd.mpeg.dash.mpd',
  '/page': 'text/html',
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${path} ${request.headers.range}`);
    if (path === '/silent.webm') return;
    const type = IN_PARTS[path];
    if (type) response.writeHead(206, { 'Content-Type': type, 'Content-Range': 'bytes 1-1/9' }).end('x');
    else if (path === '/whole.webm') response.writeHead(200, { 'Content-Type': 'video/webm' }).end('all of it');
    else {
      open++;
      response.writeHead(200, { 'Content-Type': 'video/webm' }).write('for ever');
      response.on('close', () => open--);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
  asked.length = 0;
});
afterEach(() => life.abort());

describe('LV-17: a server', () => {
  test.each([
    ['/film.webm', true],
    ['/talk.ogg', true],
    ['/any', true],
    ['/list.m3u8', false],
    ['/list.mpd', false],
    ['/page', false],
    ['/whole.webm', false],
  ])('that is asked for a byte of %s: a recording is %s', async (path, wanted) => {
    expect(await isSentInParts(site + path, life.signal)).toBe(wanted);
    expect(asked).toEqual([`${path} bytes=1-1`]);
  });

  test('that sends for ever is let go of at once', async () => {
    expect(await isSentInParts(`${site}/broadcast`, life.signal)).toBe(false);
    await vi.waitFor(() => expect(open).toBe(0));
  });

  test('that cannot be reached says nothing', async () => {
    expect(await isSentInParts('http://127.0.0.1:1/film.webm', life.signal)).toBe(false);
  });
});

class Video extends EventTarget {
  duration = Number.NaN;
  currentSrc = '';
  shows(type: string, shown: Partial<Pick<Video, 'duration' | 'currentSrc'>>) {
    Object.assign(this, shown);
    this.dispatchEvent(new Event(type));
  }
}

describe('LV-17: a video', () => {
  const ENDLESS = { duration: Number.POSITIVE_INFINITY };
  const watch = (video: Video) => {
    const changed = vi.fn();
    return { isFile: watchRecording(video, isSentInParts, changed, life.signal), changed };
  };

  test('of a recording is one before the answer and after it, and is asked about once a load', async () => {
    const video = new Video();
    const { isFile, changed } = watch(video);
    expect(isFile()).toBe(false);
    video.shows('loadedmetadata', { ...ENDLESS, currentSrc: `${site}/film.webm` });
    video.shows('durationchange', {});
    expect(isFile()).toBe(true);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    expect(isFile()).toBe(true);
    expect(asked).toHaveLength(1);
    video.shows('emptied', { duration: Number.NaN });
    expect(isFile()).toBe(false);
    video.shows('durationchange', ENDLESS);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
  });

  test('of a broadcast is none any more as soon as the server has answered', async () => {
    const video = new Video();
    Object.assign(video, { ...ENDLESS, currentSrc: `${site}/broadcast` });
    const { isFile, changed } = watch(video);
    expect(isFile()).toBe(true);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    expect(isFile()).toBe(false);
  });

  test('that says its length, or is fed by a script, is not asked about', async () => {
    const [film, fed] = [new Video(), new Video()];
    const seen = [watch(film), watch(fed)];
    film.shows('loadedmetadata', { duration: 300, currentSrc: `${site}/film.webm` });
    fed.shows('loadedmetadata', { ...ENDLESS, currentSrc: 'blob:https://films.example/1' });
    expect(seen.map(({ isFile }) => isFile())).toEqual([false, false]);
    expect(asked).toEqual([]);
  });

  test('whose load is over, or which nobody drives any more, waits for no answer', async () => {
    const video = new Video();
    const { isFile, changed } = watch(video);
    video.shows('loadedmetadata', { ...ENDLESS, currentSrc: `${site}/silent.webm` });
    video.shows('emptied', { duration: Number.NaN, currentSrc: '' });
    expect(isFile()).toBe(false);
    video.shows('loadedmetadata', { ...ENDLESS, currentSrc: `${site}/silent.webm` });
    life.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(changed).not.toHaveBeenCalled();
  });
});
