import { beforeEach, describe, expect, test } from 'vitest';
import type { FromPlayer } from '../../../lib/core/ports/player-port';
import { createDriver, type Driver } from '../../../lib/media/driver';
import { chromiumFacts } from '../../../lib/media/player/browser-facts';
import { chromium } from '../../helpers/model-quirks';
import { ModelVideo } from '../../helpers/model-video';
import { VirtualMachine } from '../../helpers/virtual-machine';
import { seeded } from '../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const TRUE = { offsetMs: 0, skewPpm: 0, wallOffsetMs: 0, clockRunsAsleep: true };
const SEGMENT_S = 2;

describe('LV-1: what is told of a film’s length', () => {
  let time: VirtualTime;
  let told: FromPlayer[];
  let driver: Driver;
  const lengths = () =>
    told.flatMap((message) => (message.type === 'film' && message.ready ? [message.durationS] : []));
  const ui = { prompt: () => {}, refused: () => {}, notice: () => {} };

  beforeEach(() => {
    time = new VirtualTime();
    told = [];
    const around = {
      hiddenSince: () => undefined,
      userActive: () => false,
      focus: () => undefined,
      isFloating: () => false,
      facts: chromiumFacts,
    };
    const { signal } = new AbortController();
    driver = createDriver((message) => told.push(message), trueScheduler(time), ui, around, signal);
    driver.receive({ type: 'elected', active: true });
  });

  let video: ModelVideo;
  const attach = (durationS = chromium.durationS, live = false) => {
    video = new ModelVideo(time, new VirtualMachine(time, TRUE), seeded(1), { ...chromium, durationS });
    driver.attach(video, () => ({ ad: false, live, film: '' }));
  };
  /** @param lengthS what the player says of its length, so many seconds from now */
  const watch = async (forS: number, lengthS = (_: number) => chromium.durationS) => {
    for (let s = 0; s < forS; s++) {
      video.duration = lengthS(s);
      await time.run(time.now + 1_000);
      driver.receive({ type: 'tick' });
    }
  };
  /** As players do that feed the element themselves: so long is what is there so far. */
  const segments = (s: number) => SEGMENT_S * (1 + Math.floor(s / SEGMENT_S));

  test('a film’s is', async () => {
    attach();
    await watch(30);
    expect(lengths().at(-1)).toBe(chromium.durationS);
  });

  test('what a stream has run up so far is none', async () => {
    attach(SEGMENT_S);
    await watch(30, segments);
    expect(lengths()[0]).toBe(SEGMENT_S);
    expect(lengths().at(-1)).toBeUndefined();
  });

  test.each([2 ** 30, 2 ** 32, 1e300, -5])('nor is %d s, which no film has', async (shownS) => {
    attach(Number.POSITIVE_INFINITY);
    await watch(3, () => shownS);
    expect(lengths().at(-1)).toBeUndefined();
  });

  test('nor is what a player shows of which its site says that it is live', async () => {
    attach(chromium.durationS, true);
    await watch(3);
    expect(lengths().at(-1)).toBeUndefined();
  });
});
