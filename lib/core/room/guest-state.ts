import type { Media } from '../film/media';
import type { Playback } from '../time/playback';
import type { Control, Member, MemberId, SignedMessage, SkipOffer } from '../wire/protocol';
import type { ToldReport } from './report';

/** What a guest knows of the room, from the host's signed messages only (SPEC RO-6). */
export interface GuestState {
  readonly run: string;
  /** Own id; undefined until the host has said welcome. */
  readonly self: MemberId | undefined;
  readonly playback: Playback | undefined;
  /** Which film the playback is of. */
  readonly film: number;
  /** What the host watches, as it last said, and which film that is. */
  readonly media: { readonly film: number; readonly media: Media } | undefined;
  readonly epoch: number;
  readonly revision: number;
  readonly rosterRevision: number;
  readonly mediaRevision: number;
  readonly change: number;
  readonly ack: number;
  readonly control: Control;
  readonly together: boolean;
  readonly waiting: readonly MemberId[];
  /** What was offered last, until somebody has pressed something. */
  readonly skip: SkipOffer | undefined;
  readonly members: readonly Member[];
}

export function createGuestState(run: string, epoch: number): GuestState {
  return {
    run,
    self: undefined,
    playback: undefined,
    film: 0,
    media: undefined,
    epoch,
    revision: -1,
    rosterRevision: -1,
    mediaRevision: -1,
    change: -1,
    ack: 0,
    control: 'host',
    together: false,
    waiting: [],
    skip: undefined,
    members: [],
  };
}

/**
 * Takes a signed message in, in the order of (epoch, revision), never of arrival.
 * @returns the same state when the message is of another run, or old
 */
export function takeSigned(state: GuestState, message: SignedMessage): GuestState {
  if (message.run !== state.run || message.epoch < state.epoch) return state;
  const current =
    message.epoch > state.epoch
      ? { ...state, epoch: message.epoch, revision: -1, rosterRevision: -1, mediaRevision: -1 }
      : state;
  if (message.kind === 'media') {
    const { revision, film, media } = message;
    if (revision < current.mediaRevision) return state;
    return { ...current, mediaRevision: revision, media: { film, media } };
  }
  if (message.kind === 'roster') {
    if (message.revision < current.rosterRevision) return state;
    return {
      ...current,
      rosterRevision: message.revision,
      control: message.control,
      together: message.together,
      members: message.members,
    };
  }
  if (message.revision < current.revision) return state;
  const own = current.self === undefined ? undefined : message.acks?.[current.self];
  return {
    ...current,
    revision: message.revision,
    change: message.change,
    playback: message.playback,
    film: message.film ?? 0,
    waiting: message.waiting ?? [],
    skip: message.skip,
    ack: Math.max(current.ack, own ?? 0),
  };
}

/** The room's playback, where it is of the film that was named last: never of the one before on the next one's page. */
export function playbackOf({ playback, media, film }: GuestState): Playback | undefined {
  return media && media.film !== film ? undefined : playback;
}

/** The member id that goes with a signing key: the same person keeps it when it comes back. @param key base64url */
export function memberIdOf(key: string): MemberId {
  return key
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '0')
    .slice(-24);
}

/**
 * The members as this guest shows them (SPEC ME-3): itself as its own player has just said, since what the host repeats is
 * seconds old; and nobody else's figures while nobody brings them.
 * @param heard the host is heard
 */
export function membersSeen(state: GuestState, own: ToldReport, heard: boolean): readonly Member[] {
  return state.members.map((member) => {
    const { id, name, role, rttMs } = member;
    const who = { id, name, role };
    if (id === state.self) return { ...who, ...own, ...(heard && rttMs !== undefined ? { rttMs } : {}) };
    return heard ? member : { ...who, state: 'away' };
  });
}
