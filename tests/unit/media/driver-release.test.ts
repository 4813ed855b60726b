import { beforeEach, describe, expect, test } from 'vitest';
import { ownClock } from '../../../lib/core/time/clock';
import { createDriver, type Driver } from '../../../lib/media/driver';
import { chromiumFacts } from '../../../lib/media/player/browser-facts';
import { chromium } from '../../helpers/model-quirks';
import { ModelVideo } from '../../helpers/model-video';
import { VirtualMachine } from '../../helpers/virtual-machine';
import { seeded } from '../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const TRUE = { offsetMs: 0, skewPpm: 0, wallOffsetMs: 0, clockRunsAsleep: true };

describe('PL-8: a frame that drives no more', () => {
  let time: VirtualTime;
  let video: ModelVideo;
  let driver: Driver;
  let life: AbortController;

  /** @param aheadS so far is the player ahead of the room, which plays */
  const follow = (aheadS: number) => {
    const order = {
      ...({ leads: false, canControl: true, driver: 'Ann', together: false, waiting: [] } as const),
      ...{ epoch: 1, revision: 1, change: 1, ack: 0, load: 0, gentle: true, clock: ownClock },
      playback: { position: video.truePosition - aheadS, rate: 1, paused: false, at: time.now },
    };
    driver.receive({ type: 'room', ...order });
  };

  beforeEach(async () => {
    time = new VirtualTime();
    life = new AbortController();
    const around = {
      hiddenSince: () => undefined,
      userActive: () => false,
      focus: () => undefined,
      isFloating: () => false,
      facts: chromiumFacts,
    };
    const ui = { prompt: () => {}, refused: () => {}, notice: () => {} };
    driver = createDriver(
      (message) => {
        if (message.type !== 'ping') return;
        const { sent } = message;
        time.after(1, () => driver.receive({ type: 'pong', sent, received: sent + 0.5, answered: sent + 0.5 }));
      },
      trueScheduler(time),
      ui,
      around,
      life.signal,
    );
    video = new ModelVideo(time, new VirtualMachine(time, TRUE), seeded(1), chromium);
    driver.receive({ type: 'elected', active: true });
    driver.attach(video);
    await time.run(1_000);
    video.by('person', (on) => void on.play());
    await time.run(4_000);
  });

  const ends: readonly [string, () => void][] = [
    ['another frame is elected', () => driver.receive({ type: 'elected', active: false })],
    ['the room ends', () => life.abort()],
  ];

  describe('FV-11: whose person has chosen another video', () => {
    const turns: readonly [string, () => void][] = [
      ['another frame', () => driver.receive({ type: 'elected', active: false })],
      ['this frame', () => driver.attach(new ModelVideo(time, new VirtualMachine(time, TRUE), seeded(2), chromium))],
    ];

    test.each(turns)('does not sound beside the one in %s', (_, turn) => {
      follow(0);
      driver.leave();
      expect(video.paused).toBe(false);
      turn();
      expect(video.paused).toBe(true);
    });

    test.each(turns)('goes on where that was not a person’s choice, in %s', (_, turn) => {
      follow(0);
      turn();
      expect(video.paused).toBe(false);
    });

    test('goes on where its page merely loads it anew', () => {
      driver.leave();
      driver.attach(video);
      expect(video.paused).toBe(false);
    });
  });

  test.each(ends)('is not left standing where it waited for the room: %s', async (_, end) => {
    follow(0.8);
    await time.run(time.now + 400);
    expect(video.paused).toBe(true);
    end();
    expect(video.paused).toBe(false);
    await time.run(time.now + 5_000);
    expect(video.paused).toBe(false);
  });

  test.each(ends)('keeps no nudge: %s', async (_, end) => {
    follow(-0.03);
    await time.run(time.now + 800);
    expect(video.playbackRate).not.toBe(1);
    expect(video.preservesPitch).toBe(false);
    end();
    expect([video.playbackRate, video.preservesPitch]).toEqual([1, true]);
  });
});
