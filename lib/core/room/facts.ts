import type { Media } from '../film/media';
import type { Playback } from '../time/playback';
import type { Control, Countdown, Member, MemberId, RoomCause } from '../wire/protocol';

/**
 * What is true of a room, whoever says it: the host holds it and may change it, every other member knows it from the
 * host's signed messages. What only a host needs is in `HostState`, what only who listens needs in `GuestState`.
 */
export interface RoomFacts {
  /** The room from its creation to its end, whoever is host. */
  readonly run: string;
  /** Counts the hosts' terms: another host, or the same one after a restart, has a later one. */
  readonly epoch: number;
  readonly host: MemberId;
  readonly control: Control;
  /** Who may drive where `control` is `chosen`, beside the host. */
  readonly drivers: readonly MemberId[];
  /** The room waits for everyone; else it carries on. */
  readonly together: boolean;
  /** Nobody new comes in. */
  readonly locked: boolean;
  /** The host's person is asked before somebody new comes in. */
  readonly approves: boolean;
  /** Which film is watched: counts up with each other film. */
  readonly film: number;
  /** What the host watches; undefined until its page has said. */
  readonly media: Media | undefined;
  readonly playback: Playback | undefined;
  /** Raised by presses only. */
  readonly change: number;
  readonly cause: RoomCause | undefined;
  /** Whose press it was. */
  readonly by: MemberId | undefined;
  /** The last one; it may run no more (`countdown`). */
  readonly countdown: HeardCountdown | undefined;
  /** Room time (ms) from which on that change holds; re-anchoring leaves it. */
  readonly changedAt: number;
  /** How many watch without a seat, as the host has counted; absent: the room is not on the air. */
  readonly audience?: number | undefined;
  /** Whom the host has lost without a goodbye, as it tells its guests. */
  readonly missed?: readonly MemberId[] | undefined;
  /** In the order in which they follow a host that is lost; the host itself first. */
  readonly members: readonly Member[];
}

/** As the facts hold it. */
export interface HeardCountdown extends Countdown {
  /** The room's change that it was begun in: a press after it makes it void. */
  readonly change: number;
}

/** The member id that goes with a signing key: the same person keeps it when it comes back, and nobody else can have it. */
export function memberIdOf(key: string): MemberId {
  return key
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '0')
    .slice(-24);
}

/** May this member play, pause, seek and change the speed for everybody? */
export function mayDrive({ host, control, drivers }: Pick<RoomFacts, 'host' | 'control' | 'drivers'>, id: MemberId) {
  return id === host || control === 'everyone' || (control === 'chosen' && drivers.includes(id));
}

/** @returns undefined for somebody who is not there */
export function findMember({ members }: Pick<RoomFacts, 'members'>, id: MemberId): Member | undefined {
  return members.find((member) => member.id === id);
}

/** What is watched, and its how-manieth film that is; undefined until the host's page has said. */
export function watchedFilm({ film, media }: Pick<RoomFacts, 'film' | 'media'>) {
  return media && { film, media };
}

/** The host's name, for who is told that it drives; empty while nobody has said. */
export function hostName(facts: Pick<RoomFacts, 'members' | 'host'>): string {
  return findMember(facts, facts.host)?.name ?? '';
}
