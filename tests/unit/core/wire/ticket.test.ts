import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseTicket, TICKET_MAX, ticketText } from '../../../../lib/core/wire/ticket';

const SECRET = 'AAECAwQFBgcICQoLDA0ODw';
const SERVER = 'https://peer.example/lockstep';

describe('TK-1: a join ticket', () => {
  test.each([
    [{ secret: SECRET }, `1~${SECRET}`],
    [{ secret: SECRET, server: SERVER }, `1~${SECRET}~${SERVER}`],
    // A tilde is a part of its address, and the server is what comes last.
    [{ secret: SECRET, server: 'https://peer.example/~ann' }, `1~${SECRET}~https://peer.example/~ann`],
  ])('%j is written as one line and read again', (ticket, text) => {
    expect(ticketText(ticket)).toBe(text);
    expect(parseTicket(text)).toEqual({ ok: true, ticket });
  });

  it('is not written where Discord would cut it', () => {
    const longest = `https://${'a'.repeat(TICKET_MAX - `1~${SECRET}~https://`.length)}`;
    expect(ticketText({ secret: SECRET, server: longest })).toHaveLength(TICKET_MAX);
    expect(ticketText({ secret: SECRET, server: `${longest}a` })).toBeUndefined();
  });

  test.each([
    '',
    '1',
    '1~',
    '~',
    SECRET,
    `1~${SECRET.slice(1)}`,
    `1~${SECRET}A`,
    // A last character with bits that no sixteen bytes have would be another spelling of the same secret.
    `1~${SECRET.slice(0, -1)}x`,
    `1~${SECRET}~`,
    `1~${SECRET}~peer.example`,
    `1~${SECRET}~ftp://peer.example`,
    `1~${SECRET}~https://ann:secret@peer.example`,
    `0~${SECRET}`,
    `01e0~${SECRET}`,
    `1~${SECRET}\n`,
    ` 1~${SECRET}`,
    `1~${SECRET}~https://${'a'.repeat(200)}`,
    // Of another application.
    'MTI4NzM0OjFpMmhuZToxMjMxMjM=',
    'c'.repeat(10_000),
  ])('is not this: %j', (text) => {
    expect(parseTicket(text)).toEqual({ ok: false, problem: 'ticket-malformed' });
  });

  it('of a newer version says so, whatever else it holds', () => {
    expect(parseTicket('2~something new')).toEqual({ ok: false, problem: 'version-ours-old' });
  });

  it('is read of anything without a throw, and only what would be written is taken', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `1~${SECRET}${text}`),
        ),
        (text) => {
          const parsed = parseTicket(text);
          if (parsed.ok) expect(parseTicket(ticketText(parsed.ticket) ?? '')).toEqual(parsed);
        },
      ),
    );
  });
});
