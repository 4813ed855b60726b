// @ts-check
/** What is answered over HTTP. Every answer is small, and every refusal says in words what was wrong. */
import { timingSafeEqual } from 'node:crypto';
import express from 'express';
import { isFromThisMachine } from './address.mjs';
import { createBuckets } from './limits.mjs';
import { readTokenRequest } from './relay/tokens.mjs';

/** Requests of one address: a browser asks twice in a party. */
const REQUESTS = { perSecond: 10, burst: 200 };
/** Of those, what mints credentials: a lecture hall behind one address, at once, and then one a second. */
const MINTED = { perSecond: 1, burst: 60 };
const MAX_BODY_CHARACTERS = 4_096;

/** @typedef {import('express').Request} Request @typedef {import('express').Response} Response */

/**
 * @param {object} use
 * @param {object} use.description what `/lockstep.json` says besides ICE servers
 * @param {(address: string) => Promise<import('./ice/turn.mjs').Ice>} use.ice
 * @param {ReturnType<typeof import('./relay/tokens.mjs').createMint>} use.mint
 * @param {ReturnType<typeof import('./web/invite-page.mjs').createInvitePage>} use.invitePage
 * @param {import('./metrics.mjs').Metrics} use.metrics
 * @param {string | undefined} use.metricsToken
 * @param {() => boolean} use.isClosing
 * @param {(request: import('node:http').IncomingMessage) => string} use.addressOf
 * @param {() => number} use.nowMs
 */
export function createApp({ description, ice, mint, invitePage, metrics, metricsToken, isClosing, addressOf, nowMs }) {
  const requests = createBuckets(REQUESTS, nowMs);
  const minted = createBuckets(MINTED, nowMs);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);

  app.use((request, response, next) => {
    response.set('X-Content-Type-Options', 'nosniff');
    const path = PATHS.has(request.path) ? request.path : 'other';
    response.on('finish', () =>
      metrics.count('lockstep_http_requests_total', { path, status: `${Math.floor(response.statusCode / 100)}xx` }),
    );
    if (requests.take(addressOf(request))) return next();
    tooMany(response, 'http-rate');
  });

  /** @param {Response} response @param {string} reason */
  const tooMany = (response, reason) => {
    metrics.refused(reason);
    response.set('Retry-After', '60');
    refuse(response, 429, 'Too many requests from your address. Try again in a minute.');
  };
  /** Lets any page read the answer, as an extension's would be refused otherwise. @type {express.RequestHandler} */
  const forAnyPage = (request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' });
    if (request.method !== 'OPTIONS') return next();
    response.set({
      'Access-Control-Allow-Methods': 'GET, HEAD, POST',
      'Access-Control-Allow-Headers': 'content-type',
      // A server at home, asked from a page on the internet.
      'Access-Control-Allow-Private-Network': 'true',
      'Access-Control-Max-Age': '600',
    });
    response.status(204).end();
  };
  /** @type {express.RequestHandler} */
  const limitMinting = (request, response, next) => {
    if (minted.take(addressOf(request))) return next();
    tooMany(response, 'mint-rate');
  };

  app.all('/healthz', only('GET'), (_, response) => {
    response.set('Cache-Control', 'no-store').type('text');
    if (isClosing()) response.status(503).send('closing');
    else response.send('ok');
  });

  app.all('/lockstep.json', forAnyPage, only('GET'), limitMinting, (request, response, next) => {
    ice(addressOf(request)).then(({ iceServers, expiresInS }) => {
      response.json({ ...description, iceServers, ...(expiresInS === undefined ? {} : { iceExpiresInS: expiresInS }) });
    }, next);
  });

  app.all('/relay-token', forAnyPage, only('POST'), limitMinting, (request, response, next) => {
    if (!mint)
      return refuse(response, 404, 'This server mints no relay tokens: its relay checks the hash lock itself.');
    readJson(request).then((body) => {
      const asked = readTokenRequest(body);
      if (typeof asked === 'string') return refuse(response, 400, asked);
      metrics.count('lockstep_relay_tokens_total');
      response.json(mint(asked));
    }, next);
  });

  app.all('/j', only('GET'), (request, response) => {
    const { html, language, headers } = invitePage(String(request.headers['accept-language'] ?? ''));
    response
      .set({ ...headers, 'Content-Language': language })
      .type('html')
      .send(html);
  });

  app.all('/metrics', only('GET'), (request, response) => {
    const allowed = metricsToken ? isBearer(request.headers.authorization, metricsToken) : isFromThisMachine(request);
    if (!allowed)
      return refuse(response, 403, 'Only for who has METRICS_TOKEN, or asks on the machine itself without one.');
    response.type('text/plain; version=0.0.4').send(metrics.text());
  });

  return {
    app,
    /** What comes after everything that was mounted. */
    finish() {
      app.use((_, response) => refuse(response, 404, 'Nothing here.'));
      app.use(onError);
    },
  };
}

/** The paths that are counted by name. */
const PATHS = new Set(['/healthz', '/lockstep.json', '/relay-token', '/j', '/metrics']);

/** @param {'GET' | 'POST'} method @returns {express.RequestHandler} */
function only(method) {
  return (request, response, next) => {
    if (request.method === method || (method === 'GET' && request.method === 'HEAD')) return next();
    response.set('Allow', method === 'GET' ? 'GET, HEAD' : method);
    refuse(response, 405, `Only ${method}.`);
  };
}

/** @param {Response} response @param {number} status @param {string} words */
function refuse(response, status, words) {
  response.status(status).json({ error: words });
}

/**
 * Express's own reader reads on to the end of a body that is too long, and there may be none.
 *
 * @param {Request} request
 * @returns {Promise<unknown>} rejects with a `status`
 */
async function readJson(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_BODY_CHARACTERS) throw Object.assign(new Error('too long'), { status: 413 });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw Object.assign(new Error('not JSON'), { status: 400 });
  }
}

/** Express's own would answer with a stack, and print it. @type {express.ErrorRequestHandler} */
function onError(error, _request, response, next) {
  if (response.headersSent) return next(error);
  const status = Number(error?.status) || 500;
  response.set('Connection', 'close');
  if (status === 413) refuse(response, 413, `A body has at most ${MAX_BODY_CHARACTERS} characters.`);
  else if (status >= 400 && status < 500) refuse(response, status, 'The request is not well formed.');
  else refuse(response, 500, 'The server failed.');
}

/** @param {string | undefined} header @param {string} token */
function isBearer(header, token) {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
