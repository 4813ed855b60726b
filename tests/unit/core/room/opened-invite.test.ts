import { describe, expect, it } from 'vitest';
import { decideInvite, type OpenedInvite } from '../../../../lib/core/room/opened-invite';

const opened: OpenedInvite = { code: 'A', by: 'person', trust: 'known', autoJoin: true };
const decide = (change: Partial<OpenedInvite>) => decideInvite({ ...opened, ...change });
const offer = (why: string) => ({ do: 'offer', why });

describe('SC-2: an invite that a person opened', () => {
  it('is joined at once', () => expect(decide({})).toEqual({ do: 'join' }));

  it('is offered where the person wants to be asked', () =>
    expect(decide({ autoJoin: false })).toEqual(offer('asked')));

  it.each(['unknown', 'near'] as const)('INV-7: is offered where its server is %s', (trust) => {
    expect(decide({ trust })).toEqual(offer('server'));
  });

  it.each(['host', 'guest'] as const)('is offered to a %s of another room', (role) => {
    expect(decide({ room: { code: 'B', role, tabIsGone: false } })).toEqual(offer('other-room'));
    expect(decide({ room: { role, tabIsGone: false } })).toEqual(offer('other-room'));
  });

  it('RS-4: is joined by a guest whose room’s tab is gone, and a host is asked', () => {
    const room = { code: 'B', tabIsGone: true };
    expect(decide({ room: { ...room, role: 'guest' } })).toEqual({ do: 'join' });
    expect(decide({ room: { ...room, role: 'guest' }, trust: 'unknown' })).toEqual(offer('server'));
    expect(decide({ room: { ...room, role: 'guest' }, autoJoin: false })).toEqual(offer('asked'));
    expect(decide({ room: { ...room, role: 'host' } })).toEqual(offer('own-room'));
  });

  it('RS-3: shows the room where it is the room’s own, or gives it the tab', () => {
    const room = { code: 'A', role: 'host' } as const;
    expect(decide({ room: { ...room, tabIsGone: false } })).toEqual({ do: 'show-room' });
    expect(decide({ room: { ...room, tabIsGone: true } })).toEqual({ do: 'take-tab' });
    expect(decide({ room: { ...room, tabIsGone: false }, trust: 'near', autoJoin: false })).toEqual({
      do: 'show-room',
    });
  });
});

describe('SC-5: an invite that a page made', () => {
  it('is only ever offered', () => {
    expect(decide({ by: 'page' })).toEqual(offer('page'));
    expect(decide({ by: 'page', trust: 'near', autoJoin: false })).toEqual(offer('page'));
    expect(decide({ by: 'page', room: { code: 'B', role: 'guest', tabIsGone: true } })).toEqual(offer('page'));
    expect(decide({ by: 'page', room: { code: 'B', role: 'host', tabIsGone: false } })).toEqual(offer('page'));
  });

  it('moves nothing where it is the room’s own', () => {
    for (const tabIsGone of [false, true]) {
      expect(decide({ by: 'page', room: { code: 'A', role: 'host', tabIsGone } })).toEqual({ do: 'nothing' });
    }
  });
});
