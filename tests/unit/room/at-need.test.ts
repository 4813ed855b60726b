import { beforeEach, describe, expect, test } from 'vitest';
import { Backoff } from '../../../lib/room/backoff';
import { Doorway } from '../../../lib/room/doorway';
import type { HostLinks } from '../../../lib/room/links/link';
import { endpoint } from '../../../lib/transport/endpoint';
import type { Transport } from '../../../lib/transport/transport';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';
import { names, Person, Place } from './people';

let place: Place;
beforeEach(() => {
  place = new Place();
});

const somebody = (name: string) => new Person(place, name, 2, true);

describe('TR-27: a way that is used at need', () => {
  test('is not touched where it is not needed', async () => {
    const [ann, ben] = [somebody('Ann'), somebody('Ben')];
    ann.open(true);
    await place.wait(1_000);
    ben.open(false);
    await place.wait(60_000);
    expect(names(ben)).toEqual(['Ann', 'Ben']);
    expect([ann.tries[1], ben.tries[1]]).toEqual([0, 0]);
  });

  test.each([
    ['where nobody is introduced any more, at once', 'server-unreachable', 'server-unreachable', 1_000],
    ['where the host alone is cut off from who introduces', 'server-unreachable', undefined, 10_000],
    ['by who has no WebRTC', 'webrtc-disabled', 'webrtc-disabled', 1_000],
  ] as const)('is met on %s', async (_, host, guest, withinMs) => {
    const [ann, ben] = [somebody('Ann'), somebody('Ben')];
    [ann.blocked, ben.blocked] = [host, guest];
    ann.open(true);
    await place.wait(1_000);
    const opening = ben.open(false);
    await place.wait(withinMs);
    await opening;
    expect(names(ann)).toEqual(['Ann', 'Ben']);
  });

  test('TR-28: is dialled beside rounds that fail', async () => {
    const [ann, ben] = [somebody('Ann'), somebody('Ben')];
    ben.blocked = 'server-unreachable';
    ann.open(true);
    await place.wait(1_000);
    const opening = ben.open(false);
    await place.wait(4_000);
    ann.blocked = 'server-unreachable';
    place.networks[0]?.signalling(false);
    await place.wait(6_000);
    await opening;
    expect(names(ann)).toEqual(['Ann', 'Ben']);
  });

  test('TR-28: a guest that finds nobody on any is told so within eleven seconds', async () => {
    const ben = somebody('Ben');
    ben.blocked = 'server-unreachable';
    const opening = ben.open(false).then(
      () => 'in',
      ({ problem }) => problem,
    );
    await place.wait(11_000);
    expect(await Promise.race([opening, 'waits'])).toBe('server-unreachable');
  });
});

describe('TR-9: a head start', () => {
  test('is over once the better way has failed', async () => {
    const [ann, ben] = [new Person(place, 'Ann', 2), new Person(place, 'Ben', 2)];
    ann.open(true);
    await place.wait(1_000);
    ben.blocked = 'server-unreachable';
    ben.open(false);
    await place.wait(50);
    expect(ben.tries[1]).toBe(1);
  });
});

describe('TR-31: a member on a worse way', () => {
  test('changes to a better one when there is one, and nothing is noticed', async () => {
    const [ann, ben] = [new Person(place, 'Ann', 2), new Person(place, 'Ben', 2)];
    ann.blocked = ben.blocked = 'server-unreachable';
    ann.open(true);
    await place.wait(1_000);
    ben.open(false);
    await place.wait(1_000);
    ben.play(100);
    ann.blocked = ben.blocked = undefined;
    await place.wait(90_000);
    expect(ben.position).toBeCloseTo(ann.position ?? 0, 2);
    for (const person of [ann, ben]) person.everywhere((network, end) => network.kill(end), 1);
    for (let second = 0; second < 20; second++) {
      await place.wait(1_000);
      expect(ben.room?.connection).toBe('open');
      expect(names(ann)).toEqual(['Ann', 'Ben']);
    }
    expect(ann.toasts).toEqual(['Ben joined']);
  });

  test('stays where no better one leads there, and tries about once a minute', async () => {
    const [ann, ben] = [new Person(place, 'Ann', 2), new Person(place, 'Ben', 2)];
    ben.blocked = 'no-path';
    ann.open(true);
    await place.wait(1_000);
    ben.open(false);
    await place.wait(1_000);
    const before = ben.tries[0] ?? 0;
    await place.wait(300_000);
    const tries = (ben.tries[0] ?? 0) - before;
    expect(tries).toBeGreaterThanOrEqual(4);
    expect(tries).toBeLessThanOrEqual(7);
    expect(ben.room?.connection).toBe('open');
    ben.room?.close();
    await place.wait(200_000);
    expect((ben.tries[0] ?? 0) - before).toBe(tries);
  });

  test('a member on the best way looks for no other', async () => {
    const [ann, ben] = [new Person(place, 'Ann', 2), new Person(place, 'Ben', 2)];
    ann.open(true);
    await place.wait(1_000);
    ben.open(false);
    await place.wait(1_000);
    const before = [...ben.tries];
    await place.wait(300_000);
    expect(ben.tries).toEqual(before);
  });
});

describe('TR-27: a host', () => {
  const time = new VirtualTime();
  const scheduler = trueScheduler(time);

  /** @param first opens the way that is always used */
  function doorway(first: () => Promise<Transport>) {
    const opened: string[] = [];
    const way = (name: string) => ({ name, startsAfterMs: 0, open: () => Promise.reject(new Error('not asked')) });
    const links: HostLinks = { onGuest: () => () => {}, publish: () => {}, close: async () => {} };
    const door = new Doorway(
      {
        ways: [way('always'), { ...way('at-need'), atNeed: true }],
        scheduler,
        open: async ({ name }) => {
          opened.push(name);
          return name === 'always' ? first() : transport().transport;
        },
        voice: { key: 'key', say: () => {} },
        links: () => links,
        backoff: () => new Backoff(scheduler, [60_000], () => 0),
      },
      { guest: () => {}, changed: () => {} },
    );
    return { door, opened };
  }

  function transport() {
    const here = endpoint();
    let unreached = () => {};
    const made: Transport = {
      self: 'host',
      ...here.listen,
      onUnreached(listener) {
        unreached = listener;
        return () => {};
      },
      send: () => {},
      disconnect: () => {},
      close: () => here.setStatus({ state: 'closed', reason: 'aborted' }),
    };
    return { transport: made, here, unreached: () => unreached() };
  }

  test('opens it for who has no path by another', async () => {
    const { transport: first, unreached } = transport();
    const { door, opened } = doorway(async () => first);
    await door.opened();
    await time.run(time.now + 10_000);
    expect(opened).toEqual(['always']);
    unreached();
    unreached();
    expect(opened).toEqual(['always', 'at-need']);
  });

  test('opens it when it has not been introduced for two seconds', async () => {
    const { transport: first, here } = transport();
    const { door, opened } = doorway(async () => first);
    await door.opened();
    here.setStatus({ state: 'signalling-lost' });
    await time.run(time.now + 1_900);
    expect(opened).toEqual(['always']);
    await time.run(time.now + 200);
    expect(opened).toEqual(['always', 'at-need']);
    expect(door.state).toBe('open');
  });

  test('does not open it for a gap that is over by then', async () => {
    const { transport: first, here } = transport();
    const { door, opened } = doorway(async () => first);
    await door.opened();
    here.setStatus({ state: 'signalling-lost' });
    await time.run(time.now + 1_000);
    here.setStatus({ state: 'open' });
    await time.run(time.now + 10_000);
    expect(opened).toEqual(['always']);
  });

  test('does not wait for a server that hangs', async () => {
    const { door, opened } = doorway(() => new Promise(() => {}));
    const opening = door.opened();
    await time.run(time.now + 2_100);
    await opening;
    expect(opened).toEqual(['always', 'at-need']);
  });

  test('opens nothing any more once it is closed', async () => {
    const { transport: first, unreached } = transport();
    const { door, opened } = doorway(async () => first);
    await door.opened();
    await door.close();
    unreached();
    await time.run(time.now + 10_000);
    expect(opened).toEqual(['always']);
  });
});
