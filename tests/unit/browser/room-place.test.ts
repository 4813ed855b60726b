import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backgroundPlace, offscreenPlace } from '../../../lib/browser/room-place';

/** Chrome, which takes a while to make the one document that it allows. */
const made: string[] = [];
let open = 0;
beforeEach(() => {
  made.length = 0;
  open = 0;
  const offscreen = {
    createDocument: async ({ url }: { url: string }) => {
      if (open > 0) throw new Error('Only a single offscreen document may be created.');
      open++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      made.push(url);
    },
    closeDocument: async () => {
      if (open === 0) throw new Error('No current offscreen document.');
      open--;
    },
  };
  const runtime = { getContexts: async () => Array.from({ length: open }, () => ({})) };
  vi.stubGlobal('chrome', { offscreen, runtime });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('EX-3: the room service runs in Chrome in an offscreen document', () => {
  it('of which one is made, however often it is asked for', async () => {
    const place = offscreenPlace();
    expect(await place.isRunning()).toBe(false);
    await Promise.all([place.start(), place.start()]);
    await place.start();
    expect([made, await place.isRunning()]).toEqual([['offscreen.html'], true]);
  });

  it('that is closed once, and made anew for the next room', async () => {
    const place = offscreenPlace();
    await place.start();
    await place.stop();
    await place.stop();
    expect(await place.isRunning()).toBe(false);
    await place.start();
    expect(made).toHaveLength(2);
  });
});

it('EX-3: in Firefox it runs in the background page, which is asked for nothing but whether it holds a room', async () => {
  let holds = false;
  const place = backgroundPlace(() => holds);
  await place.start();
  expect(await place.isRunning()).toBe(false);
  holds = true;
  expect(await place.isRunning()).toBe(true);
  await place.stop();
  expect(made).toEqual([]);
});
