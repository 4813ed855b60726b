import { describe, expect, it, test } from 'vitest';
import type { Media } from '../../../../lib/core/film/media';
import {
  type Grants,
  grant,
  showsTicket,
  spend,
  TICKET_OVERLAP_MS,
  TICKET_SHOWN_MS,
  ticketRefusal,
} from '../../../../lib/core/room/ticket-rules';
import { MEMBERS_MAX, type Member } from '../../../../lib/core/wire/protocol';

const NONE: Grants = [];
const member = (id: string): Member => ({ id, name: id, state: 'in-sync' });
const few = [member('ann')];
const all = Array.from({ length: MEMBERS_MAX }, (_, at) => member(`m${at}`));
const media: Media = { key: 'film', url: 'https://v.example/', title: 'Film' };

describe('TK-3: who proves a ticket', () => {
  it('is told the invite once for each whom a member has let in', () => {
    const door = { members: few, locked: false };
    expect(ticketRefusal(door, NONE, 0)).toBe('refused');
    const one = grant(NONE, 0);
    expect(ticketRefusal(door, one, 1)).toBeUndefined();
    expect(ticketRefusal(door, spend(one, 1), 1)).toBe('refused');
    const two = grant(one, 5);
    expect(ticketRefusal(door, spend(two, 6), 6)).toBeUndefined();
  });

  it('has as long as the ticket is good', () => {
    const door = { members: few, locked: false };
    const grants = grant(NONE, 1_000);
    const until = 1_000 + TICKET_SHOWN_MS + TICKET_OVERLAP_MS;
    expect(ticketRefusal(door, grants, until - 1)).toBeUndefined();
    expect(ticketRefusal(door, grants, until)).toBe('refused');
    expect(spend(grants, until)).toEqual([]);
    // What has lapsed is not spent in place of what stands.
    expect(ticketRefusal(door, spend(grant(grants, until), until), until)).toBe('refused');
  });

  it('is refused by a locked and by a full room, let in or not', () => {
    const grants = grant(NONE, 0);
    expect(ticketRefusal({ members: few, locked: true }, grants, 1)).toBe('locked');
    expect(ticketRefusal({ members: all, locked: false }, grants, 1)).toBe('full');
    expect(ticketRefusal({ members: all, locked: true }, grants, 1)).toBe('locked');
  });

  it('finds a bounded number of places, however often is pressed', () => {
    let grants = NONE;
    for (let at = 0; at < 1_000; at++) grants = grant(grants, at);
    expect(grants).toHaveLength(64);
  });
});

test.each([
  [{ members: few, locked: false, media }, true],
  [{ members: few, locked: true, media }, false],
  [{ members: all, locked: false, media }, false],
  [{ members: few, locked: false, media: undefined }, false],
])('TK-2: a ticket is shown while somebody can come, and to something: %#', (facts, shown) => {
  expect(showsTicket(facts)).toBe(shown);
});
