import { expect, test } from 'vitest';
import { holdsNone } from '../../../../lib/core/ports/room-view';

test('BG-2: neither a room nor one on its way is none, whatever the reason', () => {
  expect(holdsNone({ state: 'none' })).toBe(true);
  expect(holdsNone({ state: 'problem', problem: 'host-lost' })).toBe(true);
  expect(holdsNone({ state: 'connecting', creates: true, trying: 'server', tabId: 1 })).toBe(false);
});
