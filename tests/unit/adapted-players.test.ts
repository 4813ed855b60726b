import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VideoLike } from '../../lib/media/player';
import { bridgedVideo, type Ways } from '../../lib/media/player-bridged';
import { shiftedVideo } from '../../lib/media/player-shifted';
import { toggledVideo } from '../../lib/media/player-toggled';
import { chromium } from '../helpers/model-quirks';
import { ModelVideo } from '../helpers/model-video';
import { VirtualMachine } from '../helpers/virtual-machine';
import { seeded } from '../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../helpers/virtual-time';

const TRUE = { offsetMs: 0, skewPpm: 0, wallOffsetMs: 0, clockRunsAsleep: true };
const QUIRKS = { ...chromium, loadMs: [10, 10], seekMs: [50, 50], playMs: [2, 2], resumeMs: [2, 2] } as const;

let time: VirtualTime;
let element: ModelVideo;
let heard: string[];

beforeEach(async () => {
  time = new VirtualTime();
  element = new ModelVideo(time, new VirtualMachine(time, TRUE), seeded(1), QUIRKS);
  heard = [];
  await time.run(100);
});

function listen(video: VideoLike): VideoLike {
  for (const type of ['seeking', 'seeked', 'emptied', 'loadedmetadata', 'play', 'pause']) {
    video.addEventListener(type, () => heard.push(`${type} ${video.currentTime.toFixed(1)}`));
  }
  return video;
}

describe('ST-5: a video whose own time begins later than its film', () => {
  let life: AbortController;
  let offset: number;
  let video: VideoLike;
  beforeEach(async () => {
    life = new AbortController();
    offset = 600;
    element.by('site', (film) => {
      film.currentTime = 30;
    });
    await time.run(300);
    const unknown = () => undefined;
    video = listen(shiftedVideo(element, () => offset, unknown, trueScheduler(time), life.signal));
  });
  afterEach(() => life.abort());

  test('tells and takes the time of the film', async () => {
    expect(video.currentTime).toBe(630);
    video.currentTime = 660;
    expect(video.currentTime).toBe(660);
    expect(element.currentTime).toBe(60);
    await time.run(1_000);
    expect(video.seeking).toBe(false);
    expect(video.currentTime).toBe(660);
    expect(heard).toEqual(['seeking 660.0', 'seeked 660.0']);
  });

  test('is as long as its stream only where that is the whole film', () => {
    expect(video.duration).toBeNaN();
    offset = 0;
    expect(video.duration).toBe(5_400);
  });

  test('stays where it is for what lies before its stream', () => {
    video.currentTime = 300;
    expect([video.currentTime, video.seeking, element.currentTime]).toEqual([630, false, 30]);
  });

  test('tells of a seek by the person, for which the server sends another stream', async () => {
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
    expect(heard.map((what) => what.split('.')[0])).toEqual(['play 630', 'seeking 100', 'seeked 100']);
  });

  test('is the element otherwise', async () => {
    void video.play();
    video.playbackRate = 1.5;
    await time.run(400);
    expect(heard).toEqual(['play 630.0']);
    expect(video.paused).toBe(false);
    expect(element.playbackRate).toBe(1.5);
  });
});

describe('ST-6: a video that lands a seek at rest only once it plays', () => {
  const life = new AbortController();
  let wanted: number | undefined;
  let video: VideoLike;

  beforeEach(async () => {
    wanted = undefined;
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
    video = listen(toggledVideo(element, trueScheduler(time), life.signal));
    await time.run(200);
  });

  test('is played until it has landed, and paused: told is a seek, and nothing else', async () => {
    video.currentTime = 60;
    expect([video.currentTime, video.seeking, video.paused]).toEqual([60, true, true]);
    await time.run(1_000);
    expect(element.paused).toBe(true);
    expect(element.currentTime).toBeCloseTo(60, 0);
    expect(video.seeking).toBe(false);
    expect(heard.map((what) => what.split('.')[0])).toEqual(['seeking 60', 'seeked 60']);
  });

  test('goes on from there if it is played meanwhile', async () => {
    video.currentTime = 60;
    void video.play();
    await time.run(1_000);
    expect(element.paused).toBe(false);
    expect(element.currentTime).toBeGreaterThan(60.5);
    expect(heard.map((what) => what.split(' ')[0])).toEqual(['seeking', 'seeked', 'play']);
  });

  test('is paused in the end if it is paused meanwhile', async () => {
    video.currentTime = 60;
    Promise.resolve(video.play()).catch(() => {});
    video.pause();
    await time.run(1_000);
    expect(element.paused).toBe(true);
    expect(heard.map((what) => what.split(' ')[0])).toEqual(['seeking', 'seeked']);
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
    expect(heard.map((what) => what.split(' ')[0])).toEqual(['play', 'seeking', 'seeked', 'pause']);
  });
});

/** A film's time begins 7 s after its element's. */
const LEAD_S = 7;
/** The site's player takes this long to do anything. */
const ACT_MS = 300;

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
    return listen(bridgedVideo(element, ways, trueScheduler(time), life.signal));
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
    expect(heard).toEqual(['seeking 400.0', 'seeked 400.0']);
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
    expect(heard).toEqual(['seeking 50.0', 'seeked 50.0']);
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

  test('is told by the page, and sought by its buttons, where the player does not answer', async () => {
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
    return heard.filter((what) => !what.startsWith('play')).map((what) => what.split('.')[0]);
  };

  test('tells of another stream of the same film as the seek that it is', async () => {
    expect(await reload(700)).toEqual(['seeking 700', 'seeked 700']);
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
    expect(heard).toEqual([]);
  });
});
