import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import type { PlayerPort } from '../../../lib/room/player-ports';
import { Players } from '../../../lib/room/players';

/** A frame, as the room service sees it. */
class Frame {
  readonly heard: ToPlayer[] = [];
  say: (message: FromPlayer) => void = () => {};
  leave: () => void = () => {};
  readonly port: PlayerPort = {
    post: (message) => this.heard.push(message),
    onMessage: (listener) => {
      this.say = listener;
    },
    onClose: (listener) => {
      this.leave = listener;
    },
    close: () => {},
  };
  get last() {
    return this.heard.findLast(({ type }) => type === 'choose');
  }
  get active() {
    const last = this.heard.findLast((message) => message.type === 'elected');
    return last?.active === true;
  }
  candidate(score: number, more: { short?: boolean; chosen?: boolean } = {}) {
    this.say({ type: 'candidate', score, short: false, chosen: false, ...more });
  }
}

let players: Players;
let one: Frame;
let other: Frame;
const scheduler = {
  now: () => performance.now(),
  after: (delayMs: number, task: () => void) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  players = new Players(scheduler, () => false, { message: () => {}, elected: () => {}, page: () => {} });
  [one, other] = [new Frame(), new Frame()];
  players.add(one.port, 'films.example');
  players.add(other.port, 'films.example');
  return () => {
    players.close();
    vi.useRealTimers();
  };
});

describe('FV-2: the frame with the best video is elected', () => {
  it('keeps its place until another has been better for 2 s', () => {
    one.candidate(100);
    expect(one.active).toBe(true);
    vi.advanceTimersByTime(500);
    other.candidate(200);
    vi.advanceTimersByTime(1_900);
    expect(one.active).toBe(true);
    vi.advanceTimersByTime(200);
    expect([one.active, other.active]).toEqual([false, true]);
  });

  it('keeps it beside one that is better for a moment, or by little', () => {
    one.candidate(100);
    vi.advanceTimersByTime(500);
    other.candidate(200);
    vi.advanceTimersByTime(1_000);
    other.candidate(140);
    vi.advanceTimersByTime(5_000);
    expect(one.active).toBe(true);
  });

  it('has it at once where the page has only just begun', () => {
    one.candidate(100);
    vi.advanceTimersByTime(400);
    other.candidate(200);
    expect(other.active).toBe(true);
  });

  it('keeps it while it swaps its player', () => {
    one.candidate(100);
    other.candidate(10);
    vi.advanceTimersByTime(500);
    one.candidate(0);
    vi.advanceTimersByTime(1_000);
    one.candidate(100);
    vi.advanceTimersByTime(5_000);
    expect(one.active).toBe(true);
  });

  it('loses it to no ad, and at once when it is gone', () => {
    one.candidate(100);
    other.candidate(1_000, { short: true });
    vi.advanceTimersByTime(5_000);
    expect(one.active).toBe(true);
    one.leave();
    expect(other.active).toBe(true);
  });

  it('loses it at once to what the person chose', () => {
    one.candidate(100);
    other.candidate(1, { chosen: true });
    expect([one.active, other.active]).toEqual([false, true]);
  });
});

describe('CO-14: a frame whose timers are held up is looked in at', () => {
  const ticks = ({ heard }: Frame) => heard.filter(({ type }) => type === 'tick').length;

  it('once, when it last asked for it', () => {
    one.candidate(100);
    for (const inMs of [20, 30, 40]) one.say({ type: 'wake', inMs });
    vi.advanceTimersByTime(39);
    expect(ticks(one)).toBe(0);
    vi.advanceTimersByTime(1);
    expect(ticks(one)).toBe(1);
    vi.advanceTimersByTime(500);
    expect(ticks(one)).toBe(1);
  });

  it('only while it is the one', () => {
    one.candidate(100);
    one.say({ type: 'wake', inMs: 20 });
    other.say({ type: 'wake', inMs: 10 });
    one.leave();
    vi.advanceTimersByTime(50);
    expect([ticks(one), ticks(other)]).toEqual([0, 0]);
  });

  it('no more once the room is over', () => {
    one.candidate(100);
    one.say({ type: 'wake', inMs: 20 });
    players.close();
    vi.advanceTimersByTime(50);
    expect(ticks(one)).toBe(0);
  });
});

describe('FV-12: whose choice it is', () => {
  const video = { frame: 'https://films.example/', path: 'video:2' };
  const film = { load: 1, ready: true, durationS: 90 };
  const led = ({ heard }: Frame) => heard.filter(({ type }) => type === 'prefer');

  it('the person’s own is told with the film of that frame, and with no other', () => {
    one.candidate(100);
    one.say({ type: 'film', ...film });
    expect(players.film?.video).toBeUndefined();
    one.say({ type: 'chosen', video });
    expect(players.film).toMatchObject({ ...film, video });
    other.say({ type: 'film', ...film });
    other.candidate(1, { chosen: true });
    expect(players.film?.video).toBeUndefined();
  });

  it('the host’s is handed to all frames once, and to each that comes', () => {
    players.prefer(undefined);
    expect(led(one)).toEqual([]);
    players.prefer(video);
    players.prefer({ ...video });
    const late = new Frame();
    players.add(late.port);
    for (const frame of [one, other, late]) expect(led(frame)).toEqual([{ type: 'prefer', video }]);
    players.prefer({ ...video, path: 'video:3' });
    expect(led(one)).toHaveLength(2);
  });
});

describe('FV-7: the person chooses over all frames', () => {
  const begin = () => {
    other.candidate(100);
    players.choose();
    one.say({ type: 'choices', count: 2 });
    other.say({ type: 'choices', count: 1, present: 0 });
  };

  it('numbers them through, and begins at the present one', () => {
    begin();
    expect(one.last).toEqual({ type: 'choose', what: 'show', first: 0, total: 3, current: 2 });
    expect(other.last).toEqual({ type: 'choose', what: 'show', first: 2, total: 3, current: 2 });
  });

  it('numbers what the page itself has first, whichever frame spoke up first', () => {
    other.say({ type: 'page', page: { key: 'films', url: 'https://films.example/', title: 'Films' } });
    begin();
    expect(one.last).toMatchObject({ first: 1, total: 3, current: 0 });
    expect(other.last).toMatchObject({ first: 0, total: 3, current: 0 });
  });

  it('goes round by keys from any frame, and takes the current one', () => {
    begin();
    one.say({ type: 'choosing', press: 'next' });
    expect(one.last).toMatchObject({ current: 0 });
    other.say({ type: 'choosing', press: 'previous' });
    one.say({ type: 'choosing', press: 'previous' });
    one.say({ type: 'choosing', press: 'take' });
    expect(one.last).toEqual({ type: 'choose', what: 'end', cancelled: false, own: 1 });
    expect(other.last).toEqual({ type: 'choose', what: 'end', cancelled: false });
  });

  it('takes what was clicked', () => {
    begin();
    one.say({ type: 'choosing', press: 'take', index: 0 });
    expect(one.last).toEqual({ type: 'choose', what: 'end', cancelled: false, own: 0 });
    one.say({ type: 'choosing', press: 'next' });
    expect(one.last).toMatchObject({ what: 'end' });
  });

  it.each([
    ['Escape', () => one.say({ type: 'choosing', press: 'cancel' })],
    [
      'the last frame with a video that goes',
      () => {
        one.leave();
        other.leave();
      },
    ],
    [
      'its page that goes',
      () => {
        one.say({ type: 'page', page: { key: 'films', url: 'https://films.example/', title: 'Films' } });
        one.leave();
      },
    ],
    ['a minute', () => vi.advanceTimersByTime(60_000)],
  ])('is ended by %s, without a choice', (_, end) => {
    const third = new Frame();
    players.add(third.port);
    begin();
    third.say({ type: 'choices', count: 0 });
    end();
    expect(third.last).toEqual({ type: 'choose', what: 'end', cancelled: true });
  });

  it('FV-9: goes on without a frame that goes', () => {
    begin();
    other.leave();
    expect(one.last).toEqual({ type: 'choose', what: 'show', first: 0, total: 2, current: 0 });
    one.say({ type: 'choosing', press: 'take', index: 1 });
    expect(one.last).toMatchObject({ what: 'end', own: 1 });
  });

  it('FV-9: lets in a frame that comes, or answers only then', () => {
    other.candidate(100);
    players.choose();
    other.say({ type: 'choices', count: 2, present: 1 });
    vi.advanceTimersByTime(300);
    expect(other.last).toMatchObject({ first: 0, total: 2, current: 1 });
    one.say({ type: 'choices', count: 1 });
    expect(other.last).toMatchObject({ first: 1, total: 3, current: 2 });
    const third = new Frame();
    players.add(third.port);
    expect(third.last).toEqual({ type: 'choose', what: 'offer' });
    third.say({ type: 'choices', count: 1 });
    third.say({ type: 'choosing', press: 'next' });
    expect(third.last).toMatchObject({ first: 3, total: 4, current: 3 });
  });

  it('FV-9: lets in what a frame finds meanwhile, and goes on where the current one has gone', () => {
    begin();
    one.say({ type: 'choices', count: 3 });
    expect(other.last).toEqual({ type: 'choose', what: 'show', first: 3, total: 4, current: 3 });
    other.say({ type: 'choices', count: 0 });
    expect(one.last).toEqual({ type: 'choose', what: 'show', first: 0, total: 3, current: 0 });
    one.say({ type: 'choices', count: 0 });
    expect(one.last).toEqual({ type: 'choose', what: 'end', cancelled: true });
  });

  it('FV-9: shows the first one there is, however late it answers', () => {
    players.choose();
    vi.advanceTimersByTime(1_000);
    expect(one.last).toMatchObject({ what: 'offer' });
    one.say({ type: 'choices', count: 1 });
    expect(one.last).toMatchObject({ what: 'show', total: 1 });
  });

  it('does not wait for a frame that does not answer, and ends where there is nothing', () => {
    players.choose();
    one.say({ type: 'choices', count: 1 });
    vi.advanceTimersByTime(300);
    expect(one.last).toMatchObject({ what: 'show', total: 1 });
    players.choose();
    for (const frame of [one, other]) frame.say({ type: 'choices', count: 0 });
    expect(one.last).toMatchObject({ what: 'end', cancelled: true });
  });

  it('bounds what a frame says', () => {
    players.choose();
    one.say({ type: 'choices', count: 1e9 });
    other.say({ type: 'choices', count: Number.NaN });
    expect(one.last).toMatchObject({ what: 'end' });
  });
});
