import { expect, test } from 'vitest';
import { createHostState } from '../../../lib/core/room/host-state';
import { GivenNames } from '../../../lib/room/given-names';

test('SU-2: a host that follows one that had given it up before is a member of its own room', () => {
  const state = createHostState('run', 3, { id: 'ben', name: 'Ben' });
  expect(new GivenNames('ben', 'Ben').withHost(state)).toBe(state);
  const [ben] = state.members;
  const ann = { ...ben, id: 'ann', name: 'Ben' } as NonNullable<typeof ben>;
  const { members } = new GivenNames('ben', 'Ben').withHost({ ...state, members: [ann] });
  expect(members.map(({ id, name }) => [id, name])).toEqual([
    ['ann', 'Ben'],
    ['ben', 'Ben 2'],
  ]);
});
