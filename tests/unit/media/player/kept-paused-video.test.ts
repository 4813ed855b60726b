import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restedVideo } from '../../../../lib/media/player/kept-paused-video';
import { shiftedVideo } from '../../../../lib/media/player/offset-stream-video';
import type { VideoLike } from '../../../../lib/media/player/player';
import { ModelElement, ModelTranscoder } from '../../../helpers/model-element';

describe('ST-8: a video whose page plays every stream that it fetches', () => {
  let model: ModelElement;
  let life: AbortController;
  let page: ModelTranscoder;
  let video: VideoLike;

  beforeEach(async () => {
    model = await ModelElement.loaded();
    life = new AbortController();
    model.siteGoesTo(30);
    await model.time.run(300);
    page = new ModelTranscoder(model);
    const rested = restedVideo(page.shown, () => page.film, model.scheduler, life.signal);
    const shift = { offsetS: () => page.offsetS, durationS: () => undefined, slide: page.slide };
    video = model.listen(shiftedVideo(rested, shift, model.scheduler, life.signal));
  });
  afterEach(() => life.abort());

  test('a seek at rest by the person is told as that: the page plays, and nobody hears of it', async () => {
    page.fetchFrom(95);
    await model.time.run(2_000);
    expect(model.heardKinds).toEqual(['seeking', 'seeked']);
    expect([model.element.paused, video.paused]).toEqual([true, true]);
    expect(video.currentTime).toBeCloseTo(95, 0);
  });

  test('another film that is opened at rest is played', async () => {
    const { element, time } = model;
    element.by('site', (own) =>
      own.reload(20, () => {
        page.film = 'two';
        page.offsetS = 0;
      }),
    );
    element.by('site', (own) => void own.play());
    await time.run(3_000);
    expect([element.paused, video.paused]).toEqual([false, false]);
    expect(model.heardKinds).toContain('play');
  });

  test('the next film is played as its page wants it', async () => {
    const { element, time } = model;
    void video.play();
    await time.run(500);
    model.siteGoesTo(element.duration - 0.2);
    await time.run(2_000);
    expect(element.ended).toBe(true);
    page.fetchFrom(0);
    await time.run(3_000);
    expect([element.paused, video.paused]).toEqual([false, false]);
  });

  test.each([
    [
      'the room’s',
      () => {
        video.currentTime = 300;
      },
    ],
    ['the person’s', () => page.fetchFrom(95)],
  ])('ST-9: is let go of while the stream of %s seek is on its way, and stands all the same', async (_, seek) => {
    const { element, time } = model;
    let emptied = false;
    element.addEventListener('emptied', () => {
      emptied = true;
    });
    seek();
    while (!emptied) await time.run(time.now + 1);
    life.abort();
    await time.run(time.now + 3_000);
    expect([element.paused, element.readyState]).toEqual([true, 4]);
    // It is the page's and the person's again.
    page.fetchFrom(200);
    await time.run(time.now + 3_000);
    expect(element.paused).toBe(false);
  });
});
