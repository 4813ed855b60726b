import { statSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRange, type Site, startSite } from '../helpers/site.mjs';

let site: Site;
beforeAll(async () => {
  const framed = { body: '<p>framed</p>', headers: { 'Content-Security-Policy': "default-src 'none'" } };
  site = await startSite({ pages: { '/made-up.html': '<p>made up</p>', '/framed.html': framed } });
});
afterAll(() => site.close());

const size = statSync('tests/fixtures/sample.mp4').size;
const ranged = (range: string) => fetch(`${site.url}/sample.mp4`, { headers: { range } });
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

test('serves the film whole, and says that it can be had in parts', async () => {
  const response = await fetch(`${site.url}/sample.mp4`);
  expect([response.status, response.headers.get('accept-ranges')]).toEqual([200, 'bytes']);
  expect(response.headers.get('content-type')).toBe('video/mp4');
  expect(await bytesOf(response)).toHaveLength(size);
});

test.each([
  ['bytes=4-7', `bytes 4-7/${size}`, 'ftyp'],
  [`bytes=${size - 2}-`, `bytes ${size - 2}-${size - 1}/${size}`, undefined],
  ['bytes=-3', `bytes ${size - 3}-${size - 1}/${size}`, undefined],
])('serves a part: %s', async (range, contentRange, text) => {
  const response = await ranged(range);
  expect([response.status, response.headers.get('content-range')]).toEqual([206, contentRange]);
  const bytes = await bytesOf(response);
  expect(bytes).toHaveLength(Number(response.headers.get('content-length')));
  if (text) expect(new TextDecoder().decode(bytes)).toBe(text);
});

test('a part beyond the end is refused', async () => {
  const response = await ranged(`bytes=${size}-`);
  expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
});

test('reads ranges as the standard has them', () => {
  expect(parseRange('bytes=5-99', 10)).toEqual({ start: 5, end: 9 });
  expect(parseRange('bytes=-99', 10)).toEqual({ start: 0, end: 9 });
  expect(parseRange('bytes=-0', 10)).toBe('unsatisfiable');
  for (const whole of [undefined, 'bytes=-', 'bytes=3-1', 'bytes=0-1,3-4', 'lines=1-2']) {
    expect(parseRange(whole, 10)).toBeUndefined();
  }
});

test('serves its pages, and the watch page at the root', async () => {
  expect(await (await fetch(site.url)).text()).toMatch('<title>Sample film</title>');
  expect((await fetch(`${site.url}/no-video.html`)).status).toBe(200);
  const made = await fetch(`${site.url}/made-up.html?a=1`);
  expect([made.headers.get('content-type'), await made.text()]).toEqual(['text/html; charset=utf-8', '<p>made up</p>']);
  expect((await fetch(`${site.url}/framed.html`)).headers.get('content-security-policy')).toBe("default-src 'none'");
});

test('serves the film as servers of the Emby family do', async () => {
  const response = await fetch(`${site.url}/Videos/0a1b2c3d/stream.mp4?StartTimeTicks=1`, {
    headers: { range: 'bytes=4-7' },
  });
  expect([response.status, await response.text()]).toEqual([206, 'ftyp']);
});

test('serves nothing else', async () => {
  expect((await fetch(`${site.url}/nothing.html`)).status).toBe(404);
  // fetch would tidy these paths up before sending them.
  const statusOf = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: site.port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });
  expect(await statusOf('/..%2f..%2fpackage.json')).toBe(404);
  expect(await statusOf('/%E0%A4%A')).toBe(400);
  expect(await statusOf('/sample.mp4%00')).toBe(400);
});
