import type { Claim, Judgement, Known } from '../core/room/belief';
import { slotsFrom } from '../core/room/belief';
import type { RoomFacts } from '../core/room/facts';
import { type Listening, type Transport, TransportError } from '../transport/transport';
import type { Way } from '../transport/way';
import { Backoff } from './backoff';
import { address, type RoomDependencies } from './dependencies';
import { Dialler } from './dialler';
import { Doorway, type DoorwayListeners, type Voice } from './doorway';
import { inOrder, whenDone } from './links/in-order';
import type { AirSeal, HostSelf, Identity, RoomSecrets } from './links/link';

/** Ways that were lost, and hosts that are away, are tried again after so long, ms. */
const BACKOFF_MS = [250, 500, 1_000, 2_000, 4_000, 8_000];

export interface ReachDependencies extends RoomDependencies {
  readonly secrets: RoomSecrets;
  readonly server: string | undefined;
  readonly identity: Identity;
  /** Of this member, as it is now. */
  readonly name: () => string;
}

/** What a member thinks of the hosts that it dials. */
export interface Opinion {
  /** The room as it is known here; a host of an earlier epoch takes it to heart. */
  known(): Known | undefined;
  judge(claim: Claim, slot: number): Judgement;
  /** How each way is being tried has changed. */
  changed(): void;
}

/** How a member reaches the others of its room: with its code's secrets, on every way, in either seat. */
export class Reach {
  private secrets: RoomSecrets;
  /** The host keeps a seat: it is asked for it, although it says that all are taken. */
  isCalled = false;

  constructor(private readonly parts: ReachDependencies) {
    this.secrets = parts.secrets;
  }

  /** The room is met under another code from now on: what is opened or dialled after this uses its secrets. */
  move(secrets: RoomSecrets) {
    this.secrets = secrets;
  }

  /** For what is tried again and again. */
  backoff() {
    return new Backoff(this.parts.scheduler, BACKOFF_MS, this.parts.random);
  }

  dialler(opinion: Opinion): Dialler {
    const { ways, scheduler, sealing, identity } = this.parts;
    // The room may move while somebody is being dialled.
    const opened = new WeakMap<Transport, RoomSecrets>();
    return new Dialler({
      ways,
      scheduler,
      open: async (way, slot, signal) => {
        const { secrets } = this;
        const isNew = !this.isCalled && opinion.known() === undefined;
        const transport = await this.open(secrets, way, slot, 'guest', signal, isNew);
        opened.set(transport, secrets);
        return transport;
      },
      greet: async (transport, slot, signal) => {
        const knows = opinion.known();
        const believes = (claim: Claim) => opinion.judge(claim, slot);
        const name = this.parts.name();
        const self = { identity, name, ...(knows ? { knows } : {}), believes };
        return {
          link: await sealing.guest(transport, opened.get(transport) ?? this.secrets, self, scheduler, signal),
          name,
        };
      },
      changed: () => opinion.changed(),
    });
  }

  doorway(
    facts: () => Pick<RoomFacts, 'run' | 'epoch'>,
    gate: Pick<HostSelf, 'refuses' | 'learns'>,
    listeners: DoorwayListeners,
  ): Doorway {
    const { parts, secrets } = this;
    const { ways, scheduler, sealing, identity, name } = parts;
    const self: HostSelf = {
      ...gate,
      identity,
      get name() {
        return name();
      },
      get run() {
        return facts().run;
      },
      get epoch() {
        return facts().epoch;
      },
    };
    return new Doorway(
      {
        ways,
        scheduler,
        open: (way, signal) => this.open(secrets, way, slotsFrom(facts().epoch)[0] ?? 0, 'host', signal),
        links: (transport) => sealing.host(transport, secrets, self, scheduler),
        backoff: () => this.backoff(),
        voice: this.voice(secrets),
      },
      listeners,
    );
  }

  /** Whether the host can be heard without a seat. */
  get hasAir(): boolean {
    return this.parts.ways.some(({ listen }) => listen);
  }

  /** Listens to the host without a seat. Rejects with a `TransportError`. */
  async listen(signal: AbortSignal): Promise<Listening> {
    const { ways, server, iceServers } = this.parts;
    const { secrets } = this;
    const listen = ways.find((way) => way.listen)?.listen;
    if (!listen) throw new TransportError('server-unreachable', 'no way carries an audience');
    const places = secrets.rendezvousIds.map((_, slot) => address(secrets, slot, server, iceServers));
    return listen(places, signal);
  }

  /** Opens what is heard there. */
  airSeal(): AirSeal {
    return this.parts.sealing.air(this.secrets);
  }

  private voice(secrets: RoomSecrets): Voice {
    const { identity, sealing } = this.parts;
    const seal = sealing.air(secrets);
    const inTurn = inOrder();
    return {
      key: identity.key,
      say: (message, carry) => inTurn.add(() => whenDone(seal.seal(identity, message), carry)),
    };
  }

  private open(
    secrets: RoomSecrets,
    way: Way,
    slot: number,
    role: 'host' | 'guest',
    signal: AbortSignal,
    isNew = false,
  ) {
    const { server, iceServers } = this.parts;
    return way.open({ ...address(secrets, slot, server, iceServers), ...(isNew ? { isNew } : {}) }, role, signal);
  }
}
