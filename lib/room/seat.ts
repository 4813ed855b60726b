import type { Media } from '../core/film/media';
import type { Problem, Reached } from '../core/ports/room-view';
import type { RoomFacts } from '../core/room/facts';
import { hostName, mayDrive } from '../core/room/facts';
import { namesOf } from '../core/room/names';
import type { Intent, PlayerReport, RoomOrder } from '../core/room/order';
import type { ClockReading } from '../core/time/clock';
import type { Control, Member, MemberId, SkipOffer } from '../core/wire/protocol';
import type { Carrier } from './chat';
import type { DiaryLine } from './diary';

/** How the others are reached: `reconnecting`: the host is not heard; `signalling-lost`: nobody new can come. */
export type Connection = 'open' | 'reconnecting' | 'signalling-lost';

/** What only the member that is host may do, for as long as it is. */
export interface HostPowers {
  /** What is watched is known, or known better. */
  setMedia(media: Media): void;
  /** Another film has begun here, and with it the room's playback. */
  startFilm(media: Media, start: Intent): void;
  setControl(control: Control): void;
  setTogether(together: boolean): void;
  setDriver(id: MemberId, may: boolean): void;
  /** Has all start together after a countdown, or not after all. @param by whose wish it is: the host's own, if nobody's */
  countDown(on: boolean, by?: MemberId): void;
  setDoor(door: { readonly locked?: boolean; readonly approves?: boolean }): void;
  /** Who waits to be let in. */
  readonly knocks: readonly { readonly id: MemberId; readonly name: string }[];
  letIn(id: MemberId, may: boolean): void;
  /** Whom this member's person has let in already: they come in without a question. Nobody else is expected any more. */
  expect(ids: readonly MemberId[]): void;
  /** Guests who ask to drive. */
  readonly asks: readonly { readonly id: MemberId; readonly name: string }[];
  /** To a guest who asks to drive; nothing to any other. */
  letDrive(id: MemberId, may: boolean): void;
  /** Sends a member away, for as long as this run lasts; the room moves to another code with those who stay. */
  remove(id: MemberId): void;
  /** Makes a member that is here host in this one's place. */
  makeHost(id: MemberId): void;
}

/** What only a guest may do, for as long as it is one. */
export interface GuestAsks {
  /** Asks the host's person to be let drive. */
  toDrive(): void;
  /** Asks the host to have all start together after a countdown, or not after all. */
  toCountDown(on: boolean): void;
  /** No word of that has come yet. */
  readonly isAsking: boolean;
}

/**
 * A member's place in the room, which it may exchange for the other one while the film plays: `host-seat` holds the facts
 * and tells them, `guest-seat` hears them.
 */
export interface Seat {
  readonly facts: RoomFacts;
  /** Everybody, as this member knows it: itself as its own player says, and nobody else's figures while nobody brings them. */
  readonly members: readonly Member[];
  /** Undefined in a guest's seat. */
  readonly powers: HostPowers | undefined;
  /** Undefined in a host's seat. */
  readonly asks: GuestAsks | undefined;
  readonly connection: Connection;
  /** Carries what is said in the chat. */
  readonly carrier: Carrier;
  /** How the ways to the host are, or were when they were dialled. */
  readonly diary: readonly DiaryLine[];
  /** How a member is reached from here, or of a guest itself: how its host is; undefined where that is not heard. */
  pathTo(id: MemberId): Reached | undefined;
  /** Those whom the room stands still for. */
  readonly waiting: readonly MemberId[];
  /** What was offered last; may stand no more. */
  readonly skip: SkipOffer | undefined;
  /** What the player here is to do. */
  order(): RoomOrder;
  /** The room service's clock → room time; undefined until it is known. */
  clock(): ClockReading | undefined;
  intent(intent: Intent): void;
  report(report: PlayerReport): void;
  /** The person here goes on without those whom the room stands still for, whatever the player here shows. */
  goOn(): void;
  /** The player here was taken to this place of the room: to be offered to the others. */
  offerSkip(to: number): void;
  rename(name: string): void;
  /** Says goodbye, the room's where this is its host, and lets go of everything. Resolves once it is with the transports. */
  close(): Promise<void>;
}

/** What is said in the page of who is here: `hosts` of somebody else who is host now, `host-here` where it is this member. */
export type RoomToast =
  | 'joined'
  | 'left'
  | 'hosts'
  | 'host-here'
  | 'knocks'
  | 'moved'
  | 'asks-to-drive'
  | 'declined'
  | 'invite-seen';

/** How a seat tells its room; each call is a fact, never a request. */
export interface SeatListeners {
  /** Playback, rights or clock: the player has to be told. */
  ordered(): void;
  /** Members, their states, the connection, the ways: the popup has to be told. */
  changed(): void;
  /** Something worth restoring changed. */
  recorded(): void;
  /** The room is over here, and why. */
  ended(problem: Problem): void;
  toast(text: RoomToast, name: string): void;
}

/** The order that a seat gives to the player of the member `self`. */
export function orderOf(
  facts: RoomFacts,
  self: string,
  { revision, ack, waiting }: Pick<RoomOrder, 'revision' | 'ack'> & Pick<Seat, 'waiting'>,
): RoomOrder {
  const { playback, epoch, change, together, host } = facts;
  return {
    leads: self === host,
    canControl: mayDrive(facts, self),
    driver: hostName(facts),
    ...(playback ? { playback } : {}),
    ...{ epoch, revision, change, ack, together, waiting: namesOf(facts, waiting) },
  };
}
