import { describe, expect, test } from 'vitest';
import { renameMessage } from '../../../../lib/core/room/guest-messages';
import { coloured, createHostState, putMember } from '../../../../lib/core/room/host-state';
import { COLOURS, colourOf } from '../../../../lib/core/wire/colours';
import { guestMessageSchema, memberSchema, parseMessage } from '../../../../lib/core/wire/protocol';

const bytes = (message: unknown) => new TextEncoder().encode(JSON.stringify(message));

describe('ME-5: a member’s colour', () => {
  test('is its own choice, else one that everybody makes of its id', () => {
    expect(colourOf({ id: 'ann', colour: 'teal' })).toBe('teal');
    expect(colourOf({ id: 'ann' })).toBe(colourOf({ id: 'ann', colour: undefined }));
    const many = Array.from({ length: 200 }, (_, i) => colourOf({ id: `member${i}` }));
    expect(new Set(many).size).toBe(COLOURS.length);
  });

  test('PR-6: is none where a word is none, or is a newer version’s', () => {
    const member = { id: 'ann', name: 'Ann', state: 'in-sync' };
    expect(parseMessage(memberSchema, bytes({ ...member, colour: 'red' }))).toMatchObject({ colour: 'red' });
    for (const colour of ['#f00', 'octarine', 7, null, 'url(x)', undefined]) {
      const told = parseMessage(memberSchema, bytes({ ...member, colour }));
      expect([told?.name, told?.colour]).toEqual(['Ann', undefined]);
      const renamed = parseMessage(guestMessageSchema, bytes({ kind: 'rename', name: 'Ann', colour }));
      expect(renamed).toMatchObject({ kind: 'rename', name: 'Ann' });
    }
  });

  test('is told beside the name, and taken back so', () => {
    expect(renameMessage('Ann', 'blue')).toEqual({ kind: 'rename', name: 'Ann', colour: 'blue' });
    expect(renameMessage('Ann')).toEqual({ kind: 'rename', name: 'Ann' });
    const room = createHostState('run', 1, { id: 'ann', name: 'Ann' });
    const both = putMember(room, { id: 'ben', name: 'Ben', state: 'in-sync' });
    const blue = coloured(both, 'ben', 'blue');
    expect(blue.members.map(({ colour }) => colour)).toEqual([undefined, 'blue']);
    expect(coloured(blue, 'ben', undefined).members[1]).not.toHaveProperty('colour');
  });
});
