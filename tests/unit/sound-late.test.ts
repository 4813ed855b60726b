import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeEvent } from '../helpers/fake-browser';

const area = vi.hoisted(() => ({
  kept: {} as Record<string, unknown>,
  onChanged: undefined as unknown as FakeEvent<[changes: Record<string, unknown>]>,
}));
vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      local: {
        get: async () => area.kept,
        get onChanged() {
          return area.onChanged;
        },
      },
    },
  },
}));
const { watchSoundLate } = await import('../../lib/browser/settings');

describe('PL-10, SE-1: how late the sound is', () => {
  let life: AbortController;
  let told: number[];
  const keep = async (soundLateMs: unknown, changed = 'soundLateMs') => {
    area.kept = { soundLateMs };
    area.onChanged.fire({ [changed]: {} });
    await Promise.resolve();
    await Promise.resolve();
  };
  beforeEach(async () => {
    area.onChanged = new FakeEvent();
    area.kept = { soundLateMs: 150 };
    life = new AbortController();
    told = [];
    watchSoundLate((lateMs) => told.push(lateMs), life.signal);
    await Promise.resolve();
    await Promise.resolve();
  });

  test('is told at once, and whenever it changes', async () => {
    await keep(200);
    await keep(200, 'name');
    expect(told).toEqual([150, 200]);
  });

  test.each([-1, 501, 12.5, '200', null, Number.NaN, {}])('is not at all where storage holds %s', async (kept) => {
    await keep(kept);
    expect(told).toEqual([150, 0]);
  });

  test('is told nobody who is gone, and asked for no more', async () => {
    life.abort();
    await keep(200);
    expect(told).toEqual([150]);
    expect(area.onChanged.hasListeners()).toBe(false);
  });
});
