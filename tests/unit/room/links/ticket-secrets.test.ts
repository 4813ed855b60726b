import { hkdfSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { parseTicket, ticketText } from '../../../../lib/core/wire/ticket';
import { sealedLinks } from '../../../../lib/room/links/sealed-links';

const sealing = sealedLinks();
const SECRET = 'AAECAwQFBgcICQoLDA0ODw';
const CODE = 'K7QX-2M9P-4TRB-8WZC';

/** By another implementation of RFC 5869. */
const expected = (secret: Uint8Array, label: string, length: number, salt = '') =>
  Buffer.from(hkdfSync('sha256', secret, salt, label, length));

it('TK-1: derives from a ticket what a host is met by, in one place', async () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, at) => at);
  const master = expected(bytes, 'master', 32, 'lockstep/ticket/1');
  const hex = (label: string, length: number) => expected(master, label, length).toString('hex');
  const place = hex('rendezvous', 16);
  expect(await sealing.deriveTicket(SECRET)).toMatchObject({
    rendezvousIds: [place, place, place, place],
    token: hex('token', 16),
    door: hex('door', 16),
    ways: { relay: hex('relay/secret', 32), trystero: { room: hex('trystero/room', 16) } },
  });
});

it('TK-1: shares nothing with a code, nor with another ticket', async () => {
  const [code, one, other] = await Promise.all([
    sealing.derive(CODE),
    sealing.deriveTicket(SECRET),
    sealing.deriveTicket('AAECAwQFBgcICQoLDA0OEA'),
  ]);
  const named = [code, one, other].flatMap(({ rendezvousIds, token, door, ways }) => [
    ...new Set(rendezvousIds),
    ...[token, door, ways?.relay, ways?.trystero.room, ways?.trystero.password],
  ]);
  expect(new Set(named).size).toBe(named.length);
});

it('TK-1: makes tickets that are read, each another one', () => {
  const made = Array.from({ length: 100 }, () => sealing.makeTicket());
  expect(new Set(made).size).toBe(100);
  for (const secret of made)
    expect(parseTicket(ticketText({ secret }) ?? '')).toEqual({ ok: true, ticket: { secret } });
});

it.each(['', 'AAECAwQFBgcICQoLDA0O', 'not base64url!!!!!!!!!!'])('refuses %j', async (secret) => {
  await expect(sealing.deriveTicket(secret)).rejects.toThrow('not a ticket');
});
