import * as v from 'valibot';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Known, SLOTS } from '../../lib/core/room/belief';
import { memberIdOf } from '../../lib/core/room/facts';
import type { GuestMessage, HostMessage, PeerId, SignedMessage } from '../../lib/core/wire/protocol';
import { MEMBERS_MAX, MESSAGE_MAX_BYTES, PROTOCOL_VERSION } from '../../lib/core/wire/protocol';
import type {
  GuestLink,
  GuestSelf,
  HostLink,
  HostSelf,
  Identity,
  LinkError,
  RoomSecrets,
  Sealing,
} from '../../lib/room/links/link';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import type { Transport } from '../../lib/transport/transport';
import { type MemoryNetwork, memoryNetwork, type Quality } from '../helpers/memory-network';
import { plainLinks } from '../helpers/plain-links';
import { VirtualTime } from './virtual-time';

type Bytes = Uint8Array<ArrayBuffer>;
const RUN = 'run1';
const CODE = 'K7QX-2M9P-4TRB-8WZC';
const HELLO_MS = 10_000;
const never = new AbortController().signal;
const ping = (sent: number): GuestMessage => ({ kind: 'ping', sent });
const playback = (revision: number): SignedMessage => ({ kind: 'playback', run: RUN, epoch: 2, revision, change: 0 });
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Another release of the same code, as far as the wire is concerned. @param oldest that it still understands */
async function sealingOfVersion(version: number, oldest: number, which: 'sealed' | 'plain'): Promise<Sealing> {
  vi.resetModules();
  vi.doMock('../../lib/core/wire/protocol', async (original) => {
    const protocol = await original<typeof import('../../lib/core/wire/protocol')>();
    return { ...protocol, PROTOCOL_VERSION: version, PROTOCOL_MIN: oldest };
  });
  vi.doMock('../../lib/core/wire/hello-words', async (original) => {
    const words = await original<typeof import('../../lib/core/wire/hello-words')>();
    // Whatever only one of both versions knows: its hello looks like no hello of ours.
    if (oldest <= PROTOCOL_VERSION) return words;
    return { ...words, guestHelloSchema: v.object({ ...words.guestHelloSchema.entries, later: v.string() }) };
  });
  const sealing =
    which === 'sealed'
      ? (await import('../../lib/room/links/sealed-links')).sealedLinks()
      : (await import('../helpers/plain-links')).plainLinks();
  vi.doUnmock('../../lib/core/wire/protocol');
  vi.doUnmock('../../lib/core/wire/hello-words');
  vi.resetModules();
  return sealing;
}

/** A transport whose frames can be looked at, changed, or held back (undefined). */
function tapped(
  transport: Transport,
  tap: { out?: (frame: Bytes) => Bytes | undefined; in?: (frame: Bytes) => Bytes | undefined },
): Transport {
  return {
    ...transport,
    send(frame, to) {
      const sent = tap.out ? tap.out(frame) : frame;
      if (sent) transport.send(sent, to);
    },
    onMessage: (listener) =>
      transport.onMessage((frame, from) => {
        const got = tap.in ? tap.in(frame) : frame;
        if (got) listener(got, from);
      }),
  };
}

/** A tap that keeps a copy. */
const into = (frames: Bytes[]) => (frame: Bytes) => {
  frames.push(frame);
  return frame;
};

interface GuestOptions {
  readonly identity?: Identity;
  readonly name?: string;
  /** The key of the only host that is believed. */
  readonly believed?: string;
  readonly knows?: Known;
}

const kinds = { sealed: sealedLinks, plain: plainLinks } as const;

describe.each(['sealed', 'plain'] as const)('%s links', (which) => {
  const sealing = kinds[which]();
  let secrets: RoomSecrets;
  let other: RoomSecrets;
  let hostIdentity: Identity;
  let guestIdentity: Identity;
  let time: VirtualTime;
  let network: MemoryNetwork;
  let hostTransport: Transport;
  let arrived: GuestLink[];

  beforeAll(async () => {
    [secrets, other] = await Promise.all([sealing.derive(CODE), sealing.derive('0000-0000-0000-0000')]);
    [hostIdentity, guestIdentity] = await Promise.all([sealing.createIdentity(), sealing.createIdentity()]);
  });

  beforeEach(async () => {
    time = new VirtualTime();
    arrived = [];
    await newNetwork();
  });

  async function newNetwork(quality?: (from: PeerId, to: PeerId) => Quality) {
    network = memoryNetwork({ scheduler: time, random: () => 0.5, ...(quality ? { quality } : {}) });
    hostTransport = await open('host');
  }

  async function open(role: 'host' | 'guest'): Promise<Transport> {
    const address = { ...secrets, rendezvousId: secrets.rendezvousIds[0] ?? '', server: undefined, iceServers: [] };
    let opened: Transport | undefined;
    let failed: unknown;
    network.open(address, role, never).then(
      (transport) => {
        opened = transport;
      },
      (error) => {
        failed = error ?? 'failed';
      },
    );
    await time.until(() => opened !== undefined || failed !== undefined);
    if (!opened) throw failed;
    return opened;
  }

  const host = (
    transport = hostTransport,
    by = sealing,
    identity = hostIdentity,
    { refuses = () => undefined, learns }: Partial<Pick<HostSelf, 'refuses' | 'learns'>> = {},
  ) => {
    const self = { identity, name: 'Ada', run: RUN, epoch: 2, refuses, ...(learns ? { learns } : {}) };
    const links = by.host(transport, secrets, self, time);
    // A guest of an earlier test may still be on its way.
    const here = arrived;
    links.onGuest((guest) => here.push(guest));
    return links;
  };

  const guestSelf = ({ identity = guestIdentity, believed, knows, name = 'Grace' }: GuestOptions = {}): GuestSelf => ({
    identity,
    name,
    ...(knows ? { knows } : {}),
    believes: ({ host: id }) => (believed === undefined || id === memberIdOf(believed) ? 'accept' : 'wait'),
  });

  /** The outcome of a hello, and the time for it to come about. */
  async function join(
    options: GuestOptions & {
      transport?: Transport;
      secrets?: RoomSecrets;
      by?: Sealing;
      signal?: AbortSignal;
    } = {},
  ): Promise<HostLink> {
    const transport = options.transport ?? (await open('guest'));
    const self = guestSelf(options);
    const joining = (options.by ?? sealing).guest(
      transport,
      options.secrets ?? secrets,
      self,
      time,
      options.signal ?? never,
    );
    let over = false;
    joining
      .catch(() => {})
      .finally(() => {
        over = true;
      });
    await time.until(() => over);
    return joining;
  }

  const failure = (joining: Promise<HostLink>) =>
    joining.then(
      () => 'joined',
      (error) => (error?.name === 'LinkError' ? error.reason : error),
    );

  /** A link and all that comes out of it. */
  function listen<In>(link: { onMessage(l: (m: In, at: number) => void): void; onEnd(l: (r: string) => void): void }) {
    const got: In[] = [];
    const at: number[] = [];
    const ends: string[] = [];
    link.onMessage((message, arrivedAt) => {
      got.push(message);
      at.push(arrivedAt);
    });
    link.onEnd((reason) => ends.push(reason));
    return { got, at, ends };
  }

  async function meet() {
    const links = host();
    const transport = await open('guest');
    const guest = await join({ transport });
    await time.until(() => arrived.length > 0);
    const atHost = listen<GuestMessage>(arrived[0] as GuestLink);
    const atGuest = listen<HostMessage | SignedMessage>(guest);
    return { links, guest, link: arrived[0] as GuestLink, atHost, atGuest, transport };
  }

  it('say who the other is (SEC-3)', async () => {
    const { guest, link } = await meet();
    expect(guest).toMatchObject({ name: 'Ada', key: hostIdentity.key, run: RUN, epoch: 2, peer: hostTransport.self });
    expect(link).toMatchObject({ name: 'Grace', key: guestIdentity.key });
  });

  it('carry messages both ways, in order of the calls, and say when they came', async () => {
    const { links, guest, link, atHost, atGuest } = await meet();
    const before = time.now();
    for (let i = 0; i < 40; i++) {
      guest.send(ping(i));
      if (i % 3 === 0) links.publish(playback(i));
      else if (i % 3 === 1) link.send({ kind: 'pong', sent: i, received: 0, answered: 0 });
      else link.send(playback(i));
    }
    await time.until(() => atHost.got.length === 40 && atGuest.got.length === 40);
    expect(atHost.got.map((m) => m.kind === 'ping' && m.sent)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(atGuest.got.map((m) => (m.kind === 'pong' ? m.sent : m.kind === 'playback' && m.revision))).toEqual(
      Array.from({ length: 40 }, (_, i) => i),
    );
    for (const at of [...atHost.at, ...atGuest.at]) expect(at).toBeGreaterThanOrEqual(before);
  });

  it('publish to every guest', async () => {
    const links = host();
    const guests = [await join(), await join(), await join()].map((guest) => listen(guest));
    await time.until(() => arrived.length === 3);
    links.publish(playback(7));
    await time.until(() => guests.every(({ got }) => got.length === 1));
  });

  it('keep what comes before there is a listener, and its end', async () => {
    host();
    const guest = await join();
    guest.send(ping(1));
    await time.until(() => arrived.length > 0);
    await time.advance(20);
    const late = listen<GuestMessage>(arrived[0] as GuestLink);
    expect(late.got).toEqual([ping(1)]);
    await guest.close();
    const ended: string[] = [];
    guest.onEnd((reason) => ended.push(reason));
    expect(ended).toEqual(['closed']);
  });

  it('give nothing to who has another code (SEC-1)', async () => {
    let answers = 0;
    const count = (frame: Bytes) => {
      answers++;
      return frame;
    };
    host(tapped(hostTransport, { out: count }));
    expect(await failure(join({ secrets: { ...other, rendezvousIds: secrets.rendezvousIds } }))).toBe('lost');
    expect(answers).toBe(0);
    expect(arrived).toEqual([]);
  });

  it('drop who sends junk instead of a hello, without a word', async () => {
    let answers = 0;
    const count = (frame: Bytes) => {
      answers++;
      return frame;
    };
    host(tapped(hostTransport, { out: count }));
    for (const junk of [
      new Uint8Array(),
      new Uint8Array([1]),
      new Uint8Array(40),
      utf8('{"kind":"hello"}'),
      new Uint8Array(MESSAGE_MAX_BYTES * 2).fill(1),
    ]) {
      const stranger = await open('guest');
      stranger.send(junk);
      let peers = 1;
      stranger.onPeers((now) => {
        peers = now.length;
      });
      await time.until(() => peers === 0);
    }
    expect(answers).toBe(0);
    await join();
  });

  it('end when the host answers with junk', async () => {
    host(tapped(hostTransport, { out: () => new Uint8Array(60).fill(2) }));
    expect(await failure(join())).toBe('malformed');
  });

  it('refuse another version in words, both ways (PR-4)', async () => {
    const newer = await sealingOfVersion(3, 3, which);
    host();
    expect(await failure(join({ by: newer, identity: await newer.createIdentity() }))).toBe('version-theirs-old');
    hostTransport.close();
    hostTransport = await open('host');
    host(hostTransport, newer, await newer.createIdentity());
    expect(await failure(join())).toBe('version-ours-old');
    expect(arrived).toEqual([]);
  });

  it('meet a newer version that still knows ours, both ways (PR-9)', async () => {
    const newer = await sealingOfVersion(3, 2, which);
    // Each release knows the keys of both, where keys are but numbers.
    const theirs = await newer.createIdentity();
    await Promise.all([sealing.importIdentity(theirs.exported), newer.importIdentity(hostIdentity.exported)]);
    await newer.importIdentity(guestIdentity.exported);
    host();
    expect(await failure(join({ by: newer, identity: theirs }))).toBe('joined');
    // The guest has the host's proof by then, and the host perhaps not yet the guest's.
    await time.until(() => arrived.length === 1);
    hostTransport.close();
    hostTransport = await open('host');
    host(hostTransport, newer, theirs);
    expect(await failure(join())).toBe('joined');
    await time.until(() => arrived.length === 2);
  });

  it('say whom the host does not let in why, before it comes in and as it does', async () => {
    let asked = 0;
    const refuses = vi.fn(({ name }: { name: string }) => {
      if (name === 'Eve') return 'removed' as const;
      return name === 'Bo' && asked++ > 0 ? ('full' as const) : undefined;
    });
    host(hostTransport, sealing, hostIdentity, { refuses });
    expect(await failure(join({ name: 'Eve' }))).toBe('removed');
    expect(refuses).toHaveBeenLastCalledWith({ key: guestIdentity.key, name: 'Eve' });
    // There was a place when it said hello, and none any more when it had proved its key.
    const told: (HostMessage | SignedMessage)[] = [];
    const ends: string[] = [];
    const transport = await open('guest');
    // Listened to at once: what is said before an end is heard by nobody who comes after it.
    sealing.guest(transport, secrets, guestSelf({ name: 'Bo' }), time, never).then((link) => {
      link.onMessage((said) => told.push(said));
      link.onEnd((reason) => ends.push(reason));
    });
    await time.until(() => ends.length > 0);
    expect([told, ends, arrived]).toEqual([[{ kind: 'bye', reason: 'full' }], ['lost'], []]);
    expect(await failure(join())).toBe('joined');
  });

  it('tell the host what a guest knows of the room', async () => {
    const learnt: Known[] = [];
    host(hostTransport, sealing, hostIdentity, { learns: (known) => learnt.push(known) });
    await join();
    const knows = { run: RUN, epoch: 64, host: 'ben' };
    await join({ knows });
    expect(learnt).toEqual([knows]);
  });

  it('believe only the host that is believed (SU-1)', async () => {
    host();
    expect(await failure(join({ believed: guestIdentity.key }))).toBe('refused');
    expect(await failure(join({ believed: hostIdentity.key }))).toBe('joined');
  });

  it('time a hello out at both ends (SEC-7)', async () => {
    const self = guestSelf();
    const joining = failure(sealing.guest(await open('guest'), secrets, self, time, never));
    await time.advance(HELLO_MS);
    expect(await joining).toBe('hello-timeout');
    host();
    let peers = 1;
    const silent = await open('guest');
    silent.onPeers((now) => {
      peers = now.length;
    });
    await time.advance(HELLO_MS - 500);
    expect(peers).toBe(1);
    await time.advance(600);
    expect(peers).toBe(0);
  });

  it('work on at most eight hellos at once, and let the others wait for their turn (SEC-7)', async () => {
    let answers = 0;
    const count = (frame: Bytes) => {
      answers++;
      return frame;
    };
    host(tapped(hostTransport, { out: count }));
    // Twelve that hold back their `ready`: they have the code, and could join, but stay on the doorstep.
    for (let i = 0; i < 12; i++) {
      let sent = 0;
      const transport = tapped(await open('guest'), { out: (frame) => (sent++ === 0 ? frame : undefined) });
      sealing.guest(transport, secrets, guestSelf({ name: 'Eve' }), time, never).catch(() => {});
      await time.advance(5);
    }
    await time.advance(100);
    expect(answers).toBe(8);
    await time.advance(3_000);
    const transport = await open('guest');
    let name: string | undefined;
    sealing.guest(transport, secrets, guestSelf(), time, never).then((link) => {
      name = link.name;
    });
    await time.advance(6_000);
    expect({ name, answers }).toEqual({ name: undefined, answers: 8 });
    await time.until(() => name !== undefined && arrived.length > 0);
    expect(arrived[0]?.name).toBe('Grace');
  });

  it('stop at an abort', async () => {
    const abort = new AbortController();
    const joining = failure(join({ signal: abort.signal }));
    await time.advance(50);
    abort.abort();
    expect(await joining).toBe('closed');
    expect(await failure(join({ signal: AbortSignal.abort() }))).toBe('closed');
  });

  it('drop what comes above the rate, and go on (SEC-8)', async () => {
    const { guest, atHost } = await meet();
    for (let i = 0; i < 200; i++) guest.send(ping(i));
    await time.advance(4_000);
    // Its `ready` was the first of the burst.
    expect([atHost.got.length, atHost.ends]).toEqual([59, []]);
    guest.send(ping(1_000));
    await time.until(() => atHost.got.length === 60);
    expect(atHost.got.at(-1)).toEqual(ping(1_000));
  });

  it('end with a word when a guest floods for seconds (SEC-8)', async () => {
    const { guest, atHost, atGuest } = await meet();
    for (let i = 0; i < 8_000 && atGuest.ends.length === 0; i++) {
      guest.send(ping(i));
      if (i % 10 === 0) await time.advance(10);
    }
    expect(atHost.ends).toEqual(['flood']);
    // Not one more than the rate allows: a burst, and thirty a second for as long as it was borne with.
    expect(atHost.got.length).toBeLessThan(60 + 30 * 6);
    expect(atGuest.got).toEqual([{ kind: 'bye', reason: 'flood' }]);
    expect(atGuest.ends).toEqual(['lost']);
  });

  it('allow thirty messages a second for as long as they last', async () => {
    const { guest, atHost } = await meet();
    for (let i = 0; i < 300; i++) {
      guest.send(ping(i));
      await time.advance(1000 / 30);
    }
    await time.until(() => atHost.got.length === 300);
    expect(atHost.ends).toEqual([]);
  });

  it('hear nothing of the wrong shape, size or sender, or of a newer version, and go on (PR-6)', async () => {
    const wrong: unknown[] = [
      { kind: 'pong', sent: 1, received: 1, answered: 1 },
      playback(1),
      { kind: 'ping', sent: Number.NaN },
      { kind: 'intent', id: 1, cause: 'seek', playback: { position: -1, rate: 1, paused: false, at: 0 } },
      { kind: 'intent', id: 1, cause: 'rate', playback: { position: 1, rate: 100, paused: false, at: 0 } },
      { kind: 'intent', id: 1, cause: 'later', playback: { position: 1, rate: 1, paused: false, at: 0 } },
      { kind: 'ready', signature: 'AAAA' },
      { kind: 'rename', name: 'x'.repeat(MESSAGE_MAX_BYTES) },
      { kind: 'later', of: 'a newer version' },
      'leave',
    ];
    const { guest, link, links, atHost, atGuest } = await meet();
    for (const message of wrong) guest.send(message as GuestMessage);
    guest.send(ping(1));
    await time.until(() => atHost.got.length > 0);
    expect(atHost).toMatchObject({ got: [ping(1)], ends: [] });

    for (const message of wrong.slice(2)) link.send(message as HostMessage);
    links.publish({ ...playback(1), kind: 'later' } as unknown as SignedMessage);
    links.publish({ ...playback(2), epoch: 2 ** 50 });
    links.publish({ ...playback(3), run: 'other' });
    links.publish(playback(4));
    await time.until(() => atGuest.got.length > 0);
    expect(atGuest).toMatchObject({ got: [playback(4)], ends: [] });
  });

  it('hear only ready before it, and end on anything else', async () => {
    host();
    const inner = await open('guest');
    let sent = 0;
    // The session's first frame is the `ready`: this one is held back, and a ping comes instead.
    const guest = listen<HostMessage | SignedMessage>(
      await (async () => {
        const link = await join({ transport: tapped(inner, { out: (frame) => (sent++ === 1 ? undefined : frame) }) });
        link.send(ping(1));
        return link;
      })(),
    );
    await time.until(() => guest.ends.length > 0);
    expect([guest.got, guest.ends, arrived]).toEqual([[], ['lost'], []]);
  });

  it('drop an oversized frame before it is opened', async () => {
    const { guest, atHost, transport } = await meet();
    transport.send(new Uint8Array(MESSAGE_MAX_BYTES + 200).fill(3));
    guest.send(ping(1));
    await time.until(() => atHost.got.length > 0);
    expect(atHost).toMatchObject({ got: [ping(1)], ends: [] });
  });

  it('notice a peer that is gone, and say last words before they go', async () => {
    const { guest, link, links, atHost, atGuest, transport } = await meet();
    guest.send({ kind: 'leave' });
    await guest.close();
    await time.until(() => atHost.ends.length > 0);
    expect(atHost).toMatchObject({ got: [{ kind: 'leave' }], ends: ['lost'] });
    expect(atGuest.ends).toEqual(['closed']);
    guest.send(ping(1));
    link.send({ kind: 'welcome', member: 'a' });
    transport.close();

    const second = listen<HostMessage | SignedMessage>(await join());
    await time.until(() => arrived.length === 2);
    arrived[1]?.send({ kind: 'bye', reason: 'ended' });
    await links.close();
    await time.until(() => second.ends.length > 0);
    expect(second).toMatchObject({ got: [{ kind: 'bye', reason: 'ended' }], ends: ['lost'] });
  });

  it('SEC-4: sign refusals, so that nobody but the host that is believed refuses a member', async () => {
    const refused = (believed: string) =>
      join({ believed }).then(
        () => expect.unreachable(),
        (error: LinkError) => error,
      );
    host(hostTransport, sealing, hostIdentity, { refuses: () => 'removed' });
    expect(await refused(hostIdentity.key)).toMatchObject({ reason: 'removed', proved: true });
    // Somebody else who has the code, in the host's place.
    expect(await refused(guestIdentity.key)).toMatchObject({ reason: 'removed', proved: false });
  });

  it('SEC-9: let a whole room in, and give its last place once, though two come at the same time', async () => {
    const has = (key: string) => arrived.some((guest) => guest.key === key);
    const refuses: HostSelf['refuses'] = ({ key }) =>
      arrived.length < MEMBERS_MAX - 1 || has(key) ? undefined : 'full';
    host(hostTransport, sealing, hostIdentity, { refuses });
    for (let i = 0; i < MEMBERS_MAX - 2; i++) await join({ identity: await sealing.createIdentity() });
    await time.until(() => arrived.length === MEMBERS_MAX - 2);
    const identities = await Promise.all([sealing.createIdentity(), sealing.createIdentity()]);
    const opened = [await open('guest'), await open('guest')];
    // Listened to at once: what is said before an end is heard by nobody who comes after it.
    const told: (HostMessage | SignedMessage)[] = [];
    opened.forEach((transport, i) => {
      const self = guestSelf({ identity: identities[i] as Identity });
      sealing.guest(transport, secrets, self, time, never).then((guest) => guest.onMessage((said) => told.push(said)));
    });
    // Both were answered before either was in: who comes second is told in words.
    await time.until(() => told.length > 0);
    expect(told).toEqual([{ kind: 'bye', reason: 'full' }]);
    expect(arrived).toHaveLength(MEMBERS_MAX - 1);
    expect(await failure(join({ identity: await sealing.createIdentity() }))).toBe('full');
  });

  it('deliver once what the network delivers twice', async () => {
    await newNetwork(() => ({ duplicate: 1 }));
    const { guest, links, atHost, atGuest } = await meet();
    for (let i = 0; i < 5; i++) guest.send(ping(i));
    links.publish(playback(1));
    await time.until(() => atGuest.got.length > 0 && atHost.got.length >= 5);
    await time.advance(20);
    expect(atHost.got).toHaveLength(5);
    expect(atGuest.got).toHaveLength(1);
  });

  it('keep an identity through storage, and take nothing else for one', async () => {
    const stored = JSON.parse(JSON.stringify(guestIdentity.exported));
    const again = await sealing.importIdentity(stored);
    expect(again.key).toBe(guestIdentity.key);
    host();
    await join({ identity: again });
    await time.until(() => arrived.length === 1);
    for (const junk of [undefined, null, 1, {}, { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' }]) {
      await expect(sealing.importIdentity(junk)).rejects.toThrow();
    }
  });

  it('derive the same from the same code only', async () => {
    const { rendezvousIds, token, door } = await sealing.derive(CODE);
    expect({ rendezvousIds, token, door }).toEqual({
      rendezvousIds: secrets.rendezvousIds,
      token: secrets.token,
      door: secrets.door,
    });
    // A place for each slot, and none that tells of another.
    expect(rendezvousIds).toHaveLength(SLOTS);
    const all = [...rendezvousIds, token, door, ...other.rendezvousIds, other.token, other.door];
    expect(new Set(all).size).toBe(2 * SLOTS + 4);
  });

  if (which === 'plain') return;

  it('are of the protocol: these values never change', () => {
    expect(secrets).toMatchObject({
      rendezvousIds: [
        'ddd5393639a6c663a4f7f5ab9361181c',
        '14f31dd3e5f79614284b1ec4dc0e904b',
        'bb83fdeecec95f293f74d6c07d94e0b0',
        '39bb25e63cdf142264aeb83301e93d23',
      ],
      token: '4cb5c6b4fc2f7949f98484813ce499f3',
      door: 'fe027da7bea2ef17fa28a283a56b1858',
    });
  });

  it('show nothing on the wire, and little of it', async () => {
    const wire: Bytes[] = [];
    host(tapped(hostTransport, { out: into(wire), in: into(wire) }));
    const guest = await join();
    await time.until(() => arrived.length > 0);
    const atHost = listen<GuestMessage>(arrived[0] as GuestLink);
    guest.send({ kind: 'rename', name: 'Grace' });
    await time.until(() => atHost.got.length > 0);
    const text = wire.map((frame) => Buffer.from(frame).toString('latin1')).join();
    for (const word of ['Grace', 'Ada', 'hello', 'rename', RUN, guestIdentity.key]) expect(text).not.toContain(word);
    // Header, kind of body and tag: 22 bytes more than the JSON.
    expect(wire.at(-1)).toHaveLength(JSON.stringify({ kind: 'rename', name: 'Grace' }).length + 22);
  });

  it('drop what was changed on the way, and go on (SEC-5)', async () => {
    const { transport, guest, atHost } = await meet();
    const frames: Bytes[] = [];
    const link = await join({
      transport: tapped(await open('guest'), { out: into(frames) }),
    });
    await time.until(() => arrived.length === 2);
    link.send(ping(1));
    await time.advance(20);
    const frame = frames.at(-1) as Bytes;
    for (const at of [0, 1, 4, 5, 12, frame.length - 1]) {
      const changed = frame.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x81;
      transport.send(changed);
    }
    for (const cut of [0, 1, 5, 6, 20, frame.length - 1]) transport.send(frame.slice(0, cut));
    guest.send(ping(2));
    await time.until(() => atHost.got.length > 0);
    expect(atHost).toMatchObject({ got: [ping(2)], ends: [] });
  });

  it('drop what is sent again, in this session or another (SEC-5)', async () => {
    host();
    const first: Bytes[] = [];
    const inner = await open('guest');
    const link = await join({ transport: tapped(inner, { out: into(first) }) });
    await time.until(() => arrived.length === 1);
    const atHost = listen<GuestMessage>(arrived[0] as GuestLink);
    link.send(ping(1));
    await time.until(() => atHost.got.length === 1);
    for (const frame of first) inner.send(frame);
    link.send(ping(2));
    await time.until(() => atHost.got.length === 2);

    const later = await open('guest');
    const again = await join({ transport: later });
    await time.until(() => arrived.length === 2);
    const atHostLater = listen<GuestMessage>(arrived[1] as GuestLink);
    for (const frame of first) later.send(frame);
    again.send(ping(3));
    await time.until(() => atHostLater.got.length === 1);
    expect(atHost.got).toEqual([ping(1), ping(2)]);
    expect(atHostLater.got).toEqual([ping(3)]);
    expect([...atHost.ends, ...atHostLater.ends]).toEqual([]);
  });

  it('drop what an end has said itself (SEC-5)', async () => {
    const fromHost: Bytes[] = [];
    const fromGuest: Bytes[] = [];
    host(tapped(hostTransport, { out: into(fromHost) }));
    const inner = await open('guest');
    const guest = await join({ transport: tapped(inner, { out: into(fromGuest) }) });
    await time.until(() => arrived.length === 1);
    const atHost = listen<GuestMessage>(arrived[0] as GuestLink);
    const atGuest = listen<HostMessage | SignedMessage>(guest);
    for (let i = 0; i < 3; i++) {
      guest.send(ping(i));
      arrived[0]?.send({ kind: 'pong', sent: i, received: i, answered: i });
    }
    await time.until(() => atHost.got.length === 3 && atGuest.got.length === 3);
    for (const frame of [...fromHost]) inner.send(frame);
    for (const frame of [...fromGuest]) hostTransport.send(frame);
    await time.advance(50);
    expect(atHost).toMatchObject({ got: { length: 3 }, ends: [] });
    expect(atGuest).toMatchObject({ got: { length: 3 }, ends: [] });
  });

  it('take a hello sent back for none', async () => {
    // Somebody who took the rendezvous id without the code returns what it gets.
    hostTransport.onMessage((frame, from) => hostTransport.send(frame, from));
    expect(await failure(join())).toBe('malformed');
  });

  it('take an earlier answer for none', async () => {
    const recorded: Bytes[] = [];
    const recording = host(tapped(hostTransport, { out: into(recorded) }));
    await join();
    await recording.close();
    hostTransport.onMessage((_, from) => hostTransport.send(recorded[0] as Bytes, from));
    expect(await failure(join())).toBe('malformed');
  });

  it('let nobody in under a key that is not theirs (SEC-4)', async () => {
    host();
    const thief = { ...(await sealing.createIdentity()), key: guestIdentity.key };
    const guest = listen<HostMessage | SignedMessage>(await join({ identity: thief }));
    await time.until(() => guest.ends.length > 0);
    expect(arrived).toEqual([]);
  });

  it('let nobody host under a key that is not theirs (SEC-4)', async () => {
    host(hostTransport, sealing, { ...(await sealing.createIdentity()), key: hostIdentity.key });
    expect(await failure(join({ believed: hostIdentity.key }))).toBe('malformed');
  });

  it('believe only what the host has signed (SEC-6)', async () => {
    const identity = { ...hostIdentity };
    const links = host(hostTransport, sealing, identity);
    const guest = listen<HostMessage | SignedMessage>(await join());
    await time.until(() => arrived.length === 1);
    links.publish(playback(1));
    await time.until(() => guest.got.length === 1);
    Object.assign(identity, {
      signingKey: ((await sealing.createIdentity()) as Identity & { signingKey: CryptoKey }).signingKey,
    });
    links.publish(playback(2));
    await time.advance(50);
    Object.assign(identity, hostIdentity);
    links.publish(playback(3));
    await time.until(() => guest.got.length === 2);
    expect(guest).toMatchObject({ got: [playback(1), playback(3)], ends: [] });
  });
});
