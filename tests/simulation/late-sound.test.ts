import { expect, test } from 'vitest';
import { chromium, firefox } from '../helpers/model-quirks';
import { plain, playing } from './people';

const LATE_MS = 200;
/** A nudge of 8 % makes so much good in 2.5 s; later starts and seeks know of it. */
const SETTLE_MS = 6_000;
/** By then the rest is trimmed to a millisecond, or to what a stepped position lets be known. */
const HEARD_APART_MS = { chromium: 4, firefox: 12 };

test.each([
  ['a guest', 0, LATE_MS, 'chromium'],
  ['a guest in Firefox', 0, LATE_MS, 'firefox'],
  ['a host', LATE_MS, 0, 'chromium'],
  ['both', LATE_MS, LATE_MS / 2, 'chromium'],
] as const)(
  'PL-10: %s whose sound is late is heard with the others, and stands at their frame',
  async (_, ofHost, ofGuest, browser) => {
    const quirks = browser === 'firefox' ? firefox : chromium;
    const [world, host, guest] = await playing(
      8,
      plain('host', { soundLateMs: ofHost }),
      plain('guest', { soundLateMs: ofGuest, quirks, up: { delayMs: 40, jitterMs: 10 } }),
    );
    if (!guest) throw new Error('nobody came');
    const heardApart = () =>
      Math.abs((guest.video.truePosition - host.video.truePosition) * 1_000 - (ofGuest - ofHost));
    await world.run(2 * SETTLE_MS);
    expect(heardApart()).toBeLessThan(HEARD_APART_MS[browser]);
    const seeks = () => guest.video.writes.filter(({ what }) => what === 'seek').length;
    for (const place of [1_000, 2_000, 3_000]) {
      const before = seeks();
      host.video.by('person', (on) => Object.assign(on, { currentTime: place }));
      await world.run(SETTLE_MS);
      expect(heardApart()).toBeLessThan(HEARD_APART_MS[browser]);
      expect(seeks() - before).toBe(1);
      host.video.by('person', (on) => on.pause());
      await world.run(SETTLE_MS);
      expect(guest.video.paused).toBe(true);
      expect(Math.abs(guest.video.truePosition - host.video.truePosition)).toBeLessThan(0.001);
      host.video.by('person', (on) => void on.play());
      await world.run(SETTLE_MS);
      expect(heardApart()).toBeLessThan(HEARD_APART_MS[browser]);
    }
  },
);
