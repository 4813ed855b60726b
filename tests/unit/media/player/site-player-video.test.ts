import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VideoLike } from '../../../../lib/media/player/player';
import { bridgedVideo, type Ways } from '../../../../lib/media/player/site-player-video';
import { ACT_MS, ModelElement } from '../../../helpers/model-element';

let model: ModelElement;
let time: ModelElement['time'];
let element: ModelElement['element'];

beforeEach(async () => {
  model = await ModelElement.loaded();
  ({ time, element } = model);
});

/** A film's time begins 7 s after its element's. */
const LEAD_S = 7;

describe("ST-4: a video that is sought through its site's own player", () => {
  let life: AbortController;
  let answers: boolean;
  let video: VideoLike;
  /** Presses of the page's own buttons, film seconds. */
  let pressed: number[];

  const at = () => element.currentTime - LEAD_S;
  /** As the page's own player seeks. */
  const siteSeeks = (positionS: number) =>
    time.after(ACT_MS, () =>
      element.by('site', (own) => {
        own.currentTime = positionS + LEAD_S;
      }),
    );
  const take = (more: Partial<Ways> = {}) => {
    life?.abort();
    life = new AbortController();
    const ways: Ways = {
      bridge: (seekS) => {
        if (!answers) return undefined;
        if (seekS !== undefined) siteSeeks(seekS);
        return { positionS: Math.max(0, at()), durationS: 5_000 };
      },
      offsetS: () => undefined,
      durationS: () => undefined,
      skip: undefined,
      ...more,
    };
    return model.listen(bridgedVideo(element, ways, model.scheduler, life.signal));
  };
  const buttons: Partial<Ways> = {
    offsetS: () => Math.floor(at()) - element.currentTime,
    durationS: () => 4_999,
    skip: {
      stepS: 10,
      press(direction, times) {
        const step = direction === 'back' ? -10 * times : 10 * times;
        pressed.push(step);
        siteSeeks(at() + step);
        return true;
      },
    },
  };
  const byUs = () => element.writes.filter((write) => write.by === 'lockstep').map((write) => write.what);

  beforeEach(async () => {
    answers = true;
    pressed = [];
    element.by('site', (own) => {
      own.currentTime = 100 + LEAD_S;
    });
    await time.run(300);
    video = take();
  });
  afterEach(() => life.abort());

  test('tells the time and length of the film', () => {
    expect(video.currentTime).toBeCloseTo(100);
    expect(video.duration).toBe(5_000);
  });

  test('is at its target from the moment of the seek, and tells once when it has begun and landed', async () => {
    video.currentTime = 400;
    expect(video.currentTime).toBe(400);
    expect(video.seeking).toBe(true);
    await time.run(320);
    expect(video.seeking).toBe(true);
    await time.run(2_000);
    expect(video.seeking).toBe(false);
    expect(video.currentTime).toBeCloseTo(400);
    expect(model.heard).toEqual(['seeking 400.0', 'seeked 400.0']);
    expect(byUs()).toEqual([]);
  });

  test('lets go of a seek that never lands', async () => {
    video = take({ bridge: () => ({ positionS: 100 }) });
    video.currentTime = 400;
    await time.run(7_000);
    expect(video.seeking).toBe(true);
    await time.run(9_000);
    expect(video.seeking).toBe(false);
    expect(video.currentTime).toBeCloseTo(100);
  });

  test('tells of a seek by the person', async () => {
    siteSeeks(50);
    await time.run(2_000);
    expect(model.heard).toEqual(['seeking 50.0', 'seeked 50.0']);
  });

  test('moves smoothly where its player only says now and then where it is', async () => {
    let said = 100;
    video = take({ bridge: () => ({ positionS: said }) });
    void video.play();
    for (let at = 300; at < 5_300; at += 50) {
      if (at % 250 === 50) said = element.currentTime - LEAD_S;
      await time.run(at);
      if (at > 600) expect(video.currentTime).toBeCloseTo(element.currentTime - LEAD_S, 1);
    }
  });

  test('ST-11: is told by the page, and sought by its buttons, where the player does not answer', async () => {
    answers = false;
    video = take(buttons);
    expect(video.currentTime).toBe(100);
    expect(video.duration).toBe(4_999);
    video.currentTime = 128;
    expect(pressed).toEqual([30]);
    await time.run(2_000);
    expect(video.currentTime).toBe(130);
    video.currentTime = 111;
    await time.run(4_000);
    expect(pressed).toEqual([30, -20]);
    expect(byUs()).toEqual([]);
  });

  test.each([104, 96, 1_000])('presses no button for a seek to %s', (position) => {
    answers = false;
    video = take(buttons);
    video.currentTime = position;
    expect(pressed).toEqual([]);
    expect(video.seeking).toBe(false);
  });

  test('never writes the position of its element, even where nothing else is left', () => {
    answers = false;
    video.currentTime = 400;
    expect(video.seeking).toBe(false);
    expect(byUs()).toEqual([]);
  });

  /** A player that starts another stream, whose clock begins elsewhere. */
  const reload = async (filmS: number, lengthS = 5_000) => {
    let lead = LEAD_S;
    let durationS = 5_000;
    video = take({ bridge: () => ({ positionS: element.currentTime - lead, durationS }) });
    void video.play();
    await time.run(1_000);
    element.readyState = 0;
    element.dispatchEvent(new Event('emptied'));
    lead += 30;
    durationS = lengthS;
    element.by('site', (own) => {
      element.readyState = 1;
      own.currentTime = filmS + lead;
    });
    element.dispatchEvent(new Event('loadedmetadata'));
    await time.run(3_000);
    return model.heard.filter((what) => !what.startsWith('play')).map((what) => what.split('.')[0]);
  };

  test('tells of another stream of the same film as the seek that it is', async () => {
    expect(await reload(700)).toEqual(['seeking 700', 'seeked 700']);
  });

  test.each([
    ['at rest', false],
    ['while it plays', true],
  ])('ST-10: counts as seeking from where its player says so until the other stream is there, %s', async (_, plays) => {
    let lead = LEAD_S;
    let shownS: number | undefined;
    video = take({ bridge: () => ({ positionS: shownS ?? element.currentTime - lead, durationS: 5_000 }) });
    if (plays) void video.play();
    await time.run(1_000);
    shownS = 700;
    expect(video.seeking).toBe(true);
    await time.run(1_300);
    expect(video.seeking).toBe(true);
    element.by('site', (own) =>
      own.reload(50, () => {
        lead = -700;
      }),
    );
    if (plays) element.by('site', (own) => void own.play());
    await time.run(1_320);
    expect(video.seeking).toBe(true);
    shownS = undefined;
    await time.run(2_000);
    expect([video.seeking, video.paused]).toEqual([false, !plays]);
    const told = model.heard.filter((what) => what.startsWith('seek')).map((what) => what.split('.')[0]);
    expect(told).toEqual(['seeking 700', 'seeked 700']);
  });

  test('ST-10: a place that is shown without any seek is one after a while', async () => {
    let shownS = 100;
    video = take({ bridge: () => ({ positionS: shownS }) });
    shownS = 700;
    expect(video.seeking).toBe(true);
    await time.run(2_000);
    expect([video.seeking, video.currentTime, model.heard]).toEqual([false, 700, []]);
  });

  test('says nothing of another stream at the same place', async () => {
    expect(await reload(100.7)).toEqual([]);
  });

  test('tells of another film', async () => {
    const told = await reload(0, 1_300);
    expect(told[0]).toBe('loadedmetadata 0');
  });

  test('is not heard of any more in the end', async () => {
    life.abort();
    siteSeeks(50);
    await time.run(2_000);
    expect(model.heard).toEqual([]);
  });
});
