import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keep, readKept } from '../../lib/browser/kept';
import { choiceList } from '../../lib/core/film/chosen-video';
import { shiftList } from '../../lib/core/film/shifts';
import { profileList } from '../../lib/core/player/kept-profiles';
import { profileOf } from '../../lib/core/player/profile';
import { initialSync } from '../../lib/core/sync/state';

/** The browser's storage, and whether the window is private. */
const machine = vi.hoisted(() => {
  const stored = new Map<string, unknown>();
  const extension = { inIncognitoContext: false };
  const local = {
    get: async (key: string) => (stored.has(key) ? { [key]: stored.get(key) } : {}),
    set: async (items: Record<string, unknown>) => {
      for (const [key, value] of Object.entries(items)) stored.set(key, structuredClone(value));
    },
  };
  return { stored, extension, browser: { storage: { local }, extension } };
});
vi.mock('wxt/browser', () => ({ browser: machine.browser }));

const SITE = 'films.example';
const CHOICE = { site: SITE, frame: '/watch', path: '0' };
const STUBBORN = { ...profileOf(initialSync), seeksRefused: true };

beforeEach(() => {
  machine.stored.clear();
  machine.extension.inIncognitoContext = false;
});

async function keepAll() {
  await keep(choiceList, CHOICE);
  await keep(shiftList, ['a film', 1.5]);
  await keep(profileList, [SITE, STUBBORN]);
}

describe('EX-4 what a page keeps for good', () => {
  test('is there again', async () => {
    await keepAll();
    expect(await readKept(choiceList, SITE)).toEqual(CHOICE);
    expect(await readKept(shiftList, 'a film')).toEqual(['a film', 1.5]);
    expect(await readKept(profileList, SITE)).toEqual([SITE, STUBBORN]);
    expect([...machine.stored.keys()]).toEqual(['choices', 'shifts', 'players']);
  });

  test('is nothing from a private window', async () => {
    machine.extension.inIncognitoContext = true;
    await keepAll();
    expect(machine.stored.size).toBe(0);
  });

  test('what was kept before is read there', async () => {
    await keepAll();
    machine.extension.inIncognitoContext = true;
    expect(await readKept(shiftList, 'a film')).toEqual(['a film', 1.5]);
  });

  test('a frame that belongs to no site has no profile', async () => {
    await keep(profileList, ['', STUBBORN]);
    expect(machine.stored.size).toBe(0);
  });
});
