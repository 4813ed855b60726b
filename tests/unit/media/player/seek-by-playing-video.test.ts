import { beforeEach, describe, expect, test } from 'vitest';
import type { VideoLike } from '../../../../lib/media/player/player';
import { toggledVideo } from '../../../../lib/media/player/seek-by-playing-video';
import { standIn } from '../../../../lib/media/player/stand-in';
import { ModelElement } from '../../../helpers/model-element';

let model: ModelElement;
let time: ModelElement['time'];
let element: ModelElement['element'];

beforeEach(async () => {
  model = await ModelElement.loaded();
  ({ time, element } = model);
});

describe('ST-6: a video that lands a seek at rest only once it plays', () => {
  let life: AbortController;
  let video: VideoLike;

  beforeEach(async () => {
    life = new AbortController();
    let wanted: number | undefined;
    let resting = true;
    let own = false;
    let shown = 0;
    const to = (position: number) =>
      element.by('site', (film) => {
        own = true;
        film.currentTime = position;
      });
    element.addEventListener('seeking', () => {
      const mine = own;
      own = false;
      if (mine || !resting) return;
      wanted = element.currentTime;
      to(shown);
    });
    element.addEventListener('pause', () => {
      resting = true;
      shown = element.currentTime;
    });
    element.addEventListener('play', () => {
      resting = false;
      if (wanted !== undefined) to(wanted);
      wanted = undefined;
    });
    video = model.listen(toggledVideo(element, model.scheduler, life.signal));
    await time.run(200);
  });

  test('is played until it has landed, and paused: told is a seek, and nothing else', async () => {
    video.currentTime = 60;
    expect([video.currentTime, video.seeking, video.paused]).toEqual([60, true, true]);
    await time.run(1_000);
    expect(element.paused).toBe(true);
    expect(Math.abs(element.currentTime - 60)).toBeLessThan(0.002);
    expect(video.seeking).toBe(false);
    expect(model.heard.map((what) => what.split('.')[0])).toEqual(['seeking 60', 'seeked 60']);
  });

  test('is sought again, a hair off, where the browser does not get out of a seek', async () => {
    let stuck = true;
    const sticking = standIn(element, {
      get seeking() {
        return stuck || element.seeking;
      },
      get currentTime() {
        return element.currentTime;
      },
      set currentTime(position: number) {
        stuck &&= position === 60;
        element.currentTime = position;
      },
    });
    video = toggledVideo(sticking, model.scheduler, life.signal);
    video.currentTime = 60;
    await time.run(1_100);
    expect(video.seeking).toBe(true);
    await time.run(2_000);
    expect([video.seeking, element.paused]).toEqual([false, true]);
    expect(Math.abs(element.currentTime - 60)).toBeLessThan(0.003);
  });

  test('is let go of where nothing helps', async () => {
    const stuck = standIn(element, { seeking: true });
    video = toggledVideo(stuck, model.scheduler, life.signal);
    video.currentTime = 60;
    await time.run(4_000);
    expect(element.paused).toBe(false);
    await time.run(5_000);
    expect(element.paused).toBe(true);
    expect(element.writes.filter(({ what, by }) => what === 'seek' && by === 'lockstep')).toHaveLength(4);
  });

  test('is played muted and at a crawl, and is as before in the end, or as was wanted meanwhile', async () => {
    element.playbackRate = 1.25;
    video.currentTime = 60;
    expect([element.muted, element.playbackRate]).toEqual([true, 0.0625]);
    expect([video.muted, video.playbackRate]).toEqual([false, 1.25]);
    video.playbackRate = 1.5;
    await time.run(1_000);
    expect([element.muted, element.playbackRate]).toEqual([false, 1.5]);
    expect(video.playbackRate).toBe(1.5);
  });

  test('goes on from there if it is played meanwhile', async () => {
    video.currentTime = 60;
    void video.play();
    await time.run(1_000);
    expect(element.paused).toBe(false);
    expect(element.currentTime).toBeGreaterThan(60.5);
    expect(model.heardKinds).toEqual(['seeking', 'seeked', 'play']);
  });

  test('is paused in the end if it is paused meanwhile', async () => {
    video.currentTime = 60;
    Promise.resolve(video.play()).catch(() => {});
    video.pause();
    await time.run(1_000);
    expect(element.paused).toBe(true);
    expect(model.heardKinds).toEqual(['seeking', 'seeked']);
  });

  test('takes the last of several seeks', async () => {
    video.currentTime = 60;
    await time.run(210);
    video.currentTime = 90;
    expect(video.currentTime).toBe(90);
    await time.run(1_500);
    expect(element.paused).toBe(true);
    expect(element.currentTime).toBeCloseTo(90, 0);
  });

  test('is any video while it plays', async () => {
    void video.play();
    await time.run(400);
    video.currentTime = 60;
    await time.run(1_000);
    video.pause();
    await time.run(1_100);
    expect(model.heardKinds).toEqual(['play', 'seeking', 'seeked', 'pause']);
  });

  describe('ST-9: that is let go of in the middle of it', () => {
    /** The seek, the play, the landing, the pause and its event: all that happens in between. */
    const MOMENTS_MS = [0, 1, 2, 3, 10, 30, 51, 52, 53, 54, 55, 56, 60, 100];
    const shown = () => [element.paused, element.muted, element.playbackRate];

    test.each(MOMENTS_MS)('after %i ms: it stands, with the sound and the rate that were wanted', async (ms) => {
      element.playbackRate = 1.25;
      video.currentTime = 60;
      await time.run(200 + ms);
      life.abort();
      expect(shown()).toEqual([true, false, 1.25]);
      await time.run(10_000);
      expect(shown()).toEqual([true, false, 1.25]);
    });

    test.each(MOMENTS_MS)('after %i ms, when it was to be played: it plays like that', async (ms) => {
      element.muted = true;
      video.currentTime = 60;
      video.playbackRate = 1.5;
      const played = Promise.resolve(video.play()).then(
        () => 'played',
        () => 'refused',
      );
      await time.run(200 + ms);
      life.abort();
      expect([element.muted, element.playbackRate]).toEqual([true, 1.5]);
      await time.run(10_000);
      expect(shown()).toEqual([false, true, 1.5]);
      expect(await played).toBe('played');
    });

    test('is any video from then on', async () => {
      video.currentTime = 60;
      await time.run(220);
      life.abort();
      expect([video.seeking, video.paused]).toEqual([element.seeking, true]);
      video.playbackRate = 1.5;
      video.muted = true;
      expect(shown()).toEqual([true, true, 1.5]);
    });
  });
});
