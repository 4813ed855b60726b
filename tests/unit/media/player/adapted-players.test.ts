import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restedVideo } from '../../../../lib/media/player/kept-paused-video';
import { shiftedVideo } from '../../../../lib/media/player/offset-stream-video';
import type { VideoLike } from '../../../../lib/media/player/player';
import { toggledVideo } from '../../../../lib/media/player/seek-by-playing-video';
import { bridgedVideo, type Ways } from '../../../../lib/media/player/site-player-video';
import { standIn } from '../../../../lib/media/player/stand-in';
import { chromium } from '../../../helpers/model-quirks';
import { ModelVideo } from '../../../helpers/model-video';
import { VirtualMachine } from '../../../helpers/virtual-machine';
import { seeded } from '../../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../../helpers/virtual-time';

const TRUE = { offsetMs: 0, skewPpm: 0, wallOffsetMs: 0, clockRunsAsleep: true };
const QUIRKS = { ...chromium, loadMs: [10, 10], seekMs: [50, 50], playMs: [2, 2], resumeMs: [2, 2] } as const;

/** A site's player takes this long to do anything. */
const ACT_MS = 300;

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
    video = listen(
      shiftedVideo(element, { offsetS: () => offset, durationS: unknown }, trueScheduler(time), life.signal),
    );
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

describe('ST-7: places that a stream does not reach are sought by the page, and then exactly', () => {
  let life: AbortController;
  let offset: number;
  let asked: { readonly positionS: number; readonly exact: boolean }[];
  let answers: boolean;
  let seekable: boolean;
  let film: string;
  let video: VideoLike;

  /** The page fetches a stream that begins there, and plays it, whatever was before. */
  const fetchFrom = (positionS: number) => {
    element.by('site', (film) =>
      film.reload(0, () => {
        offset = positionS;
      }),
    );
    element.by('site', (film) => void film.play().catch(() => {}));
  };
  beforeEach(async () => {
    life = new AbortController();
    offset = 600;
    asked = [];
    answers = true;
    seekable = true;
    film = 'one';
    element.by('site', (film) => {
      film.currentTime = 30;
    });
    await time.run(300);
    const slide = (positionS: number, exact: boolean) => {
      asked.push({ positionS, exact });
      if (answers) time.after(ACT_MS, () => fetchFrom(positionS - (exact ? 1.5 : 0)));
      return true;
    };
    const scheduler = trueScheduler(time);
    const shown = standIn(element, {
      get seekable() {
        return { length: seekable ? 1 : 0, start: () => 0, end: () => 400 };
      },
    });
    const shift = { offsetS: () => offset, durationS: () => undefined, slide };
    video = listen(
      shiftedVideo(
        restedVideo(shown, () => film, scheduler, life.signal),
        shift,
        scheduler,
        life.signal,
      ),
    );
  });
  afterEach(() => life.abort());

  test.each([
    ['before its beginning', 300],
    ['past what it has', 1_100],
  ])('%s: at rest all along, and exactly there in the end', async (_, place) => {
    video.currentTime = place;
    expect([video.currentTime, video.seeking, video.paused]).toEqual([place, true, true]);
    await time.run(3_000);
    expect([video.currentTime, video.seeking, video.paused]).toEqual([place, false, true]);
    expect(element.paused).toBe(true);
    expect(asked).toEqual([{ positionS: place, exact: true }]);
    expect(heard).toEqual([`seeking ${place.toFixed(1)}`, `seeked ${place.toFixed(1)}`]);
  });

  test('where it reaches, by the element alone', async () => {
    video.currentTime = 700;
    await time.run(1_000);
    expect([video.currentTime, asked]).toEqual([700, []]);
  });

  test('a stream in which nothing can be sought is asked for at the very place', async () => {
    seekable = false;
    video.currentTime = 300;
    await time.run(3_000);
    expect(asked).toEqual([{ positionS: 300, exact: false }]);
    expect(video.currentTime).toBeCloseTo(300, 0);
  });

  test('goes on from there if it is played meanwhile', async () => {
    video.currentTime = 300;
    await time.run(500);
    void video.play();
    await time.run(3_000);
    expect([video.paused, video.seeking]).toEqual([false, false]);
    expect(video.currentTime).toBeGreaterThan(301);
    expect(heard.map((what) => what.split(' ')[0])).toContain('play');
  });

  test('a page that sends nothing is asked three times, and again once it has sent something', async () => {
    answers = false;
    for (let i = 1; i <= 5; i++) {
      video.currentTime = 300 + i;
      await time.run(i * 20_000);
    }
    expect(asked.map(({ positionS }) => positionS)).toEqual([301, 302, 303]);
    expect([video.currentTime, video.seeking]).toEqual([630, false]);
    fetchFrom(650);
    await time.run(102_000);
    video.currentTime = 300;
    expect(asked).toHaveLength(4);
  });

  test('a seek at rest by the person is told as that: the page plays, and nobody hears of it (ST-8)', async () => {
    fetchFrom(95);
    await time.run(2_000);
    expect(heard.map((what) => what.split(' ')[0])).toEqual(['seeking', 'seeked']);
    expect([element.paused, video.paused]).toEqual([true, true]);
    expect(video.currentTime).toBeCloseTo(95, 0);
  });

  test('another film that is opened at rest is played (ST-8)', async () => {
    element.by('site', (own) =>
      own.reload(20, () => {
        film = 'two';
        offset = 0;
      }),
    );
    element.by('site', (own) => void own.play());
    await time.run(3_000);
    expect([element.paused, video.paused]).toEqual([false, false]);
    expect(heard.map((what) => what.split(' ')[0])).toContain('play');
  });

  test('the next film is played as its page wants it (ST-8)', async () => {
    void video.play();
    await time.run(500);
    element.by('site', (film) => {
      film.currentTime = film.duration - 0.2;
    });
    await time.run(2_000);
    expect(element.ended).toBe(true);
    fetchFrom(0);
    await time.run(3_000);
    expect([element.paused, video.paused]).toEqual([false, false]);
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
    expect(Math.abs(element.currentTime - 60)).toBeLessThan(0.002);
    expect(video.seeking).toBe(false);
    expect(heard.map((what) => what.split('.')[0])).toEqual(['seeking 60', 'seeked 60']);
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
    video = toggledVideo(sticking, trueScheduler(time), life.signal);
    video.currentTime = 60;
    await time.run(1_100);
    expect(video.seeking).toBe(true);
    await time.run(2_000);
    expect([video.seeking, element.paused]).toEqual([false, true]);
    expect(Math.abs(element.currentTime - 60)).toBeLessThan(0.003);
  });

  test('is let go of where nothing helps', async () => {
    const stuck = standIn(element, { seeking: true });
    video = toggledVideo(stuck, trueScheduler(time), life.signal);
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

  test.each([
    ['at rest', false],
    ['while it plays', true],
  ])('counts as seeking from where its player says so until the other stream is there, %s', async (_, plays) => {
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
    const told = heard.filter((what) => what.startsWith('seek')).map((what) => what.split('.')[0]);
    expect(told).toEqual(['seeking 700', 'seeked 700']);
  });

  test('a place that is shown without any seek is one after a while', async () => {
    let shownS = 100;
    video = take({ bridge: () => ({ positionS: shownS }) });
    shownS = 700;
    expect(video.seeking).toBe(true);
    await time.run(2_000);
    expect([video.seeking, video.currentTime, heard]).toEqual([false, 700, []]);
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
