import { TransportError } from './transport';

/** A person waits for it, ms. */
const ANSWER_MS = 4_000;

export interface Question {
  readonly url: string;
  /** Sent as JSON; without it the question is a GET. */
  readonly body?: unknown;
  /** An answer that is longer is none. */
  readonly maxBytes: number;
}

/**
 * Asks a server for JSON, which may be anything. Nobody's cookies go along, and a redirection is none of what was asked.
 *
 * Rejects with a `TransportError`: `server-unreachable`; `refused` where it answers with a status, or with what is not
 * JSON or has no end; `aborted`.
 */
export async function fetchJson({ url, body, maxBytes }: Question, signal: AbortSignal): Promise<unknown> {
  const over = new AbortController();
  const abort = () => over.abort();
  const timer = setTimeout(abort, ANSWER_MS);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const response = await fetch(url, {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: over.signal,
    });
    if (!response.ok) throw new TransportError('refused', `status ${response.status}`);
    return JSON.parse(await boundedText(response, maxBytes, over.signal));
  } catch (error) {
    if (signal.aborted) throw new TransportError('aborted');
    if (error instanceof TransportError) throw error;
    if (error instanceof SyntaxError) throw new TransportError('refused', 'not JSON');
    throw new TransportError('server-unreachable', over.signal.aborted ? 'no answer in time' : 'no answer');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    // What has not been read of an answer is not wanted any more.
    over.abort();
  }
}

async function boundedText(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  // An answer that has begun and does not end may outlive the signal of its request: undici holds that weakly.
  signal.addEventListener('abort', () => void reader?.cancel().catch(() => {}), { once: true });
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (signal.aborted) throw signal.reason;
    if (done || !value) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) throw new TransportError('refused', 'an answer without end');
    text += decoder.decode(value, { stream: true });
  }
}
