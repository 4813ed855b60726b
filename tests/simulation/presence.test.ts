import { beforeEach, describe, expect, test } from 'vitest';
import type { MemberView, RoomView } from '../../lib/core/ports/room-view';
import { ModelTab } from '../helpers/model-tab';
import type { Member } from './member';
import { plain } from './people';
import { portPair } from './port';
import { World } from './world';

/** What is shown of members whose player or page is gone, or who are not heard. */
const FILMS = { one: { durationS: 5_400 }, two: { durationS: 3_000 } };
const SETTLE_MS = 6_000;
/** SPEC ME-1, and the second in which that is noticed and told. */
const UNHEARD_MS = 4_500;

let world: World;
let tabs: Record<'host' | 'guest', ModelTab>;
let people: Record<'host' | 'guest', Member>;

const settle = (forMs = SETTLE_MS) => world.time.run(world.time.now + forMs);
const roomOf = (who: 'host' | 'guest') => {
  const view = people[who].service.view();
  if (view.state !== 'room') throw new Error(`${who} is not in the room`);
  return view;
};
/** How a member is shown to somebody, and whether with a figure. */
function shownTo(viewer: 'host' | 'guest', role: 'host' | 'guest') {
  const { state, driftMs, rttMs } = roomOf(viewer).members.find(
    (member) => member.isHost === (role === 'host'),
  ) as MemberView;
  return { state, drift: driftMs !== undefined, rtt: rttMs !== undefined };
}
function expectShown(role: 'host' | 'guest', state: string, drift: boolean) {
  for (const viewer of ['host', 'guest'] as const) {
    expect([viewer, shownTo(viewer, role)]).toMatchObject([viewer, { state, drift }]);
  }
}
/** Both play in step again, and have been measured: a nudge takes a second or two, in which nobody is. */
async function expectAllMeasured() {
  const measured = () =>
    (['host', 'guest'] as const).every((viewer) =>
      roomOf(viewer).members.every(({ state, driftMs }) => state === 'in-sync' && driftMs !== undefined),
    );
  for (let s = 0; s < 15 && !measured(); s++) await settle(1_000);
  for (const role of ['host', 'guest'] as const) expectShown(role, 'in-sync', true);
}
const lastPointAgeMs = (view: Extract<RoomView, { state: 'room' }>, role: 'host' | 'guest') => {
  const id = view.members.find((member) => member.isHost === (role === 'host'))?.id;
  return Math.min(...(view.drift.find((line) => line.id === id)?.points ?? []).map(({ ageMs }) => ageMs));
};

beforeEach(async () => {
  world = new World(11);
  people = { host: world.add(plain('host')), guest: world.add(plain('guest')) };
  tabs = { host: new ModelTab(people.host, FILMS), guest: new ModelTab(people.guest, FILMS) };
  people.host.service.perform({ type: 'create', tabId: 1, config: { name: 'host' } });
  tabs.host.open('one');
  await settle();
  people.guest.service.perform({
    type: 'join',
    tabId: 1,
    invite: { code: world.code },
    config: { name: 'guest', follow: 'never' },
  });
  tabs.guest.open('one');
  await settle();
  tabs.host.video?.by('person', (video) => void video.play().catch(() => {}));
  await expectAllMeasured();
});

describe.each(['host', 'guest'] as const)('ME-1: the %s', (role) => {
  test('whose page has no video is shown without one, to both, without a figure', async () => {
    tabs[role].open('menu');
    await settle(2_500);
    expectShown(role, 'no-video', false);
    tabs[role].open('one');
    await expectAllMeasured();
  });

  test('whose page is gone is shown without a video', async () => {
    tabs[role].close();
    await settle(1_000);
    expectShown(role, 'no-video', false);
    await settle(30_000);
    expectShown(role, 'no-video', false);
    // ME-2: nor is anything drawn on.
    for (const viewer of ['host', 'guest'] as const) {
      expect(lastPointAgeMs(roomOf(viewer), role)).toBeGreaterThan(29_000);
    }
  });

  test('whose page does not answer is shown away, until it does', async () => {
    tabs[role].frozen = true;
    await settle(UNHEARD_MS);
    expectShown(role, 'away', false);
    tabs[role].frozen = false;
    await expectAllMeasured();
  });
});

test('ME-2: who watches something else, or is being sought, has no figure', async () => {
  tabs.guest.open('two');
  await settle();
  expectShown('guest', 'other-video', false);
  tabs.guest.open('one');
  await settle();
  tabs.guest.video?.stall(20_000);
  people.host.machine.perform(() =>
    tabs.host.video?.by('person', (video) => {
      video.currentTime = 2_000;
    }),
  );
  for (let s = 0; s < 10; s++) {
    await settle(1_000);
    for (const viewer of ['host', 'guest'] as const) {
      const { state, drift } = shownTo(viewer, 'guest');
      if (state !== 'in-sync') expect([viewer, state, drift]).toEqual([viewer, state, false]);
    }
  }
});

test('ME-3: a guest that does not hear the host shows itself as it is, and nobody else’s figures', async () => {
  people.guest.offline(5_500);
  await settle(5_000);
  expect(roomOf('guest').connection).toBe('reconnecting');
  expect(shownTo('guest', 'host')).toEqual({ state: 'away', drift: false, rtt: false });
  expect(shownTo('guest', 'guest').state).toBe('in-sync');
  expect(shownTo('host', 'guest')).toMatchObject({ state: 'away', drift: false });
  await expectAllMeasured();
});

test.each([
  ['in-sync', 1],
  ['ad', 0],
] as const)('RO-10: a member that is “%s” is asked %d times about a skip', async (state, times) => {
  const party = new World(12);
  const [first, second] = [party.add(plain('host')), party.add(plain('guest'))];
  const pageOf = (member: Member) => {
    const [page, place] = portPair(party.time, member.machine, party.random);
    member.service.servePlayer(place, 1);
    page.post({ type: 'candidate', score: 10, short: false, chosen: false });
    return page;
  };
  first.service.perform({ type: 'create', tabId: 1, config: { name: 'host' } });
  await party.time.run(1_000);
  const host = pageOf(first);
  second.service.perform({ type: 'join', tabId: 1, invite: { code: party.code }, config: { name: 'guest' } });
  await party.time.run(2_000);
  const guest = pageOf(second);
  const asked: unknown[] = [];
  guest.onMessage((message) => message.type === 'skip-offer' && message.offer && asked.push(message.offer));
  const playback = { position: 50, rate: 1, paused: false, at: first.clock.now() };
  host.post({ type: 'intent', id: 1, cause: 'start', playback });
  guest.post({ type: 'report', state });
  await party.time.run(3_000);
  host.post({ type: 'skip', to: 100 });
  await party.time.run(4_000);
  expect(asked).toHaveLength(times);
});
