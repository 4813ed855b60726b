import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { landmarkName } from '../../../../lib/core/timeline/landmarks';
import { watchSegments } from '../../../../lib/media/page/segments';

/** Real requests, which Node reports as browsers do. */
let server: Server;
let site: string;
beforeAll(async () => {
  server = createServer((_, response) => response.end('a piece of film'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const FED_BY_SCRIPT = 'blob:https://films.example/1';
const scheduler = { now: () => performance.now() + 5_000, after: () => () => {} };
let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => life.abort());

const watch = (video = { currentSrc: FED_BY_SCRIPT }) => watchSegments(video, scheduler, life.signal);
const names = (seen: ReturnType<typeof watchSegments>) => seen().map(({ name }) => name);
const named = (...paths: readonly string[]) => paths.map((path) => landmarkName(path));

async function load(...paths: readonly string[]) {
  for (const path of paths) await (await fetch(site + path)).text();
}

/** Reports come a moment after what they report. */
async function reported(look: () => unknown, wanted: unknown) {
  await vi.waitFor(() => expect(look()).toEqual(wanted));
}

describe('LV-6: the segments that a page fetches', () => {
  it('are known by the paths of their addresses, the newest last, and when they were there', async () => {
    const seen = watch();
    seen();
    await load('/live/1.ts?token=a', '/live/2.ts');
    await reported(() => names(seen), named('/live/1.ts', '/live/2.ts'));
    for (const { at } of seen()) expect(Math.abs(at - scheduler.now())).toBeLessThan(2_000);
  });

  it('LV-11: are told by numbers: nothing of an address leaves the page', async () => {
    const seen = watch();
    seen();
    await load('/secret/1.ts?token=secret', '/secret/2.ts');
    await reported(() => seen().length, 2);
    for (const { name, ...rest } of seen()) {
      expect([Number.isInteger(name), name >= 0, name < 2 ** 32]).toEqual([true, true, true]);
      expect(Object.keys(rest)).toEqual(['at']);
    }
  });

  it('are not watched for a film that no script feeds, nor once the player is let go of', async () => {
    const film = { currentSrc: 'https://films.example/film.mp4' };
    const other = watch(film);
    other();
    const gone = new AbortController();
    const left = watchSegments({ currentSrc: FED_BY_SCRIPT }, scheduler, gone.signal);
    left();
    gone.abort();
    const seen = watch();
    seen();
    await load('/a/1.ts');
    await reported(() => names(seen), named('/a/1.ts'));
    expect([names(other), names(left)]).toEqual([[], []]);
    film.currentSrc = FED_BY_SCRIPT;
    other();
    await load('/a/2.ts');
    await reported(() => names(other), named('/a/2.ts'));
  });

  it('are fetched once: what comes again is a list, and stays one', async () => {
    const seen = watch();
    seen();
    await load('/b/list.m3u8', '/b/1.ts', '/b/list.m3u8?after=1', '/b/2.ts', '/b/list.m3u8', '/b/3.ts');
    await reported(() => names(seen), named('/b/1.ts', '/b/2.ts', '/b/3.ts'));
  });

  it('are forgotten but for the last 24', async () => {
    const seen = watch();
    seen();
    const paths = Array.from({ length: 30 }, (_, i) => `/c/${i}.ts`);
    await load(...paths);
    await reported(() => names(seen), named(...paths.slice(-24)));
  });
});
