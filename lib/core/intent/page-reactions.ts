import { HAVE_METADATA, type PlayerEvent, type PlayerView } from '../player/player-view';

/**
 * What a page does to its own player in answer to us, or to its getting going: no person's press, however much it
 * looks like one (SPEC IN-6).
 */
export interface PageReactions {
  /** Our last seeks, until they count no more: a page may answer each of two that follow each other fast. */
  readonly ownSeeks: readonly Sought[];
  /** The page is seeking back from it. */
  readonly snappingBack: boolean;
  /** Local ms of the last `playing`. */
  readonly playingAt: number;
  /** Local ms of the last `play`. */
  readonly playAt: number;
  /** The page has set the rate back as its player got going. */
  readonly resetsRate: boolean;
  /** Local ms of our last pause. */
  readonly ownPauseAt: number;
  /** The page loads anew because somebody has sought: the place it then goes to is that one's. */
  readonly reload: Reload | undefined;
  /** When a seek last began, local ms, whether it was ours, and whether it has landed. */
  readonly seeking: { readonly at: number; readonly ours: boolean; readonly landed: boolean };
}

interface Reload {
  /** Local ms. */
  readonly at: number;
  /** It was ours. */
  readonly ours: boolean;
  /** It has gone to its place since. */
  readonly placed: boolean;
  /** We heard of the seek before the page did, and told it: its place may be one to which we go ourselves. */
  readonly told: boolean;
}

interface Sought {
  readonly at: number;
  /** Where the player was, and how fast it went on, in media seconds a second. */
  readonly from: number;
  readonly speed: number;
  /** Never: −∞. */
  readonly landedAt: number;
}

export const noReactions: PageReactions = {
  ownSeeks: [],
  snappingBack: false,
  playingAt: Number.NEGATIVE_INFINITY,
  playAt: Number.NEGATIVE_INFINITY,
  resetsRate: false,
  ownPauseAt: Number.NEGATIVE_INFINITY,
  reload: undefined,
  seeking: { at: Number.NEGATIVE_INFINITY, ours: false, landed: true },
};

/** Pages seek back within half a second; no person sees a jump and answers it as fast. */
export const SNAP_MS = 600;
/** A rate is set back as the player gets going, once later… */
export const RATE_RESET_MS = 1_500;
/** …and once at once: by this a page that does so is known. */
export const RESETS_AT_ONCE_MS = 150;

/** A server that transcodes takes its time to send another stream. */
const RELOAD_MS = 10_000;
/** A page that answers a seek by another load begins it as it hears of the seek. */
const ANSWERS_MS = 100;

/** Takes note of what bears on later events. @param echo of a write of ours */
export function noteEvent(
  reactions: PageReactions,
  event: PlayerEvent,
  echo: boolean,
  view: PlayerView,
  now: number,
): PageReactions {
  const { ownSeeks, reload } = reactions;
  // A page may dispatch an `emptied` of its own making: then its player has what it had.
  const answers = event === 'emptied' && view.readyState < HAVE_METADATA && now - reactions.seeking.at < ANSWERS_MS;
  if (answers && !(reload && now - reload.at < ANSWERS_MS)) {
    return { ...reactions, reload: { at: now, ours: reactions.seeking.ours, placed: false, told: true } };
  }
  if (event === 'seeking') {
    const seeking = { at: now, ours: echo, landed: false };
    return noteSeeking({ ...reactions, seeking }, echo, view, now);
  }
  const last = ownSeeks.at(-1);
  if (event === 'playing') return { ...reactions, playingAt: now };
  if (event === 'play') return { ...reactions, playAt: now };
  if (event === 'ratechange' && !echo && view.rate === 1 && now - reactions.playingAt < RESETS_AT_ONCE_MS) {
    return { ...reactions, resetsRate: true };
  }
  if (event !== 'seeked') return reactions;
  return {
    ...reactions,
    snappingBack: false,
    seeking: { ...reactions.seeking, landed: true },
    ownSeeks: last ? [...ownSeeks.slice(0, -1), { ...last, landedAt: now }] : ownSeeks,
  };
}

function noteSeeking(reactions: PageReactions, echo: boolean, view: PlayerView, now: number): PageReactions {
  const { ownSeeks, reload } = reactions;
  // The page's script has heard of the seek before us, and has begun another load.
  if (view.readyState < HAVE_METADATA)
    return { ...reactions, reload: { at: now, ours: echo, placed: false, told: false } };
  if (reload && now - reload.at < RELOAD_MS && (!echo || reload.told)) {
    return {
      ...reactions,
      ownSeeks: reload.ours ? ownSeeks : [],
      reload: { ...reload, ours: reload.ours || echo, placed: true },
    };
  }
  return reactions;
}

/** The person here has chosen a rate: who chooses another soon after has not waited for the player to get going. */
export function noteRateChosen(reactions: PageReactions): PageReactions {
  return { ...reactions, playingAt: Number.NEGATIVE_INFINITY };
}

/** The place that the page went to has been looked at. */
export function forgetReload(reactions: PageReactions): PageReactions {
  return { ...reactions, reload: undefined };
}

/** The player is seen to seek: somebody has just asked it to, and the event is on its way. */
export function noteForeignSeek(reactions: PageReactions, now: number): PageReactions {
  return reactions.seeking.landed ? { ...reactions, seeking: { at: now, ours: false, landed: false } } : reactions;
}

/** We seek now. */
export function noteSeek(reactions: PageReactions, { position, paused, rate }: PlayerView, now: number): PageReactions {
  return {
    ...reactions,
    snappingBack: false,
    seeking: { at: now, ours: true, landed: false },
    ownSeeks: [
      ...reactions.ownSeeks.filter(({ at }) => now - at <= SNAP_MS),
      { at: now, from: position, speed: paused ? 0 : rate, landedAt: Number.NEGATIVE_INFINITY },
    ],
  };
}

/** We pause now. */
export function noteOwnPause(reactions: PageReactions, now: number): PageReactions {
  return { ...reactions, ownPauseAt: now };
}

/** For how long a page that sets the rate back may do so yet, ms; 0: no more (SPEC IN-10). @param now local ms */
export function setsRateBackForMs({ resetsRate, playingAt }: PageReactions, now: number): number {
  return resetsRate ? Math.max(0, playingAt + RATE_RESET_MS - now) : 0;
}
