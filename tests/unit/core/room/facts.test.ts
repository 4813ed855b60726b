import { describe, expect, test } from 'vitest';
import { findMember, hostName, mayDrive, watchedFilm } from '../../../../lib/core/room/facts';
import type { Member } from '../../../../lib/core/wire/protocol';

const members: readonly Member[] = [{ id: 'ann', name: 'Ann', state: 'paused' }];

describe('RO-3: who may drive', () => {
  test.each([
    ['everyone', [true, true, true]],
    ['chosen', [true, true, false]],
    ['host', [true, false, false]],
  ] as const)('%s', (control, may) => {
    const facts = { host: 'ann', control, drivers: ['ben'] };
    expect(['ann', 'ben', 'cleo'].map((id) => mayDrive(facts, id))).toEqual(may);
  });
});

test('the host’s name is empty while nobody has said it', () => {
  expect(hostName({ members, host: 'ann' })).toBe('Ann');
  expect(hostName({ members: [], host: 'ann' })).toBe('');
  expect(findMember({ members }, 'ben')).toBeUndefined();
});

test('MK-4: what is watched is not known before the host’s page has said', () => {
  const media = { key: 'k', url: 'https://video.example/', title: 'One' };
  expect(watchedFilm({ film: 2, media: undefined })).toBeUndefined();
  expect(watchedFilm({ film: 2, media })).toEqual({ film: 2, media });
});
