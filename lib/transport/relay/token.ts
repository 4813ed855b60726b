import { fetchJson } from '../fetch-json';
import { TransportError } from '../transport';

const ANSWER_MAX_BYTES = 16 * 1024;
/** Of a connection's first packet; our own server's tokens have about a thousand characters. */
const WORD_MAX = 4_096;
const LIFE_MIN_S = 30;
const LIFE_MAX_S = 86_400;

export interface Token {
  readonly username: string;
  readonly password: string;
  readonly expiresInS: number;
}

/**
 * Asks a server for leave to use the cluster that it speaks for.
 *
 * Rejects with a `TransportError`: `server-unreachable`, `refused`, `aborted`.
 */
export async function fetchToken(
  url: string,
  request: { readonly member: string; readonly rooms: readonly string[]; readonly secrets: readonly string[] },
  signal: AbortSignal,
): Promise<Token> {
  const answer = await fetchJson({ url, body: request, maxBytes: ANSWER_MAX_BYTES }, signal);
  const { username, password, expiresInS }: Record<string, unknown> = Object(answer);
  if (!isWord(username) || !isWord(password) || typeof expiresInS !== 'number' || !(expiresInS >= LIFE_MIN_S))
    throw new TransportError('refused', 'no token in the answer');
  return { username, password, expiresInS: Math.min(expiresInS, LIFE_MAX_S) };
}

const isWord = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= WORD_MAX;
