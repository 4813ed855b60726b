import { describe, expect, test } from 'vitest';
import type { PlayerEvent } from '../../../../lib/core/player/player-view';
import { firefoxFacts } from '../../../../lib/media/player/browser-facts';
import { type PlayerListeners, takePlayer } from '../../../../lib/media/player/player';
import type { Surroundings } from '../../../../lib/media/player/surroundings';
import { chromium, firefox, type VideoQuirks } from '../../../helpers/model-quirks';
import { ModelVideo } from '../../../helpers/model-video';
import { VirtualMachine } from '../../../helpers/virtual-machine';
import { seeded } from '../../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../../helpers/virtual-time';

const TRUE = { offsetMs: 0, skewPpm: 0, wallOffsetMs: 0, clockRunsAsleep: true };

/** A video in charge, and what is heard of it. */
function taken(
  quirks: VideoQuirks = chromium,
  Video = ModelVideo,
  soundLateMs = () => 0,
  around: Partial<Surroundings> = {},
) {
  const time = new VirtualTime();
  const video = new Video(time, new VirtualMachine(time, TRUE), seeded(1), quirks);
  const heard: [PlayerEvent, boolean][] = [];
  const listeners: PlayerListeners = {
    event: (event: PlayerEvent, echo: boolean) => heard.push([event, echo]),
    prompt: () => {},
    around: {
      hiddenSince: () => undefined,
      userActive: () => false,
      focus: () => undefined,
      isFloating: () => false,
      facts: video.facts,
      soundLateMs,
      ...around,
    },
  };
  const life = new AbortController();
  return { time, video, heard, life, player: takePlayer(video, trueScheduler(time), listeners, life.signal) };
}

/** In the middle of the film, playing, after nudges. */
async function nudged({ times = 1, quirks = chromium } = {}) {
  const all = taken(quirks);
  const { time, video, player } = all;
  await time.run(time.now + 1_000);
  player.carryOut({ type: 'play' });
  for (let i = 0; i < times; i++) {
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1.02, nudge: 'resampled' });
    expect(video.preservesPitch).toBe(false);
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1 });
  }
  await time.run(time.now + 1_000);
  return all;
}

test('PL-1: what a player shows is of one moment, whatever it shows a moment later', async () => {
  const { time, video, player } = taken();
  await time.run(1_000);
  const view = player.view();
  const then = { ...view };
  video.by('person', (on) => {
    on.currentTime = 300;
    on.playbackRate = 1.5;
    on.muted = true;
    void on.play();
  });
  await time.run(3_000);
  expect(view).toEqual(then);
  expect(player.view()).toMatchObject({ paused: false, rate: 1.5, muted: true });
  expect(player.view().position).toBeGreaterThan(300);
});

test('PL-2: the event of each of our writes is known for an echo, and that of a person’s is not', async () => {
  const { time, video, heard, player } = taken();
  await time.run(1_000);
  const told = async (act: () => void) => {
    heard.length = 0;
    act();
    await time.run(time.now + 1_000);
    return heard.filter(([event]) => ['play', 'pause', 'seeking', 'ratechange'].includes(event));
  };
  expect(await told(() => player.carryOut({ type: 'play' }))).toEqual([['play', true]]);
  expect(await told(() => player.carryOut({ type: 'seek', position: 300 }))).toEqual([['seeking', true]]);
  expect(await told(() => player.carryOut({ type: 'rate', rate: 1.5 }))).toEqual([['ratechange', true]]);
  expect(await told(() => player.carryOut({ type: 'pause' }))).toEqual([['pause', true]]);
  expect(await told(() => video.by('person', (on) => void on.play()))).toEqual([['play', false]]);
  expect(await told(() => video.by('person', (on) => on.pause()))).toEqual([['pause', false]]);
});

test.each([
  [false, 500],
  [true, undefined],
])('IN-24: in a hidden tab, floating over all windows: %s', (floats, hiddenSince) => {
  const around = { hiddenSince: () => 500, isFloating: () => floats };
  expect(taken(chromium, ModelVideo, () => 0, around).player.view().hiddenSince).toBe(hiddenSince);
});

test('LV-12: what a stream has no more is not sought; where that lands is an echo, and nobody’s press', async () => {
  const { time, video, heard, player } = taken({ ...chromium, durationS: Number.POSITIVE_INFINITY });
  await time.run(1_000);
  const start = video.seekable.start(0);
  expect(player.view().seekableStart).toBe(start);
  player.carryOut({ type: 'seek', position: start - 20 });
  expect(video.writes.filter(({ what }) => what === 'seek').map(({ value }) => value)).toEqual([start]);
  await time.run(3_000);
  expect(video.truePosition).toBeCloseTo(start, 3);
  expect(heard.filter(([event]) => event === 'seeking' || event === 'seeked')).toEqual([
    ['seeking', true],
    ['seeked', true],
  ]);
});

test('CO-7: the page hears of rates that are the room’s, and not of nudges', async () => {
  const { time, video, heard, player } = taken();
  const byPage: number[] = [];
  video.addEventListener('ratechange', () => byPage.push(video.playbackRate));
  await time.run(1_000);
  player.carryOut({ type: 'rate', rate: 0.99, nudge: 'resampled' });
  await time.run(1_500);
  expect(video.playbackRate).toBe(0.99);
  expect(byPage).toEqual([]);
  player.carryOut({ type: 'rate', rate: 1.25 });
  await time.run(2_000);
  expect(byPage).toEqual([1.25]);
  expect(heard.filter(([event]) => event === 'ratechange')).toEqual([
    ['ratechange', true],
    ['ratechange', true],
  ]);
});

test('PL-6: a rate that was chosen a moment before a nudge’s end is heard, and not written over', async () => {
  const { time, video, heard, player } = taken();
  await time.run(1_000);
  player.carryOut({ type: 'rate', rate: 0.99, nudge: 'resampled' });
  await time.run(1_500);
  video.playbackRate = 1.25;
  player.carryOut({ type: 'rate', rate: 1 });
  await time.run(2_000);
  expect(video.playbackRate).toBe(1.25);
  expect(player.view().rate).toBe(1.25);
  expect(heard.filter(([event]) => event === 'ratechange')).toEqual([
    ['ratechange', true],
    ['ratechange', false],
  ]);
  // At that rate it is heard.
  expect(video.preservesPitch).toBe(true);
});

test('PL-6: a rate that was chosen a moment before a nudge begins is heard, and no nudge', async () => {
  const { time, video, heard, player } = taken();
  await time.run(1_000);
  video.playbackRate = 1.25;
  player.carryOut({ type: 'rate', rate: 0.99, nudge: 'resampled' });
  expect(video.preservesPitch).toBe(true);
  await time.run(2_000);
  expect(video.playbackRate).toBe(1.25);
  expect(heard.filter(([event]) => event === 'ratechange')).toEqual([['ratechange', false]]);
  // Heard of since: the room may have its own way.
  player.carryOut({ type: 'rate', rate: 1 });
  expect(video.playbackRate).toBe(1);
});

/** A player whose page moves it by buttons that jump: a seek lands where these come nearest. */
class ButtonVideo extends ModelVideo {
  static readonly STEP_S = 10;

  override get currentTime(): number {
    return super.currentTime;
  }
  override set currentTime(position: number) {
    const { STEP_S } = ButtonVideo;
    super.currentTime = this.truePosition + Math.round((position - this.truePosition) / STEP_S) * STEP_S;
  }
}

test('EC-2: a seek that lands elsewhere than it was aimed is an echo still', async () => {
  const { time, video, heard, player } = taken(chromium, ButtonVideo);
  await time.run(1_000);
  player.carryOut({ type: 'seek', position: 43 });
  await time.run(2_000);
  expect(video.truePosition).toBe(40);
  player.carryOut({ type: 'seek', position: 1e6 });
  await time.run(3_000);
  expect(video.truePosition).toBe(chromium.durationS);
  expect(heard.filter(([event]) => event === 'seeking' || event === 'seeked')).toEqual([
    ['seeking', true],
    ['seeked', true],
    ['seeking', true],
    ['seeked', true],
  ]);
});

test('EC-2: one that begins late is an echo by where it was aimed, and a jump back meanwhile is not', async () => {
  const { time, video, heard, player } = taken({ ...chromium, lateSeekMs: [500, 600] });
  await time.run(1_000);
  player.carryOut({ type: 'seek', position: 43 });
  await time.run(3_000);
  expect(video.truePosition).toBe(43);
  expect(heard).toContainEqual(['seeking', true]);
  player.carryOut({ type: 'seek', position: 100 });
  video.dispatchEvent(new Event('seeking'));
  expect(heard.at(-1)).toEqual(['seeking', false]);
});

describe('PL-4, EC-3: a start that the browser refuses', () => {
  test.each([
    ['even muted', 'NotAllowedError'],
    ['for want of a source it can play', 'NotSupportedError'],
  ])('%s leaves no echo behind: a press on play right after it is the person’s', async (_, name) => {
    const { time, video, heard, player } = taken();
    await time.run(1_000);
    const { play } = video;
    video.play = () => Promise.reject(Object.assign(new Error('no'), { name }));
    player.carryOut({ type: 'play' });
    await time.run(1_100);
    video.play = play;
    video.by('person', (on) => void on.play());
    await time.run(2_000);
    expect(heard.filter(([event]) => event === 'play')).toEqual([['play', false]]);
  });

  test('with sound, and allows muted, is an echo', async () => {
    const { time, video, heard, player } = taken({ ...chromium, autoplay: 'muted' });
    await time.run(1_000);
    player.carryOut({ type: 'play' });
    await time.run(2_000);
    expect([video.paused, video.muted]).toEqual([false, true]);
    expect(heard.filter(([event]) => event === 'play')).toEqual([['play', true]]);
  });

  test('and one that a pause comes in between of has had its event', async () => {
    const { time, heard, player } = taken();
    await time.run(1_000);
    player.carryOut({ type: 'play' });
    player.carryOut({ type: 'pause' });
    await time.run(2_000);
    expect(heard.filter(([event]) => event === 'play' || event === 'pause')).toEqual([
      ['play', true],
      ['pause', true],
    ]);
  });
});

test.each([2 ** 30, 2 ** 32])(
  'LV-1, LV-2: a length of %d s is a stream’s, and shows no edge',
  async (shownDurationS) => {
    const { time, video, player } = taken({ ...chromium, shownDurationS });
    await time.run(1_000);
    Object.defineProperty(video, 'seekable', { value: { length: 1, start: () => 0, end: () => shownDurationS } });
    expect(player.view()).toMatchObject({ duration: Number.POSITIVE_INFINITY, seekableEnd: Number.NaN });
  },
);

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])('PL-3: a place of %d s is none', (shown) => {
  const { video, player } = taken();
  Object.defineProperty(video, 'currentTime', { value: shown });
  expect(player.view().position).toBe(0);
});

test('LV-2: the edge of a stream that counts from 1970 is one', async () => {
  const { time, video, player } = taken({ ...chromium, durationS: Number.POSITIVE_INFINITY });
  await time.run(1_000);
  Object.defineProperty(video, 'currentTime', { value: 1_790_000_000 });
  Object.defineProperty(video, 'seekable', { value: { length: 1, start: () => 0, end: () => 1_790_000_012 } });
  expect(player.view().seekableEnd).toBe(1_790_000_012);
});

describe('PL-5: the pitch that a nudge has switched off', () => {
  test.each([
    ['Chromium', chromium],
    ['Firefox', firefox],
  ])(
    'stays off at the rate 1, so that nothing of the sound is lost, however many nudges there are: %s',
    async (_, quirks) => {
      const { video, player } = await nudged({ times: 10, quirks });
      expect(video.preservesPitch).toBe(false);
      expect(video.soundAheadS).toBe(0);
      expect(player.view().rate).toBe(1);
      expect(video.playbackRate).toBeCloseTo(1, 4);
    },
  );

  test('is still off after a pause, which empties nothing', async () => {
    const { time, video, player } = await nudged();
    player.carryOut({ type: 'pause' });
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1.1, nudge: 'as-it-is' });
    player.carryOut({ type: 'play' });
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1 });
    expect(video.preservesPitch).toBe(false);
    expect(video.soundAheadS).toBe(0);
  });

  test.each<[string, (all: Awaited<ReturnType<typeof nudged>>) => void]>([
    ['seek of ours', ({ player }) => player.carryOut({ type: 'seek', position: 500 })],
    ['seek of somebody’s', ({ video }) => video.by('person', () => Object.assign(video, { currentTime: 500 }))],
    ['load', ({ video }) => video.reload(100, () => {})],
  ])('is given back with a %s, by which nothing of the sound is lost', async (_, happens) => {
    for (const quirks of [chromium, firefox]) {
      const all = await nudged({ quirks });
      happens(all);
      await all.time.run(all.time.now + 2_000);
      expect(all.video.preservesPitch).toBe(true);
      expect(all.video.playbackRate).toBe(1);
      expect(all.video.soundAheadS).toBe(0);
    }
  });

  test.each<[string, (all: Awaited<ReturnType<typeof nudged>>) => void]>([
    ['the room plays at another rate', ({ player }) => player.carryOut({ type: 'rate', rate: 1.25 })],
    ['somebody chooses another', ({ video }) => video.by('person', () => Object.assign(video, { playbackRate: 1.25 }))],
    ['a nudge is to keep it', ({ player }) => player.carryOut({ type: 'rate', rate: 1.05, nudge: 'stretched' })],
    ['the player is let alone', ({ player }) => player.carryOut({ type: 'own-pitch' })],
    ['the player is let go of', ({ life }) => life.abort()],
  ])('is given back where %s', async (_, happens) => {
    for (const quirks of [chromium, firefox]) {
      const all = await nudged({ quirks });
      const rates = [1, 1.25, 1.05];
      happens(all);
      await all.time.run(all.time.now + 100);
      expect(all.video.preservesPitch).toBe(true);
      expect(rates).toContain(all.video.playbackRate);
    }
  });

  test.each(['as-it-is', 'stretched'] as const)(
    'goes on in Firefox after a nudge that keeps the pitch too: %s',
    async (nudge) => {
      const { time, video, player } = taken(firefox);
      await time.run(1_000);
      player.carryOut({ type: 'rate', rate: 1.1, nudge });
      player.carryOut({ type: 'play' });
      await time.run(2_000);
      player.carryOut({ type: 'rate', rate: 1 });
      await time.run(3_000);
      expect([video.playbackRate, player.view().rate, video.preservesPitch]).toEqual([firefoxFacts.restRate, 1, true]);
      expect(video.soundAheadS).toBe(0);
      player.carryOut({ type: 'rate', rate: 1.25 });
      player.carryOut({ type: 'rate', rate: 1 });
      expect(video.playbackRate).toBe(1);
    },
  );

  test('leaves the page a rate of which it hears nothing, neither as it begins nor as it ends', async () => {
    const { time, video, player, heard } = await nudged({ quirks: firefox });
    const byPage: number[] = [];
    video.addEventListener('ratechange', () => byPage.push(video.playbackRate));
    player.carryOut({ type: 'rate', rate: 1.02, nudge: 'resampled' });
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1 });
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'seek', position: 500 });
    await time.run(time.now + 1_000);
    expect(byPage).toEqual([]);
    expect(heard.filter(([event, echo]) => event === 'ratechange' && !echo)).toEqual([]);
    for (const rate of [1.25, 1]) {
      player.carryOut({ type: 'rate', rate });
      await time.run(time.now + 1_000);
    }
    expect(byPage).toEqual([1.25, 1]);
  });

  test('stays off for good where the page had it so', async () => {
    const { time, video, player, life } = taken();
    video.preservesPitch = false;
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1.02, nudge: 'resampled' });
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1 });
    player.carryOut({ type: 'seek', position: 500 });
    await time.run(time.now + 1_000);
    life.abort();
    expect(video.preservesPitch).toBe(false);
  });

  test('is on again where the page has switched it on meanwhile, also after the next nudge', async () => {
    const { time, video, player } = taken();
    video.preservesPitch = false;
    await time.run(time.now + 1_000);
    player.carryOut({ type: 'rate', rate: 1.02, nudge: 'resampled' });
    video.preservesPitch = true;
    player.carryOut({ type: 'rate', rate: 1.01, nudge: 'resampled' });
    expect(video.preservesPitch).toBe(false);
    player.carryOut({ type: 'own-pitch' });
    expect(video.preservesPitch).toBe(true);
  });
});

describe('PL-9: the place of a player that says where it is only now and then', () => {
  test('is on average where it is while it plays, and exact at rest', async () => {
    const { time, video, player } = taken(firefox);
    await time.run(1_000);
    player.carryOut({ type: 'seek', position: 100 });
    await time.run(2_000);
    expect(player.view().position).toBe(100);
    player.carryOut({ type: 'play' });
    await time.run(3_000);
    let sum = 0;
    const looks = 400;
    for (let i = 0; i < looks; i++) {
      await time.run(time.now + 7);
      sum += player.view().position - video.truePosition;
    }
    expect(Math.abs(sum / looks)).toBeLessThan(0.001);
    player.carryOut({ type: 'pause' });
    await time.run(time.now + 500);
    expect(player.view().position).toBe(video.currentTime);
  });

  test('is where it stands until it moves', async () => {
    const { time, player } = taken(firefox);
    await time.run(1_000);
    player.carryOut({ type: 'play' });
    expect(player.view().position).toBe(0);
  });
});

describe('PL-10: the place of a player whose sound is late', () => {
  /** Plays in the middle of the film. */
  const late = async (lateMs: () => number, quirks = chromium) => {
    const all = taken(quirks, ModelVideo, lateMs);
    await all.time.run(1_000);
    all.player.carryOut({ type: 'seek', position: 100 });
    all.player.carryOut({ type: 'play' });
    await all.time.run(3_000);
    return all;
  };
  const behindMs = ({ player, video }: Awaited<ReturnType<typeof late>>) =>
    (video.truePosition - player.view().position) * 1_000;

  test('is where its sound is, at whatever rate', async () => {
    const all = await late(() => 200);
    expect(behindMs(all)).toBeCloseTo(200, 6);
    all.player.carryOut({ type: 'rate', rate: 2 });
    await all.time.run(all.time.now + 100);
    expect(behindMs(all)).toBeCloseTo(400, 6);
    all.player.carryOut({ type: 'pause' });
    expect(behindMs(all)).toBe(0);
  });

  test('is never before the beginning', async () => {
    const { time, player } = taken(chromium, ModelVideo, () => 500);
    await time.run(1_000);
    player.carryOut({ type: 'play' });
    await time.run(1_300);
    expect(player.view()).toMatchObject({ position: 0, paused: false });
  });

  test.each<[string, object, object]>([
    ['is muted', { muted: true }, { muted: false }],
    ['has the volume 0', { volume: 0 }, { volume: 0.5 }],
  ])('PL-11: is where its picture is while it %s, and either is said', async (_, silent, aloud) => {
    const all = await late(() => 200);
    const said = () => all.heard.filter(([event]) => event === 'sound');
    const change = (how: object) => {
      Object.assign(all.video, how);
      all.video.dispatchEvent(new Event('volumechange'));
    };
    change(silent);
    expect(behindMs(all)).toBe(0);
    expect(said()).toEqual([['sound', true]]);
    change(silent);
    expect(said()).toHaveLength(1);
    change(aloud);
    expect(behindMs(all)).toBeCloseTo(200, 6);
    expect(said()).toHaveLength(2);
  });

  test.each([{ mozHasAudio: false }, { webkitAudioDecodedByteCount: 0 }])(
    'PL-11: is where its picture is where the film has no sound, as the browser knows: %j',
    async (how) => {
      const all = await late(() => 200);
      Object.assign(all.video, how);
      expect(behindMs(all)).toBe(0);
    },
  );

  test('nothing is said of sound where it is not late', async () => {
    const all = await late(() => 0);
    all.video.muted = true;
    all.video.dispatchEvent(new Event('volumechange'));
    expect(all.heard.filter(([event]) => event === 'sound')).toEqual([]);
  });
});
