import { describe, expect, test } from 'vitest';
import type { PlayerView } from '../../../../lib/core/player/player-view';
import type { RoomOrder } from '../../../../lib/core/room/order';
import type { SyncEffect } from '../../../../lib/core/sync/step-io';
import { LIVE_BASE_S } from '../../../../lib/core/time/playback';
import { Desk, words } from '../../../helpers/model-desk';
import { LiveDesk } from '../../../helpers/model-live-desk';

/** In step in a live room, 10 s behind the edge. */
function watching(more: Partial<RoomOrder> = {}): LiveDesk {
  const desk = new LiveDesk();
  desk.look();
  desk.live(10, more as never);
  desk.pass(12_000);
  return desk;
}

describe('LV-3, LV-14: the distance from the edge is what is kept', () => {
  test('nothing is done within what one edge is read to', () => {
    const desk = watching();
    desk.behind += 0.4;
    expect(desk.pass(20_000)).toEqual([]);
    expect(desk.report).toMatchObject({ state: 'in-sync' });
  });

  test('LV-13: the host lays the room through where it has come to be', () => {
    const desk = watching({ leads: true });
    desk.behind += 1.3;
    expect(desk.pass(5_000)).toEqual([]);
    const { anchor } = desk.report ?? {};
    expect(anchor).toMatchObject({ live: true, paused: false, rate: 1 });
    const behind = LIVE_BASE_S + (anchor?.at ?? 0) / 1000 - (anchor?.position ?? 0);
    expect(Math.abs(behind - 11.3)).toBeLessThan(0.3);
    desk.behind += 1;
    expect(words(desk.pass(5_000))).toEqual(['rate']);
  });

  test('LV-13: the host that has run dry is followed further, until somebody jumps', () => {
    for (const jumps of [false, true]) {
      const desk = watching({ leads: true });
      desk.behind += 2.6;
      desk.look({ readyState: 2 });
      if (jumps) desk.live(10.5, { change: 2, revision: 2 });
      const effects = desk.pass(5_000, { readyState: 4 });
      const { anchor } = desk.report ?? {};
      expect(words(effects)).toEqual(jumps ? ['seek'] : []);
      expect(anchor === undefined).toBe(jumps);
      if (anchor) expect(LIVE_BASE_S + anchor.at / 1000 - anchor.position).toBeCloseTo(12.6, 0);
    }
  });

  test('LV-13: but no further than a nudge reaches, and not where it has not played yet', () => {
    const far = watching({ leads: true });
    far.behind += 4.8;
    far.look({ readyState: 2 });
    expect(words(far.pass(5_000, { readyState: 4 }))).toEqual(['seek']);
    const loaded = watching({ leads: true });
    loaded.player('emptied', { readyState: 0 });
    loaded.behind += 2.6;
    loaded.look({ readyState: 2 });
    expect(words(loaded.pass(12_000, { readyState: 4 }))).toEqual(['rate']);
    expect(loaded.report?.anchor).toBeUndefined();
  });

  test('nor to where nobody can be sought any more (LV-15)', () => {
    const desk = watching({ leads: true });
    desk.windowS = 60;
    desk.behind = 58;
    desk.live(58, { leads: true, change: 2, revision: 2 });
    desk.pass(12_000);
    desk.behind += 3.4;
    desk.look({ readyState: 2 });
    // Out of the window by 1.4 s it is followed still: less is made good by a nudge.
    expect(words(desk.pass(5_000, { readyState: 4 }))).toEqual([]);
    expect(desk.report?.anchor).toBeDefined();
    desk.live(61.4, { leads: true });
    desk.behind += 2.8;
    desk.look({ readyState: 2 });
    const seek = desk.pass(5_000, { readyState: 4 }).find((effect) => effect.type === 'seek');
    expect(seek?.position).toBeCloseTo(desk.edge - 60, -1);
    // It is where the window begins then, and the room is laid through it.
    desk.behind = 59.9;
    desk.pass(5_000);
    const { anchor } = desk.report ?? {};
    expect(LIVE_BASE_S + (anchor?.at ?? 0) / 1000 - (anchor?.position ?? 0)).toBeCloseTo(60, 0);
  });

  test('a host brings a room back that has come to lie beyond the edge', () => {
    const desk = watching({ leads: true });
    desk.behind = 1.2;
    desk.live(-2, { leads: true, change: 2, revision: 2 });
    desk.pass(5_000);
    const { anchor } = desk.report ?? {};
    expect(LIVE_BASE_S + (anchor?.at ?? 0) / 1000 - (anchor?.position ?? 0)).toBeCloseTo(1.2, 0);
  });

  test('LV-13: a host that hurries is not followed', () => {
    const desk = watching({ leads: true });
    desk.view = { ...desk.view, rate: 1.5 };
    desk.behind -= 1;
    desk.look();
    expect(desk.report?.anchor).toBeUndefined();
    const catching = watching({ leads: true });
    catching.view = { ...catching.view, rate: 1.05 };
    catching.behind -= 1;
    catching.pass(1_000);
    expect(catching.report?.anchor).toBeDefined();
  });

  test('LV-12: where the host’s player moves the room far it is followed by a seek, and then less and less often', () => {
    const desk = watching();
    const change = desk.state.order?.change ?? 0;
    desk.live(13, { change });
    expect(words(desk.pass(4_000))).toEqual(['seek']);
    desk.behind = 13;
    desk.live(16, { change });
    expect(words(desk.pass(4_000))).toEqual(['seek']);
    desk.behind = 16;
    desk.live(19, { change });
    expect(words(desk.pass(3_500))).toEqual([]);
    expect(words(desk.pass(5_000))).toEqual(['seek']);
  });

  test('a few seconds are made good by a gentle nudge that ends', () => {
    const desk = watching();
    desk.behind += 3;
    const effects = desk.pass(80_000);
    expect(words(effects)).toEqual(['rate', 'rate']);
    expect(effects[0]).toMatchObject({ rate: 1.05, nudge: 'stretched' });
    expect(effects[1]).toEqual({ type: 'rate', rate: 1 });
    expect(Math.abs(desk.behind - 10)).toBeLessThan(0.5);
  });

  test('ahead as well as behind', () => {
    const desk = watching();
    desk.behind -= 3;
    expect(desk.pass(4_000)[0]).toMatchObject({ rate: 0.95 });
    expect(desk.report).toMatchObject({ state: 'in-sync' });
  });

  test('a nudge is taken back when the room pauses, or the player runs dry', () => {
    for (const end of ['pause', 'dry'] as const) {
      const desk = watching();
      desk.behind += 3;
      desk.pass(3_000);
      const effects = end === 'pause' ? desk.live(10, { playback: { paused: true } }) : desk.look({ readyState: 2 });
      expect(effects).toContainEqual({ type: 'rate', rate: 1 });
    }
  });

  test('a nudge is taken back when somebody jumps out of it', () => {
    const desk = watching();
    desk.behind += 3;
    desk.pass(3_000);
    expect(desk.view.rate).toBe(1.05);
    desk.behind = 60;
    const jump = desk.player('seeking', { position: desk.edge - 60, seeking: true });
    const landing = desk.player('seeked', { seeking: false });
    expect([...jump, ...landing, ...desk.pass(10_000)]).toContainEqual({ type: 'rate', rate: 1 });
  });

  test('right after a press they are sought', () => {
    const desk = watching();
    desk.live(13);
    expect(words(desk.pass(9_000))).toEqual(['seek']);
    const hurried = watching();
    hurried.live(13);
    expect(words(hurried.pass(4_000, { rate: 1.25 }))).toContain('rate');
    const slow = watching();
    slow.live(11);
    expect(words(slow.pass(9_000))).toEqual(['rate']);
  });

  test('a rate that the page sets meanwhile stays', () => {
    const desk = watching();
    desk.behind += 3;
    desk.pass(3_000);
    expect(desk.look({ rate: 1.25 })).toContainEqual({ type: 'rate', rate: 1.25 });
  });

  test('LV-12: far away it is sought, once, and not again before long', () => {
    const desk = watching();
    desk.behind += 30;
    const [seek, ...rest] = desk.pass(1_000);
    expect(seek?.type === 'seek' && Math.abs(seek.position - (desk.edge - 10))).toBeLessThan(1.5);
    expect(rest).toEqual([]);
    desk.behind -= 30;
    expect(desk.pass(20_000)).toEqual([]);
    desk.behind += 30;
    expect(words(desk.pass(5_000))).toEqual(['seek']);
  });

  test('nor to what cannot be sought any more, where that brings it no nearer (LV-15)', () => {
    const desk = watching();
    desk.windowS = 60;
    desk.behind = 59;
    desk.live(65);
    expect(desk.pass(60_000)).toEqual([]);
    expect(desk.report).toMatchObject({ state: 'catching-up' });
    // Half of the way is worth a seek.
    desk.behind = 50;
    expect(words(desk.pass(4_000))).toEqual(['seek']);
  });

  test('LV-16: a person’s own rate is no refusal to be sought', () => {
    const desk = watching();
    desk.behind -= 4.5;
    expect(words(desk.pass(500))).toEqual(['seek']);
    desk.behind = 10;
    desk.pass(250);
    desk.view = { ...desk.view, rate: 2 };
    expect(words(desk.pass(12_000))).toEqual(['seek', 'rate']);
  });

  test('LV-16: nor is it one that a person who may not drive has sought away from there since', () => {
    const desk = watching({ canControl: false });
    desk.behind += 30;
    expect(words(desk.pass(1_000))).toEqual(['seek']);
    desk.behind = 50;
    desk.player('seeking', { position: desk.edge - desk.behind, seeking: true, userActive: true });
    desk.player('seeked', { position: desk.edge - desk.behind, seeking: false });
    expect(words(desk.pass(12_000, { userActive: false }))).toEqual(['seek']);
  });

  test('LV-12: never nearer to the edge than a second', () => {
    const desk = watching();
    desk.live(0.1);
    desk.behind = 30;
    let seek: SyncEffect | undefined;
    // Looked at as it is written: the edge goes on.
    for (let ms = 0; ms < 6_000 && !seek; ms += 250) [seek] = desk.pass(250);
    const nearest = seek?.type === 'seek' ? desk.edge - seek.position : Number.NaN;
    expect(nearest).toBeGreaterThan(0.9);
    expect(nearest).toBeLessThan(2);
  });

  test('LV-12: a player that is far away at a rate of its own is back at rate 1 with the seek', () => {
    const desk = watching();
    desk.view = { ...desk.view, rate: 1.5 };
    desk.behind -= 8;
    expect(words(desk.look())).toEqual(['seek', 'rate']);
  });

  test('a room that moves on meanwhile says nothing of how a player took to being sought', () => {
    const desk = watching();
    desk.live(20);
    expect(words(desk.pass(4_000))).toEqual(['seek']);
    desk.live(60);
    expect(words(desk.pass(4_000))).toEqual(['seek']);
  });

  test('LV-12: a player that refuses to be sought is never sought again', () => {
    const desk = watching();
    desk.behind += 30;
    expect(words(desk.pass(60_000))).toEqual(['seek']);
    expect(desk.report).toMatchObject({ state: 'catching-up' });
    desk.behind = 13;
    expect(words(desk.pass(5_000))).toEqual(['rate']);
  });

  test('with nudging switched off a few seconds are sought, too', () => {
    const desk = watching();
    desk.gentle = false;
    desk.behind += 3;
    expect(words(desk.pass(1_000))).toEqual(['seek']);
  });

  test('a seek under way is waited for, but not for ever', () => {
    const desk = watching();
    desk.behind += 30;
    desk.player('seeking', { seeking: true }, true);
    expect(desk.pass(7_000, { seeking: true })).toEqual([]);
    expect(words(desk.pass(5_000, { seeking: true }))).toContain('seek');
  });
});

describe('LV-4: pressing', () => {
  test('pause and play are shared', () => {
    const desk = watching();
    const [pause] = desk.player('pause', { paused: true });
    expect(pause).toMatchObject({ type: 'intent', cause: 'pause', playback: { live: true, paused: true, rate: 1 } });
    expect(pause?.type === 'intent' && Math.abs(pause.playback.position - desk.place(10))).toBeLessThan(2);
    const after = watching();
    expect(words(after.live(10, { playback: { paused: true } }))).toEqual(['pause']);
    after.pass(60_000, { paused: true });
    expect(after.report).toMatchObject({ state: 'paused' });
    expect(words(after.live(70))).toEqual(['play']);
  });

  test('going back in the stream takes the others along', () => {
    const desk = watching();
    desk.behind = 60;
    const [seek] = desk.player('seeking', { position: desk.edge - 60, seeking: true });
    expect(seek).toMatchObject({ type: 'intent', cause: 'seek' });
  });

  test('but not at rest: what stands falls out of the window', () => {
    const desk = watching();
    desk.live(10, { playback: { paused: true } });
    desk.pass(2_000, { paused: true });
    expect(desk.player('seeking', { position: desk.view.position + 60, seeking: true })).toEqual([]);
  });

  test('nor does what stood there and is gone take the room along as it is played, though somebody has just pressed something', () => {
    const desk = watching();
    desk.live(10, { playback: { paused: true } });
    desk.pass(90_000, { paused: true });
    expect(words(desk.live(20))).toEqual(['play']);
    desk.behind = 60;
    const there = () => ({ position: desk.edge - 60, paused: false, userActive: true });
    expect(desk.player('seeking', { ...there(), seeking: true })).toEqual([]);
    desk.now += 500;
    expect(words(desk.player('seeked', { ...there(), seeking: false }))).not.toContain('intent');
    desk.now += 5_000;
    // A person's own is one all the same.
    expect(words(desk.player('seeking', { ...there(), seeking: true }))).toContain('intent');
  });

  test('a player’s own small jumps and rates are nobody’s press', () => {
    const desk = watching();
    expect(desk.player('seeking', { position: desk.view.position + 0.5 })).toEqual([]);
    expect(desk.player('ratechange', { rate: 1.1 })).toEqual([]);
  });

  test('refused sound, and a pause that may be the site’s', () => {
    const desk = watching();
    expect(desk.look({ paused: true, blocked: true })).toEqual([]);
    expect(desk.report).toMatchObject({ state: 'press-play' });
    const other = watching();
    expect(other.player('pause', { paused: true, readyState: 2 })).toEqual([]);
    expect(other.report).toMatchObject({ state: 'waiting' });
  });

  test('running dry is said', () => {
    const desk = watching();
    desk.look({ readyState: 2 });
    expect(desk.report).toMatchObject({ state: 'waiting' });
  });
});

describe('LV-1: a room of a live stream', () => {
  const fresh = (view: Partial<PlayerView> = {}) => {
    const desk = new LiveDesk();
    desk.look(view);
    desk.run({
      type: 'order',
      order: {
        leads: true,
        canControl: true,
        driver: '',
        together: false,
        waiting: [],
        epoch: 1,
        revision: 1,
        change: 0,
        ack: 0,
      },
    });
    return desk;
  };

  test('begins once the host’s edge is known', () => {
    const desk = fresh();
    const [start] = desk.pass(3_000);
    expect(start).toMatchObject({ type: 'intent', cause: 'start', playback: { live: true, paused: false, rate: 1 } });
    expect(start?.type === 'intent' && start.playback.position - LIVE_BASE_S - start.playback.at / 1000).toBeCloseTo(
      -10,
      0,
    );
  });

  test('begins a little behind an edge that nothing shows', () => {
    const desk = fresh({ seekableEnd: Number.NaN });
    expect(desk.pass(9_000, { seekableEnd: Number.NaN })).toEqual([]);
    const [start] = desk.pass(3_000, { seekableEnd: Number.NaN });
    expect(start?.type === 'intent' && start.playback.position - LIVE_BASE_S - start.playback.at / 1000).toBeCloseTo(
      -10,
      6,
    );
  });

  test('a player without an edge is only played and paused', () => {
    const desk = new LiveDesk();
    desk.look({ seekableEnd: Number.NaN });
    desk.live(300);
    expect(desk.pass(20_000, { seekableEnd: Number.NaN })).toEqual([]);
    expect(words(desk.live(300, { playback: { paused: true } }))).toEqual(['pause']);
  });

  test('LV-5: so is a film in a live room, and a stream in a film’s', () => {
    const film = new Desk();
    film.room({ playback: { position: LIVE_BASE_S, live: true } });
    expect(film.play(10_000, 250)).toEqual([]);
    const stream = new LiveDesk();
    stream.look();
    stream.room({ playback: { position: 20 } });
    expect(stream.pass(20_000)).toEqual([]);
    const [pause] = stream.player('pause', { paused: true });
    expect(pause).toMatchObject({ cause: 'pause' });
    expect(pause?.type === 'intent' && pause.playback.live).toBeUndefined();
  });

  test('what turns out to be a stream at the host turns the room’s places into a stream’s, once', () => {
    const desk = new LiveDesk();
    desk.look();
    desk.room({ leads: true, playback: { position: 20 } });
    const [turn, ...rest] = desk.pass(6_000);
    expect(turn).toMatchObject({ type: 'intent', cause: 'seek', playback: { live: true } });
    expect(rest.length).toBeLessThanOrEqual(2);
    desk.live(10, { leads: true, ack: turn?.type === 'intent' ? turn.id : 0 });
    expect(desk.pass(10_000)).toEqual([]);
  });

  test('the site may say that it is one', () => {
    const desk = new Desk();
    desk.signs = { ad: false, live: true, film: '' };
    desk.room({ playback: { position: 300 } });
    expect(desk.play(5_000, 250)).toEqual([]);
  });

  test('before the room’s time is known nothing is done', () => {
    const desk = new LiveDesk();
    desk.clock = undefined;
    desk.look();
    expect(desk.live(50)).toEqual([]);
    expect(desk.pass(5_000)).toEqual([]);
    const host = new LiveDesk();
    host.clock = undefined;
    host.look();
    expect(host.room({ leads: true, playback: { position: 20 } })).toEqual([]);
    expect(host.pass(5_000)).toEqual([]);
  });

  test('another source is another stream', () => {
    const desk = watching();
    desk.player('emptied', { readyState: 0, duration: Number.NaN, seekableEnd: Number.NaN });
    expect(desk.whole.live.advances).toEqual([]);
  });
});
