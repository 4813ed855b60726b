import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restedVideo } from '../../../../lib/media/player/kept-paused-video';
import { shiftedVideo } from '../../../../lib/media/player/offset-stream-video';
import type { VideoLike } from '../../../../lib/media/player/player';
import { ModelElement, ModelTranscoder } from '../../../helpers/model-element';

let model: ModelElement;
let life: AbortController;
let video: VideoLike;

beforeEach(async () => {
  model = await ModelElement.loaded();
  life = new AbortController();
  model.siteGoesTo(30);
  await model.time.run(300);
});
afterEach(() => life.abort());

describe('ST-5: a video whose own time begins later than its film', () => {
  let offset: number;
  beforeEach(() => {
    offset = 600;
    const shift = { offsetS: () => offset, durationS: () => undefined };
    video = model.listen(shiftedVideo(model.element, shift, model.scheduler, life.signal));
  });

  test('tells and takes the time of the film', async () => {
    const { element, time } = model;
    expect(video.currentTime).toBe(630);
    video.currentTime = 660;
    expect(video.currentTime).toBe(660);
    expect(element.currentTime).toBe(60);
    await time.run(1_000);
    expect(video.seeking).toBe(false);
    expect(video.currentTime).toBe(660);
    expect(model.heard).toEqual(['seeking 660.0', 'seeked 660.0']);
  });

  test('is as long as its stream only where that is the whole film', () => {
    expect(video.duration).toBeNaN();
    offset = 0;
    expect(video.duration).toBe(5_400);
  });

  test('stays where it is for what lies before its stream', () => {
    video.currentTime = 300;
    expect([video.currentTime, video.seeking, model.element.currentTime]).toEqual([630, false, 30]);
  });

  test('tells of a seek by the person, for which the server sends another stream', async () => {
    const { element, time } = model;
    void video.play();
    await time.run(1_000);
    element.readyState = 0;
    element.dispatchEvent(new Event('emptied'));
    offset = 95;
    element.by('site', (film) => {
      element.readyState = 1;
      film.currentTime = 5;
    });
    element.dispatchEvent(new Event('loadedmetadata'));
    await time.run(2_000);
    expect(model.heard.map((what) => what.split('.')[0])).toEqual(['play 630', 'seeking 100', 'seeked 100']);
  });

  test('is the element otherwise', async () => {
    void video.play();
    video.playbackRate = 1.5;
    await model.time.run(400);
    expect(model.heard).toEqual(['play 630.0']);
    expect(video.paused).toBe(false);
    expect(model.element.playbackRate).toBe(1.5);
  });
});

describe('ST-7: places that a stream does not reach are sought by the page, and then exactly', () => {
  let page: ModelTranscoder;
  beforeEach(() => {
    page = new ModelTranscoder(model);
    const rested = restedVideo(page.shown, () => page.film, model.scheduler, life.signal);
    const shift = { offsetS: () => page.offsetS, durationS: () => undefined, slide: page.slide };
    video = model.listen(shiftedVideo(rested, shift, model.scheduler, life.signal));
  });

  test.each([
    ['before its beginning', 300],
    ['past what it has', 1_100],
  ])('%s: at rest all along, and exactly there in the end', async (_, place) => {
    video.currentTime = place;
    expect([video.currentTime, video.seeking, video.paused]).toEqual([place, true, true]);
    await model.time.run(3_000);
    expect([video.currentTime, video.seeking, video.paused]).toEqual([place, false, true]);
    expect(model.element.paused).toBe(true);
    expect(page.asked).toEqual([{ positionS: place, exact: true }]);
    expect(model.heard).toEqual([`seeking ${place.toFixed(1)}`, `seeked ${place.toFixed(1)}`]);
  });

  test('where it reaches, by the element alone', async () => {
    video.currentTime = 700;
    await model.time.run(1_000);
    expect([video.currentTime, page.asked]).toEqual([700, []]);
  });

  test('a stream in which nothing can be sought is asked for at the very place', async () => {
    page.seekable = false;
    video.currentTime = 300;
    await model.time.run(3_000);
    expect(page.asked).toEqual([{ positionS: 300, exact: false }]);
    expect(video.currentTime).toBeCloseTo(300, 0);
  });

  test('goes on from there if it is played meanwhile', async () => {
    video.currentTime = 300;
    await model.time.run(500);
    void video.play();
    await model.time.run(3_000);
    expect([video.paused, video.seeking]).toEqual([false, false]);
    expect(video.currentTime).toBeGreaterThan(301);
    expect(model.heardKinds).toContain('play');
  });

  test('a page that sends nothing is asked three times, and again once it has sent something', async () => {
    page.answers = false;
    for (let i = 1; i <= 5; i++) {
      video.currentTime = 300 + i;
      await model.time.run(i * 20_000);
    }
    expect(page.asked.map(({ positionS }) => positionS)).toEqual([301, 302, 303]);
    expect([video.currentTime, video.seeking]).toEqual([630, false]);
    page.fetchFrom(650);
    await model.time.run(102_000);
    video.currentTime = 300;
    expect(page.asked).toHaveLength(4);
  });
});
