// @ts-check
/** A site with films, as far as a test or a demonstration needs one. */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { extname, join, posix } from 'node:path';
import { PassThrough, pipeline, Transform } from 'node:stream';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const FRONT_PAGE = '/watch.html';
/** The film as servers of the Emby family send it. */
const STREAM = /^\/Videos\/[0-9a-f]+\/stream\.mp4$/;

/** The film from a server that knows no byte ranges. */
const WHOLE = '/whole.mp4';
/** The film from a server that falls silent: beyond this part of it nothing is sent for so long after the first question. */
const DRY = '/dry.mp4';
const DRY_FROM_BYTE = 150_000;
const DRY_FOR_MS = 24_000;

/** Players that people embed, and nothing else of what is installed. */
const PLAYER = /^\/npm\/(video\.js|hls\.js|dashjs|shaka-player|plyr|vidstack|media-chrome|media-captions)\//;

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.svg': 'image/svg+xml',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.m4s': 'video/iso.segment',
  '.ts': 'video/mp2t',
  '.vtt': 'text/vtt; charset=utf-8',
  '.png': 'image/png',
};

/**
 * A page that is not a file: its text, or its text with headers of its own (a policy, another type) or another status.
 *
 * @typedef {string | { body: string, headers?: Record<string, string>, status?: number }} Page
 */
/**
 * @typedef {object} Site
 * @property {string} url its address without a trailing slash
 * @property {number} port
 * @property {() => Promise<void>} close ends every connection
 */

/**
 * Serves `tests/fixtures` with byte ranges, and the pages given. `/` is the page with the sample film.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 is any free one
 * @param {string} [options.host]
 * @param {Record<string, Page>} [options.pages] by path, such as `/x.html`
 * @param {Record<string, string>} [options.folders] further folders, by path: `/streams/`; they end with a slash
 * @param {Record<string, string>} [options.hosts] by hostname: the path of the one page that is all there is to it
 * @param {{ key: string, cert: string }} [options.tls]
 * @returns {Promise<Site>}
 */
export async function startSite({ port = 0, host = '127.0.0.1', pages = {}, folders = {}, hosts = {}, tls } = {}) {
  const roots = { '/': FIXTURES, ...folders };
  /** @type {import('node:http').RequestListener} */
  const answer = (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    const path = requestedPath(request.url ?? '/', hosts[(request.headers.host ?? '').replace(/:\d+$/, '')], roots);
    const page = path === undefined ? undefined : pages[path];
    if (path === undefined) refuse(response, 400);
    else if (page !== undefined) sendPage(response, path, page);
    else sendFile(request, response, path, roots, how(request.url ?? ''));
  };
  /** @type {number | undefined} */
  let askedAt;
  /** @param {string} address @returns {How} */
  const how = (address) => {
    if (!address.startsWith(DRY)) return { ranges: !address.startsWith(WHOLE) };
    askedAt ??= Date.now();
    return { ranges: true, dryUntil: askedAt + DRY_FOR_MS };
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port: address.port,
    url: `${tls ? 'https' : 'http'}://${host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} target
 * @param {string | undefined} onlyPage of this hostname
 * @param {Record<string, string>} roots
 * @returns {string | undefined} undefined where it is malformed
 */
function requestedPath(target, onlyPage, roots) {
  try {
    const path = decodeURIComponent(new URL(target, 'http://site').pathname);
    if (path.includes('\0')) return undefined;
    if (onlyPage !== undefined && !isFile(path, roots)) return onlyPage;
    if (STREAM.test(path) || path === WHOLE || path === DRY) return '/sample.mp4';
    return path === '/' ? FRONT_PAGE : path.replace(/\/$/, '/index.html');
  } catch {
    return undefined;
  }
}

/** @param {string} path @param {Record<string, string>} roots */
const isFile = (path, roots) => statOf(fileOf(path, roots))?.isFile() ?? false;

/** @param {string | undefined} file */
const statOf = (file) => (file === undefined ? undefined : statSync(file, { throwIfNoEntry: false }));

/**
 * @param {string} path
 * @param {Record<string, string>} roots
 * @returns {string | undefined} undefined where it would be outside of what is served
 */
function fileOf(path, roots) {
  const clean = posix.normalize(path);
  if (PLAYER.test(clean)) return join(PACKAGES, clean.slice('/npm/'.length));
  const root = Object.keys(roots)
    .sort((one, other) => other.length - one.length)
    .find((start) => clean.startsWith(start));
  return root === undefined ? undefined : join(/** @type {string} */ (roots[root]), clean.slice(root.length));
}

/** `no-cache` and not `no-store`, which would keep a page out of the back/forward cache. */
const COMMON_HEADERS = { 'Cache-Control': 'no-cache' };

/** @param {string} path */
const typeOf = (path) => TYPES[extname(path)] ?? 'application/octet-stream';

/** @param {import('node:http').ServerResponse} response @param {string} path @param {Page} page */
function sendPage(response, path, page) {
  const { body, headers = {}, status = 200 } = typeof page === 'string' ? { body: page } : page;
  response.writeHead(status, { ...COMMON_HEADERS, 'Content-Type': typeOf(path), ...headers }).end(body);
}

/**
 * @typedef {object} How a file is sent
 * @property {boolean} ranges
 * @property {number} [dryUntil] wall time, ms
 */

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} path
 * @param {Record<string, string>} roots
 * @param {How} how
 */
function sendFile(request, response, path, roots, how) {
  const file = fileOf(path, roots);
  const stat = statOf(file);
  if (file === undefined || !stat?.isFile()) return refuse(response, 404);

  const headers = {
    ...COMMON_HEADERS,
    'Content-Type': typeOf(file),
    ...(how.ranges ? { 'Accept-Ranges': 'bytes' } : {}),
  };
  const range = how.ranges ? parseRange(request.headers.range, stat.size) : undefined;
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${stat.size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: stat.size - 1 };
  const partial = range ? { 'Content-Range': `bytes ${start}-${end}/${stat.size}` } : {};
  response.writeHead(range ? 206 : 200, { ...headers, ...partial, 'Content-Length': end - start + 1 });
  if (request.method === 'HEAD' || stat.size === 0) response.end();
  // A browser that has seen enough of a film hangs up: no error.
  else {
    const body = how.dryUntil === undefined ? new PassThrough() : dry(start, how.dryUntil);
    pipeline(createReadStream(file, { start, end }), body, response, () => {});
  }
}

/**
 * Lets nothing through from a byte on until a moment.
 *
 * @param {number} start of what comes, bytes
 * @param {number} until wall time, ms
 */
function dry(start, until) {
  let at = start;
  return new Transform({
    transform(chunk, _, done) {
      at += chunk.length;
      const waitMs = at > DRY_FROM_BYTE ? Math.max(0, until - Date.now()) : 0;
      setTimeout(() => done(null, chunk), waitMs);
    },
  });
}

/**
 * One range of RFC 9110, section 14: `bytes=0-`, `bytes=5-9`, `bytes=-500`.
 *
 * @param {string | undefined} header
 * @param {number} size in bytes
 * @returns {{ start: number, end: number } | 'unsatisfiable' | undefined} both inclusive; undefined: send it all, as
 *   for a header that is malformed or names several ranges
 */
export function parseRange(header, size) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (!first && !last) return undefined;
  if (!first) return Number(last) === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(last)), end: size - 1 };
  const start = Number(first);
  const end = last ? Math.min(Number(last), size - 1) : size - 1;
  if (last && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}

/** @param {import('node:http').ServerResponse} response @param {number} status */
function refuse(response, status) {
  response.writeHead(status, COMMON_HEADERS).end();
}
