import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FilmQuestion, FollowMode, WatchPage } from '../../../lib/core/film/follow';
import type { Media, Page } from '../../../lib/core/film/media';
import type { RoomFacts } from '../../../lib/core/room/facts';
import type { RoomOrder } from '../../../lib/core/room/order';
import { ownClock } from '../../../lib/core/time/clock';
import { Follow } from '../../../lib/room/follow';
import type { Room } from '../../../lib/room/room';
import type { HostPowers } from '../../../lib/room/seat';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const SITE = 'https://a.example/';
const page = (path: string, site = SITE): Page => ({
  key: `${site.slice(8)}${path}`,
  url: `${site}${path}`,
  title: path,
});
const order = (leads: boolean): RoomOrder => ({
  leads,
  canControl: true,
  driver: '',
  playback: { position: 0, rate: 1, paused: false, at: 0 },
  epoch: 1,
  revision: 1,
  change: 1,
  ack: 0,
  together: false,
  waiting: [],
});

/** One member's side: its tab, and a room that the test moves about. */
class Side {
  readonly time = new VirtualTime();
  readonly gone: string[] = [];
  /** What each move may lead on to. */
  readonly also: (string | undefined)[] = [];
  /** What the site's file says of an address: by default it knows all of its pages. */
  watchPage: (url: string) => WatchPage = (url) => ({ key: url.slice('https://'.length) });
  asked: (FilmQuestion | undefined)[] = [];
  mode: FollowMode = 'always';
  facts: Pick<RoomFacts, 'host' | 'members' | 'film' | 'media' | 'playback'> = {
    host: 'ann',
    members: [{ id: 'ann', name: 'Ann', state: 'in-sync' }],
    film: 0,
    media: undefined,
    playback: { position: 0, rate: 1, paused: false, at: 0 },
  };
  readonly setMedia = vi.fn((media: Media) => {
    this.facts = { ...this.facts, media };
  });
  readonly startFilm = vi.fn<HostPowers['startFilm']>();
  alone = false;
  private loads = 0;
  private film: Parameters<Follow['update']>[0];
  readonly follow: Follow;

  constructor(private readonly leads: boolean) {
    this.follow = new Follow({
      scheduler: trueScheduler(this.time),
      mode: () => this.mode,
      isAlone: () => this.alone,
      room: () => this as unknown as Room,
      watchPage: (url) => this.watchPage(url),
      go: (url, also) => {
        this.gone.push(url);
        this.also.push(also);
      },
      ask: (question) => this.asked.push(question),
      changed: () => this.look(),
    });
  }
  get powers() {
    return this.leads ? { setMedia: this.setMedia, startFilm: this.startFilm } : undefined;
  }
  clock = () => ownClock;

  look() {
    this.follow.update(this.film);
  }
  /** The tab shows this page, and it loads its film. */
  show(shown: Page, durationS?: number) {
    this.follow.page(shown);
    this.load(durationS);
  }
  load(durationS?: number) {
    const load = ++this.loads;
    this.film = { id: `1.${load}`, load, ready: durationS !== undefined, ...(durationS ? { durationS } : {}) };
    this.look();
  }
  /** The tab is between two pages. */
  leave() {
    this.film = undefined;
    this.follow.page(undefined);
  }
  /** The room watches this. */
  room(film: number, media: Media, playback = { position: 0, rate: 1, paused: false, at: this.time.now }) {
    this.facts = { ...this.facts, film, media, playback };
    this.look();
  }
  async wait(forMs: number) {
    for (const end = this.time.now + forMs; this.time.now < end; ) {
      // The clock is read once a second, and all is looked at then.
      await this.time.run(Math.min(end, this.time.now + 1_000));
      this.look();
    }
  }
  get isDriven() {
    return this.follow.limitToFilm(order(this.leads)).playback !== undefined;
  }
}

const ONE: Media = { ...page('one'), durationS: 1_300 };
const TWO: Media = { ...page('two'), durationS: 1_400 };

describe('a guest', () => {
  let guest: Side;
  beforeEach(() => {
    guest = new Side(false);
    guest.room(0, ONE);
    guest.show(page('one'), 1_300);
  });

  it('CU-4: knows both lengths, of the same film alone', () => {
    guest.load(1_312);
    expect(guest.follow.lengths).toEqual({ own: 1_312, host: 1_300 });
    guest.mode = 'never';
    guest.room(1, TWO);
    expect(guest.follow.lengths.own).toBeUndefined();
  });

  it('MK-1: is driven on the same film only', () => {
    expect(guest.isDriven).toBe(true);
    guest.mode = 'never';
    guest.room(1, TWO);
    expect(guest.isDriven).toBe(false);
    expect(guest.follow.memberState('no-video')).toBe('other-video');
    expect(guest.gone).toEqual([]);
    expect(guest.asked).toEqual([]);
    expect(guest.follow.question).toEqual({ who: 'Ann', title: 'two', site: 'a.example', here: true, left: false });
  });

  it('FO-1: goes along, once', async () => {
    guest.room(1, TWO);
    expect(guest.gone).toEqual([TWO.url]);
    guest.look();
    // The page there turns out to be another, as sites do that want a login first.
    guest.show(page('login'));
    await guest.wait(30_000);
    expect(guest.gone).toHaveLength(1);
    expect(guest.follow.question).toMatchObject({ here: false, left: true });
  });

  it('FO-12: is told where it is being taken, until the page there has had its time', async () => {
    expect(guest.follow.taking).toBeUndefined();
    guest.room(1, TWO);
    expect(guest.follow.taking).toBe('two');
    guest.leave();
    guest.look();
    expect(guest.follow.taking).toBe('two');
    guest.show(page('two'), 1_400);
    expect(guest.follow.taking).toBeUndefined();
    guest.room(2, { ...page('three'), title: '' });
    expect(guest.follow.taking).toBe('a.example');
    guest.show(page('login'));
    await guest.wait(12_000);
    expect(guest.follow.taking).toBeUndefined();
    expect(guest.follow.question).toBeDefined();
  });

  it('FO-12: is told so before, while its page may go on by itself, and of nothing where it is asked or alone', async () => {
    guest.room(0, ONE, { position: 1_295, rate: 1, paused: false, at: guest.time.now });
    await guest.wait(4_000);
    guest.room(1, TWO);
    expect([guest.gone, guest.follow.taking]).toEqual([[], 'two']);
    guest.mode = 'ask';
    guest.look();
    expect(guest.follow.taking).toBeUndefined();
    guest.mode = 'always';
    guest.look();
    guest.alone = true;
    guest.look();
    expect(guest.follow.taking).toBeUndefined();
  });

  it('FO-11: is told that it has gone, where it has, and not the host', async () => {
    guest.show(page('elsewhere'), 1_000);
    await guest.wait(10_000);
    expect(guest.follow.question).toMatchObject({ title: 'one', left: true });
    guest.mode = 'ask';
    guest.room(1, TWO);
    expect(guest.follow.question).toMatchObject({ title: 'two', left: false });
  });

  it('FV-12: takes the video that the host has chosen, where it watches the same, with the others, as a guest', () => {
    const video = { frame: SITE, path: 'video:2' };
    guest.room(0, { ...ONE, video });
    expect(guest.follow.preferred).toEqual(video);
    guest.alone = true;
    expect(guest.follow.preferred).toBeUndefined();
    guest.alone = false;
    guest.mode = 'never';
    guest.room(1, { ...TWO, video });
    expect(guest.follow.preferred).toBeUndefined();
  });

  it('FV-12: a host takes nobody’s', () => {
    const host = new Side(true);
    host.show(page('one'), 1_400);
    host.facts = { ...host.facts, media: { ...ONE, video: { frame: SITE, path: 'video:2' } } };
    expect(host.follow.preferred).toBeUndefined();
  });

  it('FO-1: is asked, and answers', () => {
    guest.mode = 'ask';
    guest.room(1, TWO);
    expect(guest.asked).toHaveLength(1);
    guest.follow.answer('stay');
    expect(guest.asked.at(-1)).toBeUndefined();
    expect(guest.follow.question).toBeDefined();
    guest.follow.answer('go');
    expect(guest.gone).toEqual([TWO.url]);
    guest.show(page('two'), 1_400);
    expect(guest.follow.question).toBeUndefined();
    expect(guest.isDriven).toBe(true);
    // An answer to no question.
    guest.follow.answer('go');
    expect(guest.gone).toHaveLength(1);
  });

  it('MK-5: knows better', () => {
    guest.show(page('dubbed'), 1_290);
    expect(guest.isDriven).toBe(false);
    guest.follow.answer('same');
    expect(guest.isDriven).toBe(true);
    expect(guest.follow.memberState('in-sync')).toBe('in-sync');
    // For this pair only.
    guest.show(page('other'), 1_290);
    expect(guest.isDriven).toBe(false);
  });

  it('FO-1: that wandered off is asked, not taken back', async () => {
    guest.show(page('elsewhere'), 600);
    await guest.wait(20_000);
    expect(guest.gone).toEqual([]);
    expect(guest.asked).toHaveLength(1);
  });

  it('FO-2: is asked before another site', () => {
    guest.room(1, { ...page('x', 'https://b.example/'), durationS: 77 });
    expect(guest.gone).toEqual([]);
    expect(guest.asked).toEqual([{ who: 'Ann', title: 'x', site: 'b.example', here: true, left: false }]);
  });

  const elsewhere = (title: string): Media => ({ ...page('x', 'https://b.example/'), title, durationS: 1_310 });

  it('MK-6, FO-2: is asked before another site’s film of the same length, where the host has moved', () => {
    guest.room(1, elsewhere('Another'));
    expect(guest.isDriven).toBe(false);
    expect(guest.asked).toEqual([{ who: 'Ann', title: 'Another', site: 'b.example', here: true, left: false }]);
  });

  it('MK-2: joins a room by the length of its film on another site, and is not asked', () => {
    const joiner = new Side(false);
    joiner.show(page('dubbed'), 1_300);
    joiner.room(3, elsewhere('Another'));
    expect(joiner.isDriven).toBe(true);
    // It finds the next film itself.
    joiner.room(4, { ...elsewhere('The next'), durationS: 2_000 });
    expect(joiner.isDriven).toBe(false);
    joiner.show(page('next-one'), 2_001);
    expect(joiner.isDriven).toBe(true);
    expect(joiner.asked.at(-1)).toBeUndefined();
  });

  it('FO-5, MK-2: whose mirror goes on by itself a little earlier is at the room’s next film', async () => {
    const mirror = new Side(false);
    mirror.show(page('mirror'), 1_300);
    mirror.room(0, elsewhere('One'), { position: 1_295, rate: 1, paused: false, at: mirror.time.now });
    await mirror.wait(5_000);
    mirror.show(page('mirror-two'), 1_400);
    await mirror.wait(2_000);
    mirror.room(1, { ...elsewhere('Two'), durationS: 1_405 });
    expect(mirror.isDriven).toBe(true);
  });

  const episode = (number: number): Media => ({
    key: `a.example/episodes?ep=${number}`,
    url: `${SITE}episodes?ep=${number}`,
    title: `Episode ${number}`,
    durationS: 90,
  });

  it('MK-8: goes on to the next episode, as long as the last, where its page was slower than the room', async () => {
    guest.room(1, episode(2));
    guest.leave();
    await guest.wait(3_000);
    guest.room(2, episode(3));
    guest.show(episode(2), 90);
    await guest.wait(5_000);
    expect(guest.gone).toEqual([episode(2).url, episode(3).url]);
    expect(guest.isDriven).toBe(false);
    guest.show(episode(3), 90);
    expect(guest.isDriven).toBe(true);
  });

  it('MK-8: takes a mere query of a page that the room never had for the same file', () => {
    guest.room(1, episode(2));
    guest.show({ ...episode(2), key: 'a.example/episodes?session=7' }, 90);
    expect(guest.isDriven).toBe(true);
  });

  it('MK-8: forgets which films the room has left long ago, however many a host names', () => {
    for (let film = 1; film <= 100; film++) guest.room(film, episode(film));
    guest.show(episode(1), 90);
    expect(guest.isDriven).toBe(true);
    guest.show(episode(99), 90);
    expect(guest.isDriven).toBe(false);
  });

  it('FO-6: is taken to no page that shows no film, though the host says so', async () => {
    guest.watchPage = () => 'none';
    guest.room(1, { ...page('logout'), key: 'a.example/two', title: 'Two', durationS: 1_400 });
    await guest.wait(10_000);
    expect([guest.gone, guest.asked.length]).toEqual([[], 1]);
  });

  it('FO-6: is taken nowhere before a film has been there', async () => {
    const visitor = new Side(false);
    visitor.room(1, TWO);
    visitor.follow.page(page('menu'));
    await visitor.wait(10_000);
    expect(visitor.gone).toEqual([]);
    expect(visitor.asked).toEqual([{ who: 'Ann', title: 'two', site: 'a.example', here: false, left: false }]);
  });

  describe('FO-7: on a site of which nothing is known', () => {
    const THREE: Media = { ...page('three'), durationS: 1_500 };
    beforeEach(() => {
      guest.watchPage = () => undefined;
      guest.room(1, TWO);
    });

    it('is asked once, and then goes along', () => {
      expect([guest.gone, guest.asked.length]).toEqual([[], 1]);
      guest.follow.answer('go');
      guest.show(page('two'), 1_400);
      guest.time.now += 60_000;
      guest.room(2, THREE);
      expect(guest.gone).toEqual([TWO.url, THREE.url]);
    });

    it('is asked once, and then stays, until it goes by the popup', () => {
      guest.follow.answer('stay');
      guest.room(2, THREE);
      expect([guest.gone, guest.asked.filter(Boolean).length]).toEqual([[], 1]);
      expect(guest.follow.question).toMatchObject({ title: 'three' });
      guest.follow.answer('go');
      guest.show(page('three'), 1_500);
      guest.time.now += 60_000;
      guest.room(3, TWO);
      expect(guest.gone).toEqual([THREE.url, TWO.url]);
    });

    it('is asked again where that was the answer of who is asked each time', () => {
      guest.mode = 'ask';
      guest.follow.answer('go');
      guest.show(page('two'), 1_400);
      guest.mode = 'always';
      guest.room(2, THREE);
      expect(guest.gone).toEqual([TWO.url]);
    });
  });

  describe('FO-8: taken to a page that leads on to another site', () => {
    beforeEach(() => {
      guest.room(1, TWO);
      guest.leave();
      guest.follow.strayed('https://evil.example/x');
      guest.show(page('one'), 1_300);
    });

    it('is asked, with that site’s name, and goes nowhere unasked any more', async () => {
      expect(guest.asked.at(-1)).toEqual({ who: 'Ann', title: 'two', site: 'evil.example', here: true, left: false });
      guest.room(2, { ...page('three'), durationS: 1_500 });
      await guest.wait(10_000);
      expect([guest.gone, guest.asked.at(-1)?.site]).toEqual([[TWO.url], 'a.example']);
    });

    it('goes there by its own press', () => {
      guest.follow.answer('go');
      expect([guest.gone, guest.also]).toEqual([
        [TWO.url, TWO.url],
        [undefined, 'https://evil.example/x'],
      ]);
    });

    it('stays', () => {
      guest.follow.answer('stay');
      expect([guest.asked.at(-1), guest.gone.length]).toEqual([undefined, 1]);
    });
  });

  it('FO-8: nothing strays from a room that watches nothing', () => {
    const alone = new Side(false);
    alone.follow.strayed('https://evil.example/');
    alone.show(page('one'), 1_300);
    expect(alone.asked).toEqual([]);
  });

  it('FO-4: is not shaken about by a hostile host', async () => {
    for (let film = 1; film < 200; film++) {
      guest.room(film, { ...page(`x${film}`), durationS: 77 });
      await guest.wait(200);
    }
    expect(guest.gone.length).toBeLessThanOrEqual(5);
    expect(guest.asked.length).toBeGreaterThan(0);
  });

  it('FO-9: whose site goes on by itself is left to it', async () => {
    guest.room(0, ONE, { position: 1_295, rate: 1, paused: false, at: guest.time.now });
    await guest.wait(4_000);
    guest.room(1, TWO);
    await guest.wait(2_000);
    guest.show(page('two'), 1_400);
    expect(guest.isDriven).toBe(true);
    await guest.wait(20_000);
    expect([guest.gone, guest.asked]).toEqual([[], []]);
  });

  it('FO-9: whose site goes on first is not asked', async () => {
    guest.room(0, ONE, { position: 1_295, rate: 1, paused: false, at: guest.time.now });
    await guest.wait(4_000);
    guest.show(page('two'), 1_400);
    expect(guest.isDriven).toBe(false);
    await guest.wait(6_000);
    guest.room(1, TWO);
    expect(guest.isDriven).toBe(true);
    expect([guest.gone, guest.asked]).toEqual([[], []]);
  });

  it('FO-5: is not taken back to the last film’s beginning where the next is on the same page', async () => {
    guest.room(0, ONE, { position: 1_299, rate: 1, paused: false, at: guest.time.now });
    guest.room(1, { ...ONE, durationS: 1_400 });
    expect(guest.isDriven).toBe(false);
    await guest.wait(3_000);
    guest.load(1_400);
    expect(guest.isDriven).toBe(true);
    expect([guest.gone, guest.asked]).toEqual([[], []]);
  });

  it('FO-5: comes to a film that runs out, and is shown its end', () => {
    const late = new Side(false);
    late.room(0, ONE, { position: 1_299, rate: 1, paused: false, at: late.time.now });
    late.show(page('one'));
    expect(late.isDriven).toBe(true);
    late.load(1_300);
    expect(late.isDriven).toBe(true);
    // What is loaded from now on may be the next.
    late.load();
    expect(late.isDriven).toBe(false);
  });

  it('is told of no more once the room is over', async () => {
    guest.mode = 'ask';
    guest.room(1, TWO);
    guest.follow.close();
    expect(guest.asked.at(-1)).toBeUndefined();
  });
});

describe('a host', () => {
  let host: Side;
  const start = { id: 1, cause: 'start', playback: { position: 0, rate: 1, paused: false, at: 0 } } as const;
  beforeEach(() => {
    host = new Side(true);
    host.show(page('one'), 1_300);
  });

  it('says what it watches, and better titles not too often', async () => {
    expect(host.setMedia).toHaveBeenCalledExactlyOnceWith(ONE);
    for (let i = 0; i < 30; i++) {
      host.follow.page({ ...page('one'), title: `one (${i})` });
      await host.wait(100);
    }
    await host.wait(3_000);
    expect(host.setMedia.mock.calls.length).toBeLessThanOrEqual(4);
    expect(host.facts.media?.title).toBe('one (29)');
  });

  it('RO-5: begins another film as its player stands, and not before its length is known', () => {
    host.show(page('two'));
    const held = host.follow.limitToFilm(order(true));
    expect(held).toMatchObject({ suspended: true });
    expect(held.playback).toBeUndefined();
    expect(host.follow.begins(host as unknown as Room, start)).toBe(false);
    host.show(page('two'), 1_400);
    const open = host.follow.limitToFilm(order(true));
    expect(open.suspended ?? open.playback).toBeUndefined();
    expect(host.follow.begins(host as unknown as Room, { ...start, cause: 'play' })).toBe(false);
    expect(host.follow.begins(host as unknown as Room, start)).toBe(true);
    expect(host.startFilm).toHaveBeenCalledExactlyOnceWith(TWO, start);
  });

  it.each([
    ['another site with a film of the same length', { ...page('x', 'https://b.example/'), title: 'Another' }],
    ['another query with a film of the same length', { ...page('one?ep=2'), title: 'one' }],
  ])('MK-6: begins another film on %s', (_, shown) => {
    host.show(shown, 1_300);
    expect(host.follow.begins(host as unknown as Room, start)).toBe(true);
    expect(host.startFilm).toHaveBeenCalledExactlyOnceWith({ ...shown, durationS: 1_300 }, start);
  });

  it('MK-6: goes on with the same film where another site has one of its title and length', async () => {
    const mirror = { ...page('x', 'https://b.example/'), title: 'one' };
    await host.wait(5_000);
    host.show(mirror, 1_301);
    expect(host.follow.begins(host as unknown as Room, start)).toBe(false);
    expect(host.isDriven).toBe(true);
    expect(host.facts.media).toEqual({ ...mirror, durationS: 1_301 });
  });

  it('MK-7: tells the address that its page puts right, and begins nothing', async () => {
    host.follow.page(page('one/right'));
    await host.wait(4_000);
    expect(host.facts.media?.key).toBe('a.example/one');
    await host.wait(2_000);
    expect([host.facts.film, host.facts.media?.key]).toEqual([0, 'a.example/one/right']);
    expect(host.isDriven).toBe(true);
    expect(host.follow.begins(host as unknown as Room, start)).toBe(false);
  });

  it('FO-1: is moved by nobody, asked nothing, and never “watching something else”', async () => {
    host.show(page('two'), 1_400);
    await host.wait(30_000);
    expect([host.gone, host.asked]).toEqual([[], []]);
    expect(host.follow.memberState('paused')).toBe('paused');
  });

  it('MK-7: looks again after what it told was taken badly', async () => {
    host.setMedia.mockImplementationOnce(() => {
      throw new Error('the room was just closed');
    });
    host.follow.page(page('one/right'));
    await expect(host.wait(6_000)).rejects.toThrow('the room was just closed');
    host.look();
    // It tells no oftener than in five seconds.
    await host.wait(6_000);
    expect(host.facts.media?.key).toBe('a.example/one/right');
  });

  it('RO-2: leaves the film’s page, and comes back to the same playback', () => {
    host.leave();
    expect(host.follow.limitToFilm(order(true))).toMatchObject({ suspended: true });
    host.show(page('one'), 1_300);
    expect(host.isDriven).toBe(true);
    expect(host.startFilm).not.toHaveBeenCalled();
  });

  it('FO-5: begins the next film of the same page where the last has run out, but no advertisement', () => {
    host.facts = { ...host.facts, playback: { position: 700, rate: 1, paused: true, at: 0 } };
    host.load(30);
    expect(host.isDriven).toBe(true);
    host.facts = { ...host.facts, playback: { position: 1_299, rate: 1, paused: true, at: 0 } };
    host.load();
    expect(host.isDriven).toBe(false);
    host.load(1_400);
    expect(host.follow.begins(host as unknown as Room, start)).toBe(true);
  });
});
