import type { Playback } from '../time/playback';
import type { Member, MemberId, SignedMessage, SkipOffer } from '../wire/protocol';
import type { RoomFacts } from './facts';
import type { ToldReport } from './report';

/** The facts as a member knows them from the host's signed messages only (SPEC RO-6), and how far it has heard. */
export interface GuestState extends RoomFacts {
  /** Own id, made from the own key. */
  readonly self: MemberId;
  /** Of the last playback, roster and media message of this epoch; −1: none yet. */
  readonly revision: number;
  readonly rosterRevision: number;
  readonly mediaRevision: number;
  /** The playback as it was told, and of which film it is: it counts once that film is known (SPEC RO-5). */
  readonly told: { readonly playback: Playback | undefined; readonly film: number };
  /** The newest press here that the host has taken in. */
  readonly ack: number;
  readonly waiting: readonly MemberId[];
  /** What was offered last, until somebody has pressed something. */
  readonly skip: SkipOffer | undefined;
  /** Who is host from which epoch on, as the host said when it left. */
  readonly handover: { readonly host: MemberId; readonly epoch: number; readonly stays?: true } | undefined;
}

const unheard = { revision: -1, rosterRevision: -1, mediaRevision: -1, handover: undefined } as const;

/** A room of which nothing has been heard but its host's hello. @param members who is shown until its roster comes */
export function createGuestState(
  id: MemberId,
  { run, epoch, host }: Pick<RoomFacts, 'run' | 'epoch' | 'host'>,
  members: readonly Member[] = [],
): GuestState {
  return {
    ...unheard,
    ...{ self: id, run, epoch, host },
    // Until the host has said what this member may, it may nothing.
    control: 'host',
    drivers: [],
    together: false,
    locked: false,
    approves: false,
    film: 0,
    media: undefined,
    playback: undefined,
    told: { playback: undefined, film: 0 },
    change: -1,
    cause: undefined,
    by: undefined,
    countdown: undefined,
    changedAt: Number.NEGATIVE_INFINITY,
    members,
    ack: 0,
    waiting: [],
    skip: undefined,
  };
}

/**
 * The same room under a later epoch, or under another host: what is known stays until the new term's first words, but its
 * order begins anew, and presses are counted anew.
 */
export function nextTerm(state: GuestState, { epoch, host }: Pick<RoomFacts, 'epoch' | 'host'>): GuestState {
  return { ...state, ...unheard, epoch, host, ack: 0 };
}

/**
 * Takes a signed message in, in the order of (epoch, revision), never of arrival.
 * @returns the same state when the message is of another run, or old
 */
export function takeSigned(state: GuestState, message: SignedMessage): GuestState {
  if (message.run !== state.run || message.epoch < state.epoch) return state;
  const current = message.epoch > state.epoch ? { ...state, ...unheard, epoch: message.epoch } : state;
  const { revision } = message;
  switch (message.kind) {
    case 'media':
      if (revision < current.mediaRevision) return state;
      return settled({ ...current, mediaRevision: revision, film: message.film, media: message.media });
    case 'roster': {
      if (revision < current.rosterRevision) return state;
      const { host, control, drivers, together, members, locked = false, approves = false, audience, missed } = message;
      const told = { host, control, drivers, together, locked, approves, members, audience, missed };
      return { ...current, rosterRevision: revision, ...told };
    }
    case 'handover':
      return { ...current, handover: { ...message.to, ...(message.stays ? { stays: true } : {}) } };
    case 'playback': {
      if (revision < current.revision) return state;
      const { playback, film = 0, change, cause, by, waiting = [], skip, countdown, acks } = message;
      const news = change !== current.change;
      return settled({
        ...current,
        ...{ revision, change, cause, by, waiting, skip },
        countdown: countdown && { ...countdown, change },
        told: { playback, film },
        changedAt: news ? (playback?.at ?? current.changedAt) : current.changedAt,
        ack: Math.max(current.ack, acks?.[current.self] ?? 0),
      });
    }
  }
}

/** The playback counts where it is of the film that was named last: never of the one before on the next one's page. */
function settled(state: GuestState): GuestState {
  const { playback, film } = state.told;
  return { ...state, playback: state.media && state.film !== film ? undefined : playback };
}

/**
 * The members as this guest shows them (SPEC ME-3): itself as its own player has just said, since what the host repeats is
 * seconds old; and nobody else's figures while nobody brings them.
 * @param heard the host is heard
 */
export function membersSeen(state: GuestState, own: ToldReport, heard: boolean): readonly Member[] {
  return state.members.map((member) => {
    const { id, name, colour, rttMs } = member;
    const who = { id, name, ...(colour ? { colour } : {}) };
    if (id === state.self) return { ...who, ...own, ...(heard && rttMs !== undefined ? { rttMs } : {}) };
    return heard ? member : { ...who, state: 'away' };
  });
}
