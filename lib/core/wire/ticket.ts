import * as v from 'valibot';
import { URL_MAX } from '../film/media';
import { parseServer, SERVER_MAX } from './invite';

/**
 * A join ticket: what Discord hands to whoever a member of the room has let in (SPEC TK-1). It is no invite: everything by
 * which the host is found and spoken to there is derived from its secret, and the room's code is not.
 */
export interface Ticket {
  /** 16 random bytes, base64url. */
  readonly secret: string;
  /** Base address of the signalling server, as `parseServer` gives it; undefined: the compiled-in default. */
  readonly server?: string;
}

export type TicketResult =
  | { readonly ok: true; readonly ticket: Ticket }
  | { readonly ok: false; readonly problem: 'ticket-malformed' | 'version-ours-old' };

const VERSION = 1;
/** Discord takes so much as a secret, and what is longer would be cut, bytes; all of it is ASCII. */
export const TICKET_MAX = 128;
export const TICKET_SECRET_BYTES = 16;
/** 128 bits in 22 characters: the last one carries two of them. */
const SECRET = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** @returns undefined where the server's address makes it too long for Discord */
export function ticketText({ secret, server }: Ticket): string | undefined {
  const text = [`${VERSION}`, secret, ...(server === undefined ? [] : [server])].join('~');
  return text.length <= TICKET_MAX && /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

/** Reads what Discord handed over: anything that another program, or another application, may have put there. */
export function parseTicket(text: string): TicketResult {
  const [, version, rest = ''] = (text.length <= TICKET_MAX && /^(\d{1,4})~(.*)$/s.exec(text)) || [];
  if (version === undefined) return { ok: false, problem: 'ticket-malformed' };
  if (Number(version) > VERSION) return { ok: false, problem: 'version-ours-old' };
  const at = rest.indexOf('~');
  const secret = at < 0 ? rest : rest.slice(0, at);
  const server = at < 0 ? undefined : parseServer(rest.slice(at + 1));
  if (Number(version) !== VERSION || !SECRET.test(secret) || (at >= 0 && server === undefined)) {
    return { ok: false, problem: 'ticket-malformed' };
  }
  return { ok: true, ticket: { secret, ...(server === undefined ? {} : { server }) } };
}

/** What the host says to who has proved a ticket. It is parsed again, as an invite, where it is used. */
export const ticketAnswerSchema = v.object({
  kind: v.literal('invite'),
  code: v.pipe(v.string(), v.maxLength(40)),
  server: v.optional(v.pipe(v.string(), v.maxLength(SERVER_MAX))),
  /** What the room watches. */
  page: v.pipe(v.string(), v.maxLength(URL_MAX)),
});
