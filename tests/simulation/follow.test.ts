import { beforeEach, describe, expect, test } from 'vitest';
import type { FollowMode } from '../../lib/core/film/follow';
import { type Film, ModelTab, SITE } from '../helpers/model-tab';
import type { Member } from './member';
import { plain } from './people';
import { World } from './world';

/** Two people, each with a tab that goes from page to page; the real room services and drivers. */
const FILMS = {
  one: { durationS: 5_400 },
  two: { durationS: 3_000 },
  three: { durationS: 3_000 },
  // Shaka Player's length for a live stream, and that of Twitch's front page.
  shaka: { durationS: Number.POSITIVE_INFINITY, shownDurationS: 2 ** 32 },
  twitch: { durationS: Number.POSITIVE_INFINITY, shownDurationS: 2 ** 30 },
};
const SETTLE_MS = 6_000;
const TOGETHER_S = 0.02;
const BEGINS_S = 300;

let world: World;
let host: ModelTab;
let guest: ModelTab;
let people: readonly [Member, Member];

/** The room's playback begins with the host's film; a guest comes into it. */
async function party(follow: FollowMode, films: Readonly<Record<string, Film>> = FILMS, path = 'one') {
  world = new World(7);
  people = [world.add(plain('host')), world.add(plain('guest'))];
  [host, guest] = [new ModelTab(people[0], films), new ModelTab(people[1], films)];
  people[1].go = (url) => guest.open(url.slice(SITE.length));
  people[0].go = () => expect.fail('the host was taken somewhere');
  people[0].service.perform({ type: 'create', tabId: 1, config: { name: 'host' } });
  host.open(path);
  await world.time.run(world.time.now + SETTLE_MS);
  people[1].service.perform({
    type: 'join',
    tabId: 1,
    invite: { code: world.code },
    config: { name: 'guest', follow },
  });
  guest.open(path);
  await world.time.run(world.time.now + SETTLE_MS);
  host.video?.by('person', (video) => {
    video.currentTime = BEGINS_S;
  });
  host.video?.by('person', (video) => void video.play().catch(() => {}));
  await settle();
  expectTogether(path, BEGINS_S);
}
const settle = (forMs = SETTLE_MS) => world.time.run(world.time.now + forMs);

/** Both play the same page's film, at one place not long after `from`, s. */
function expectTogether(path: string, from: number) {
  expect([host.path, guest.path]).toEqual([path, path]);
  const [a, b] = [host.video?.truePosition ?? 0, guest.video?.truePosition ?? 0];
  expect(Math.abs(a - b), `${a} and ${b}`).toBeLessThan(TOGETHER_S);
  expect(a).toBeGreaterThanOrEqual(from);
  expect(a).toBeLessThan(from + 40);
  expect([host.video?.paused, guest.video?.paused]).toEqual([false, false]);
}

describe('a guest who goes along', () => {
  beforeEach(() => party('always'));

  test('FO-1, RO-5: to the next page, from its film’s beginning', async () => {
    host.open('two');
    await settle();
    expectTogether('two', 0);
    expect(guest.loads).toBe(2);
  });

  test('FO-1: where the host’s page swaps its film without a load', async () => {
    host.swap('two');
    await settle();
    expectTogether('two', 0);
  });

  test('MK-1: of one length, too, and back again', async () => {
    host.swap('two');
    await settle();
    host.open('three');
    await settle();
    expectTogether('three', 0);
    host.open('one');
    await settle();
    expectTogether('one', 0);
  });

  test('RO-2: not to a page without a film, from which the host comes back into the room', async () => {
    host.open('menu');
    await settle();
    expect(guest.path).toBe('one');
    expect(guest.video?.paused).toBe(false);
    host.open('one');
    await settle();
    expectTogether('one', BEGINS_S + 10);
    expect(guest.loads).toBe(1);
  });

  test('RO-3: its own moves move nobody, and its presses elsewhere nothing', async () => {
    guest.open('two');
    await settle();
    expect(host.path).toBe('one');
    guest.video?.by('person', (video) => video.pause());
    await settle(2_000);
    expect(host.video?.paused).toBe(false);
    expect(guest.video?.paused).toBe(true);
    expect(guest.asked).toBe(true);
    expect(people[0].service.view()).toMatchObject({ members: [{}, { state: 'other-video' }] });
  });

  test.each([-1_500, 0, 1_500])('FO-5: both sites go on by themselves, the guest’s %i ms later', async (laterMs) => {
    host.video?.by('person', (video) => {
      video.currentTime = 5_395;
    });
    // Both have come to the end by then.
    await settle(8_000);
    const last = Math.max(0, laterMs);
    world.time.after(last - laterMs, () => host.open('two'));
    world.time.after(last, () => guest.open('two'));
    await settle(SETTLE_MS + 2_000);
    expectTogether('two', 0);
    expect([guest.loads, guest.asked]).toEqual([2, false]);
  });
});

test('FO-1: a guest who wants to be asked is, and goes by its answer', async () => {
  await party('ask');
  host.open('two');
  await settle();
  expect([guest.path, guest.asked]).toEqual(['one', true]);
  people[1].service.perform({ type: 'answer', answer: 'go' });
  await settle();
  expectTogether('two', 0);
  expect(guest.asked).toBe(false);
});

test('FO-1: a guest who stays may still find the way', async () => {
  await party('never');
  host.open('two');
  await settle();
  expect([guest.path, guest.asked]).toEqual(['one', false]);
  expect(people[1].service.view()).toMatchObject({ question: { who: 'host', title: 'two', site: 'a.example' } });
  people[1].service.perform({ type: 'set-follow', follow: 'always' });
  host.open('three');
  await settle();
  expectTogether('three', 0);
});

test.each(['shaka', 'twitch'])('BAD-3: the length that a %s stream claims parts nobody from the room', async (path) => {
  await party('always');
  const peers = world.peers.size;
  host.open(path);
  await settle(20_000);
  expect([host.path, guest.path]).toEqual([path, path]);
  expect([host.video?.paused, guest.video?.paused]).toEqual([false, false]);
  // Each dial makes a peer of its own.
  expect(world.peers.size).toBe(peers);
  expect(people[1].service.view()).toMatchObject({ state: 'room', members: [{}, {}], connection: 'open' });
});

/** Episodes of one page that have their number in the query. */
const EPISODES = ['?ep=1', '?ep=2', '?ep=3'] as const;
const episodes = (...lengths: readonly number[]): Record<string, Film> =>
  Object.fromEntries(EPISODES.map((path, i) => [path, { durationS: lengths[i] ?? 0 }]));

describe.each([
  ['of other lengths', [600, 400, 500]],
  ['of one length', [600, 600, 600]],
] as const)('MK-6: episodes in the query, %s', (_, lengths) => {
  beforeEach(() => party('always', episodes(...lengths), EPISODES[0]));

  test('the next one, without a load', async () => {
    host.swap(EPISODES[1]);
    await settle(10_000);
    expectTogether(EPISODES[1], 0);
  });

  test('the next one, a few seconds after the page was opened', async () => {
    host.open(EPISODES[0]);
    await settle(3_000);
    host.swap(EPISODES[1]);
    await settle(12_000);
    expectTogether(EPISODES[1], 0);
  });

  test('next and next again three seconds later', async () => {
    host.swap(EPISODES[1]);
    await settle(3_000);
    host.swap(EPISODES[2]);
    await settle(15_000);
    expectTogether(EPISODES[2], 0);
  });

  test('and back', async () => {
    host.swap(EPISODES[1]);
    await settle(10_000);
    host.swap(EPISODES[0]);
    await settle(10_000);
    expectTogether(EPISODES[0], 0);
  });
});

test('MK-2: a guest whose address has another query comes to the same file', async () => {
  await party('always', { 'film?from=ann': { durationS: 600 }, 'film?from=bo': { durationS: 600 } }, 'film?from=ann');
  guest.open('film?from=bo');
  await settle();
  expect([host.path, guest.path, guest.asked]).toEqual(['film?from=ann', 'film?from=bo', false]);
  const [a, b] = [host.video?.truePosition ?? 0, guest.video?.truePosition ?? 0];
  expect(Math.abs(a - b)).toBeLessThan(TOGETHER_S);
});
