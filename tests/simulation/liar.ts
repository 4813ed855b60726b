import type { GuestMessage } from '../../lib/core/wire/protocol';
import type { Identity, LinkEnd } from '../../lib/room/links/link';
import type { Transport } from '../../lib/transport/transport';
import type { Random } from '../helpers/virtual-random';
import { trueScheduler } from '../helpers/virtual-time';
import type { World } from './world';

/** Somebody who has the room code and means ill, over a network of its own. What it is told changes nothing for it. */
export type Lie =
  /** Comes in as a guest and says what no version has ever said. */
  | 'nonsense'
  /** …and says too much. */
  | 'flood'
  /** …and tells of its player what is not so. */
  | 'boasts'
  /** Says hello with the host's key, without what only the host knows. */
  | 'poses'
  /** Registers as the room's host where it might be met, with that key. */
  | 'forges'
  /** …with a key of its own, in a later term. A newcomer has no way to know, so parties with newcomers have none of these. */
  | 'usurps'
  /** Tells the host of a later term that never was. */
  | 'knows-better';
export const LIES: readonly Lie[] = ['nonsense', 'flood', 'boasts', 'poses', 'forges', 'knows-better'];

const FLOOD_MS = 4;
const LIE_MS = 300;
/** What is left of a liar is noticed within this long, ms. */
const NOTICED_MS = 8_000;
const SLOTS = 4;

/** Lies for so long. What it was told at the end of each of its links. */
export async function lies(world: World, random: Random, how: Lie, forMs: number): Promise<readonly LinkEnd[]> {
  const { network, sealing, time, code } = world;
  world.trace(`somebody ${how} for ${forMs.toFixed(0)} ms`);
  const until = time.now + forMs;
  world.trouble(forMs + NOTICED_MS, () => {});
  const off = new AbortController();
  const ends: LinkEnd[] = [];
  const transports: Transport[] = [];
  time.after(forMs, () => {
    off.abort();
    for (const transport of transports) transport.close();
  });
  const scheduler = trueScheduler(time);
  const secrets = await sealing.derive(code);
  const own = await sealing.createIdentity();
  const { host } = world;
  const hostsKey = (): Identity => ({ key: `key${host.record?.room.identity}`, exported: 'nothing' });
  const open = async (slot: number, role: 'host' | 'guest') => {
    const address = { ...secrets, rendezvousId: secrets.rendezvousIds[slot] ?? '', server: undefined, iceServers: [] };
    const transport = await network.open(address, role, off.signal);
    if (off.signal.aborted) transport.close();
    transports.push(transport);
    return transport;
  };
  const meetsHost = () => (host.room?.facts.epoch ?? 0) % SLOTS;

  async function asGuest(identity: Identity, knows?: { run: string; epoch: number; host: string }) {
    const transport = await open(meetsHost(), 'guest');
    const self = { identity, name: 'Liar', believes: () => 'accept' as const, ...(knows ? { knows } : {}) };
    const link = await sealing.guest(transport, secrets, self, scheduler, off.signal);
    link.onEnd((reason) => ends.push(reason));
    return link;
  }

  /** Says one thing after the other on a link of its own. */
  async function says(everyMs: number, next: () => unknown) {
    const link = await asGuest(own);
    const say = () => {
      if (time.now >= until) return;
      link.send(next() as GuestMessage);
      time.after(everyMs, say);
    };
    say();
  }

  async function lie() {
    switch (how) {
      case 'nonsense':
        return says(LIE_MS, () => random.pick(NONSENSE));
      case 'flood':
        return says(FLOOD_MS, () => ({ kind: 'ping', sent: time.now }));
      case 'boasts':
        return says(LIE_MS, () => ({
          ...{ kind: 'ping', sent: random.between(-1e9, 1e9), state: random.pick(STATES), driftMs: 1e9, rttMs: 1e6 },
          ...(random.chance(0.3) ? { skip: random.between(0, 3_000) } : {}),
        }));
      case 'poses':
        return void (await asGuest(hostsKey()));
      case 'forges':
      case 'usurps': {
        const slot = (meetsHost() + random.whole(1, SLOTS - 1)) % SLOTS;
        const { run = '', epoch = 0 } = host.room?.facts ?? {};
        const self = {
          identity: hostsKey(),
          name: 'Liar',
          run,
          epoch: epoch + SLOTS * 1_000,
          refuses: () => undefined,
        };
        sealing.host(await open(slot, 'host'), secrets, self, scheduler);
        return;
      }
      case 'knows-better': {
        const { run = '', epoch = 0 } = host.room?.facts ?? {};
        return void (await asGuest(own, { run, epoch: epoch + random.whole(0, 1e9), host: 'nobody' }));
      }
    }
  }
  await lie().catch(() => {});
  return ends;
}

const STATES = ['waiting', 'in-sync', 'press-play', 'ad', 'away', 'other-video', 'asleep'] as const;
const PLAYBACK = { position: 10, rate: 1, paused: true, at: 0 };
const NONSENSE: readonly unknown[] = [
  { kind: 'dance', with: 'everybody' },
  { kind: 'intent', id: 1, cause: 'pause', playback: { ...PLAYBACK, position: 1e300 } },
  { kind: 'intent', id: 1, cause: 'pause', playback: { ...PLAYBACK, rate: -1 } },
  { kind: 'intent', id: -1, cause: 'pause', playback: PLAYBACK },
  { kind: 'intent', id: 1, cause: 'rewind', playback: PLAYBACK },
  { kind: 'intent', id: 1, cause: 'pause', film: 99, playback: PLAYBACK },
  { kind: 'ping', sent: 'yesterday' },
  { kind: 'playback', run: 'r', epoch: 9e15, revision: 9e15, change: 9e15, playback: PLAYBACK },
  { kind: 'handover', run: 'r', epoch: 1, revision: 1, to: { host: 'liar', epoch: 2 } },
  { kind: 'rename', name: '\u202e'.repeat(150) },
  { kind: 'rename', name: 7 },
  { kind: 'ready', signature: 'A'.repeat(86) },
  { kind: 'welcome', member: 'liar' },
  [],
  'leave',
];
