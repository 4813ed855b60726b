import { beforeEach, describe, expect, test, vi } from 'vitest';
import { memberIdOf } from '../../../lib/core/room/facts';
import { rosterMessage } from '../../../lib/core/room/host-messages';
import { createHostState, type HostState } from '../../../lib/core/room/host-state';
import { toRemote } from '../../../lib/core/time/clock';
import type { AirMessage } from '../../../lib/core/wire/air';
import { MEMBERS_MAX, type SignedMessage } from '../../../lib/core/wire/protocol';
import { HostAir } from '../../../lib/room/host-air';
import type { Identity, RoomSecrets } from '../../../lib/room/links/link';
import { WatcherSeat } from '../../../lib/room/watcher-seat';
import type { Air, Listening, OnAir } from '../../../lib/transport/transport';
import { plainLinks } from '../../helpers/plain-links';
import { seeded } from '../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const HALF_MS = 10;
/** Lists follow each other no faster. */
const LIST_MS = 300;
const playback: SignedMessage = { kind: 'playback', run: 'run', epoch: 1, revision: 0, change: 0 };

/** A host’s air and those who hear it, over a relay that is nothing but the way there and back. */
class World {
  readonly time = new VirtualTime();
  readonly scheduler = trueScheduler(this.time);
  readonly sealing = plainLinks();
  readonly random = seeded(7);
  readonly said: { message: AirMessage; kept: boolean; at: number }[] = [];
  readonly listeners = new Set<(heard: OnAir) => void>();
  readonly told = { ordered: vi.fn(), changed: vi.fn(), recorded: vi.fn(), ended: vi.fn(), toast: vi.fn() };
  secrets!: RoomSecrets;
  identity!: Identity;
  state!: HostState;
  air!: HostAir;
  isOpen: boolean | undefined;
  isCut = false;
  hear: (message: Uint8Array<ArrayBuffer>) => void = () => {};

  async begin(members = MEMBERS_MAX) {
    this.secrets = await this.sealing.derive('code');
    this.identity = await this.sealing.createIdentity();
    const state = createHostState('run', 1, { id: memberIdOf(this.identity.key), name: 'Ann' });
    this.state = { ...state, playback: { position: 60, rate: 1, paused: true, at: 0 } };
    this.sit(members);
    const seal = this.sealing.air(this.secrets);
    const air: Air = {
      halfMs: HALF_MS,
      open: (isFull) => (this.isOpen = isFull),
      stop: () => (this.isOpen = undefined),
      say: (message) => this.carry(message),
      onHeard: (listener) => {
        this.hear = listener;
        return () => {};
      },
    };
    const voice = {
      key: this.identity.key,
      say: (message: AirMessage, carry: (sealed: Uint8Array<ArrayBuffer>) => void) => {
        const kept = message.host !== undefined;
        this.said.push({ message, kept, at: this.time.now });
        carry(seal.seal(this.identity, message) as Uint8Array<ArrayBuffer>);
      },
    };
    this.air = new HostAir({
      scheduler: this.scheduler,
      state: () => this.state,
      doorway: () => ({ airs: [air], voice }),
      counted: (audience) => (this.state = { ...this.state, audience }),
    });
    this.tellWhoIsHere();
  }

  /** As a host does when somebody comes or goes, and every 5 s. */
  private tellWhoIsHere() {
    this.time.after(LIST_MS, () => this.air.published(rosterMessage(this.state)));
  }

  private carry(message: Uint8Array<ArrayBuffer>) {
    if (this.isCut) return;
    this.time.after(2 * HALF_MS, () => {
      for (const listener of this.listeners) listener({ message, agoMs: 0, kept: false, air: 'air' });
    });
  }

  sit(count: number) {
    const [host] = this.state.members;
    const others = Array.from({ length: count - 1 }, (_, at) => ({
      id: `m${at}`,
      name: `M${at}`,
      state: 'in-sync' as const,
    }));
    this.state = { ...this.state, members: host ? [host, ...others] : others };
    if (this.air) this.tellWhoIsHere();
  }

  press(position: number) {
    const { change, revision } = this.state;
    const next = { position, rate: 1, paused: true, at: this.time.now };
    this.state = { ...this.state, change: change + 1, revision: revision + 1, playback: next };
    this.air.published(playback);
  }

  async watch(forMs = 6_000) {
    const called = vi.fn();
    const listening: Listening = {
      halfMs: HALF_MS,
      onAir: (listener) => this.listeners.add(listener),
      believe: () => {},
      say: (message) => this.time.after(2 * HALF_MS, () => this.hear(message)),
      close: () => {},
    };
    const seat = new WatcherSeat(
      {
        ...{ scheduler: this.scheduler, random: () => this.random.next(), self: 'watcher', name: () => 'Wim', called },
        listen: async () => listening,
        seal: this.sealing.air(this.secrets),
      },
      this.told,
    );
    const opening = seat.open();
    opening.catch(() => {});
    await this.wait(forMs);
    await opening;
    return { seat, called };
  }

  wait(forMs: number) {
    return this.time.run(this.time.now + forMs);
  }

  last() {
    return this.said.at(-1)?.message;
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});

describe('a host on the air (AU-1, AU-6)', () => {
  test('says nothing while there are seats, and begins once there is none', async () => {
    await world.begin(MEMBERS_MAX - 1);
    await world.wait(10_000);
    expect(world.said).toEqual([]);
    world.sit(MEMBERS_MAX);
    await world.wait(1_500);
    expect(world.isOpen).toBe(true);
    expect(world.said[0]).toMatchObject({ kept: true, message: { n: 1, host: { name: 'Ann' } } });
    expect(world.state.audience).toBe(0);
  });

  test('beats every five seconds, and says who it is every thirty', async () => {
    await world.begin();
    await world.wait(61_500);
    const beats = world.said.filter(({ message }) => message.poll !== undefined);
    expect(beats).toHaveLength(13);
    expect(world.said.filter(({ kept }) => kept)).toHaveLength(3);
  });

  test('costs the same whoever hears it: nobody is answered, and nothing is kept of anybody', async () => {
    await world.begin();
    await world.wait(1_500);
    const said = world.said.length;
    for (let at = 0; at < 1_000; at++) {
      world.hear(new TextEncoder().encode(JSON.stringify({ kind: 'here', n: world.last()?.n })));
      world.hear(new TextEncoder().encode('no word of ours'));
    }
    expect(world.said).toHaveLength(said);
    await world.wait(5_000);
    expect(world.state.audience).toBe(64_000);
  });

  test('tells four presses at once and then one in two seconds, the last of them always', async () => {
    await world.begin();
    await world.wait(11_500);
    const before = world.said.length;
    for (let at = 1; at <= 10; at++) world.press(100 * at);
    const presses = () => world.said.slice(before).filter(({ kept }) => kept);
    expect(presses()).toHaveLength(4);
    await world.wait(3_000);
    expect(presses()).toHaveLength(5);
    expect(presses().at(-1)?.message.playback?.position).toBe(1_000);
  });

  test('goes on for those who watch when a seat is free, and rests when nobody is there', async () => {
    await world.begin();
    await world.watch();
    await world.wait(20_000);
    world.sit(10);
    await world.wait(30_000);
    expect(world.isOpen).toBe(false);
    expect(world.state.audience).toBe(1);
    world.listeners.clear();
    await world.wait(17_000);
    expect(world.isOpen).toBeUndefined();
    expect(world.state.audience).toBeUndefined();
  });

  test('that follows another one speaks to the audience which that one had', async () => {
    await world.begin(3);
    world.state = { ...world.state, audience: 40 };
    await world.wait(1_500);
    expect(world.last()).toMatchObject({ watching: 40 });
  });

  test('names who is host after it, and says no more', async () => {
    await world.begin();
    await world.wait(1_500);
    world.air.published({ ...playback, kind: 'handover', to: { host: 'm1', epoch: 20 } });
    const said = world.said.length;
    expect(world.last()).toMatchObject({ next: { host: 'm1', epoch: 20 } });
    await world.wait(10_000);
    expect(world.said).toHaveLength(said);
  });
});

describe('a watcher (AU-1, AU-6)', () => {
  test('knows the film, the host and the room’s clock, and may do nothing', async () => {
    await world.begin();
    const { seat } = await world.watch();
    const clock = seat.clock();
    expect(clock && toRemote(clock, world.time.now)).toBeCloseTo(world.time.now, 0);
    expect(seat.order()).toMatchObject({ canControl: false, leads: false, driver: 'Ann', playback: { position: 60 } });
    world.press(300);
    await world.wait(100);
    expect(seat.facts.playback?.position).toBe(300);
    seat.report({ state: 'in-sync', driftMs: 3 });
    expect(seat.members).toEqual([{ id: 'watcher', name: 'Wim', state: 'in-sync', driftMs: 3 }]);
  });

  test('is told of a silence after 12 s, and that the room is lost after 120 s', async () => {
    await world.begin();
    const { seat } = await world.watch();
    world.isCut = true;
    await world.wait(10_000);
    expect(seat.connection).toBe('open');
    await world.wait(5_000);
    expect(seat.connection).toBe('reconnecting');
    world.isCut = false;
    await world.wait(6_000);
    expect(seat.connection).toBe('open');
    world.isCut = true;
    await world.wait(114_000);
    expect(world.told.ended).not.toHaveBeenCalled();
    await world.wait(12_000);
    expect(world.told.ended).toHaveBeenCalledWith('host-lost');
  });

  test('AU-3: believes the host that it hears, and nobody else who has the code, whatever epoch that one says', async () => {
    await world.begin();
    const { seat } = await world.watch();
    const other = await world.sealing.createIdentity();
    const words = { ...(world.last() as AirMessage), epoch: 99, n: 1, host: { key: other.key, name: 'Eve' } };
    const frame = world.sealing.air(world.secrets).seal(other, words) as Uint8Array<ArrayBuffer>;
    const says = () => {
      for (const listener of world.listeners) listener({ message: frame, agoMs: 0, kept: false, air: 'other' });
    };
    says();
    expect(seat.facts.epoch).toBe(1);
    // Where the host names it, it is the host from then on.
    world.air.published({ ...playback, kind: 'handover', to: { host: memberIdOf(other.key), epoch: 99 } });
    await world.wait(100);
    says();
    expect(seat.facts).toMatchObject({ epoch: 99, host: memberIdOf(other.key) });
  });

  test('AU-5: is called once it has asked and there is a seat, and asks again where nobody could hear it', async () => {
    await world.begin();
    const { seat, called } = await world.watch();
    world.sit(MEMBERS_MAX - 1);
    await world.wait(6_000);
    expect(called).not.toHaveBeenCalled();
    world.sit(MEMBERS_MAX);
    const { hear } = world;
    world.hear = () => {};
    seat.askForSeat();
    await world.wait(2_000);
    world.hear = hear;
    await world.wait(21_000);
    expect(called).not.toHaveBeenCalled();
    world.sit(MEMBERS_MAX - 1);
    await world.wait(2_000);
    expect(called).toHaveBeenCalled();
    // Nobody new is let take the seat that is kept.
    expect(world.isOpen).toBe(true);
  });

  test('is told that the room has ended', async () => {
    await world.begin();
    await world.watch();
    world.air.end();
    await world.wait(100);
    expect(world.told.ended).toHaveBeenCalledWith('host-left');
  });

  test('that hears no host in eight seconds finds no room', async () => {
    await world.begin(2);
    await expect(world.watch(9_000)).rejects.toMatchObject({ problem: 'host-lost' });
  });
});
