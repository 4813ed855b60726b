import type { Channel } from '../channel';
import type { Board, RoomOfBoard } from './board';
import { type Greeting, readGreeting, writeGreeting } from './greeting';
import { type Meeting, meet } from './meeting';

/** One for each of the room's places. */
const HOSTS_MAX = 4;

export type HostGreeting = Extract<Greeting, { readonly kind: 'host' }>;

/** A connection to somebody's browser that nobody here or there has taken yet. */
export interface Encounter {
  /** Hosts in that browser, as they have named themselves. */
  readonly hosts: readonly HostGreeting[];
  /** Which guest here has asked over it to be let in, and how that is called off. */
  asking: { readonly id: string; readonly withdraw: () => void } | undefined;
  send(greeting: Greeting): void;
  /** The channel, for one end here: the mesh hears nothing of it any more. */
  take(): Channel;
  close(): void;
}

/** One end of ours in the mesh. */
export interface Party {
  /** Of a host: how it names itself. */
  readonly claim?: () => HostGreeting;
  /** Of a host: it has met another one, somewhere or in this very browser. */
  readonly meetHost?: (other: HostGreeting) => void;
  met(encounter: Encounter): void;
  heard(encounter: Encounter, greeting: Greeting): void;
  lost(encounter: Encounter): void;
  /** Trackers, relays or paths may be otherwise now. */
  changed(): void;
}

export interface Membership extends Pick<Meeting, 'isWorking' | 'isHopeless' | 'failure' | 'again'> {
  leave(): void;
}

export interface Mesh {
  /** Joins with the first party, and leaves with the last, for good. Who comes later meets whoever has been met. */
  add(party: Party): Membership;
  /** Has a party that was added meet the hosts in this browser. */
  meetOwnHosts(party: Party): void;
}

/**
 * A room of Trystero's as this browser is in it: once, whatever ends of ours are looking for somebody there. A host also
 * dials, and a guest dials several places at once; in Trystero a browser is one member, and so is everybody it meets.
 *
 * @param left called when the last party has left
 */
export function mesh(boards: readonly Board[], room: RoomOfBoard, left: () => void): Mesh {
  const parties = new Set<Party>();
  const encounters = new Set<Encounter>();
  const seen = new WeakSet<RTCPeerConnection>();
  let meeting: Meeting | undefined;
  let stopCounting = () => {};

  const changed = () => {
    for (const party of [...parties]) party.changed();
  };

  async function introduced(connection: RTCPeerConnection): Promise<void> {
    const { introductions } = room;
    if (!introductions.isIntroduced(connection) || seen.has(connection)) return;
    seen.add(connection);
    const channel = await connection.opened;
    if (!meeting) return;
    const hosts = new Map<string, HostGreeting>();
    const encounter: Encounter = {
      get hosts() {
        return [...hosts.values()];
      },
      asking: undefined,
      send: (greeting) => channel.send(writeGreeting(greeting)),
      take() {
        encounters.delete(encounter);
        connection.keep();
        return channel;
      },
      close() {
        encounters.delete(encounter);
        channel.close();
      },
    };
    encounters.add(encounter);
    channel.onClose(() => {
      if (!encounters.delete(encounter)) return;
      for (const party of [...parties]) party.lost(encounter);
    });
    channel.onMessage((frame) => {
      const said = readGreeting(frame);
      if (!said || !encounters.has(encounter)) return;
      if (said.kind === 'host' && (hosts.has(said.at) || hosts.size < HOSTS_MAX)) hosts.set(said.at, said);
      for (const party of [...parties]) {
        if (said.kind === 'host') party.meetHost?.(said);
        party.heard(encounter, said);
      }
      // Who was let in has given up meanwhile, or has never asked.
      const isAnswer = said.kind === 'welcome' || said.kind === 'full';
      if (isAnswer && encounters.has(encounter)) encounter.close();
    });
    for (const party of [...parties]) party.met(encounter);
  }

  return {
    add(party) {
      parties.add(party);
      if (!meeting) {
        meeting = meet(boards, room, introduced, changed);
        stopCounting = room.introductions.onCounts(changed);
      }
      const joined = meeting;
      for (const encounter of encounters) party.met(encounter);
      return {
        isWorking: joined.isWorking,
        isHopeless: joined.isHopeless,
        failure: joined.failure,
        again: joined.again,
        leave() {
          if (!parties.delete(party) || parties.size > 0) return;
          meeting = undefined;
          encounters.clear();
          stopCounting();
          left();
          void joined.leave();
        },
      };
    },
    meetOwnHosts(party) {
      for (const other of [...parties]) {
        const [own, theirs] = [party.claim?.(), other.claim?.()];
        if (other === party || !own || !theirs) continue;
        other.meetHost?.(own);
        party.meetHost?.(theirs);
      }
    },
  };
}
