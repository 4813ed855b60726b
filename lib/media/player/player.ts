import { addToken, consume, type EchoKind, type EchoToken, forgetTokens } from '../../core/player/echo';
import { HAVE_METADATA, type PlayerEvent, type PlayerView } from '../../core/player/player-view';
import type { SyncEffect } from '../../core/sync/step-io';
import { boundDuration, LIVE_BASE_S } from '../../core/time/playback';
import type { Scheduler } from '../../core/time/scheduler';
import { type Audible, isAloud } from './aloud';
import { confirmedValue } from './confirmed-value';
import { finite } from './finite';
import { placeOf } from './place';
import { keepResampling } from './resampling';
import type { Surroundings } from './surroundings';

/**
 * The one writer of a video (SPEC PL-2). Nothing else in Lockstep sets a position, a rate, or plays and
 * pauses: lint holds it. Each write leaves a token, so that its event is known for an echo.
 */

/** What of an `HTMLVideoElement` is used: the simulator's model has as much. */
export type VideoLike = EventTarget &
  Omit<Audible, 'muted'> &
  Pick<
    HTMLVideoElement,
    | 'currentTime'
    | 'paused'
    | 'playbackRate'
    | 'preservesPitch'
    | 'seeking'
    | 'ended'
    | 'readyState'
    | 'duration'
    | 'muted'
    | 'play'
    | 'pause'
  > &
  Partial<Pick<HTMLVideoElement, 'isConnected' | 'loop' | 'seekable' | 'buffered' | 'error'>>;

/** What the person has to be asked for: sound, or a press without which nothing plays. */
export type Prompt = 'none' | 'unmute' | 'press-play';
export type PlayerEffect = Extract<SyncEffect, { type: 'play' | 'pause' | 'seek' | 'rate' | 'own-pitch' }>;

export interface Player {
  view(): PlayerView;
  carryOut(effect: PlayerEffect): void;
  /** The person pressed the prompt's button; to be called within that press. */
  press(): void;
}

export interface PlayerListeners {
  readonly event: (event: PlayerEvent, echo: boolean) => void;
  readonly prompt: (prompt: Prompt) => void;
  readonly around: Surroundings;
}

const EVENTS: readonly (readonly [dom: string, event: PlayerEvent, echo?: EchoKind])[] = [
  ['play', 'play', 'play'],
  ['playing', 'playing'],
  ['pause', 'pause', 'pause'],
  ['seeking', 'seeking', 'seeking'],
  ['seeked', 'seeked'],
  ['ratechange', 'ratechange', 'ratechange'],
  ['waiting', 'waiting'],
  ['ended', 'ended'],
  ['emptied', 'emptied'],
  ['loadedmetadata', 'loaded'],
  ['canplay', 'ready'],
  ['durationchange', 'duration'],
  ['error', 'failed'],
];

/** Takes a video in charge until `signal` ends it; then its rate and pitch are as the person had them. */
export function takePlayer(
  video: VideoLike,
  scheduler: Scheduler,
  listeners: PlayerListeners,
  signal: AbortSignal,
): Player {
  let tokens: readonly EchoToken[] = [];
  let blocked = false;
  /** Sound was refused, and the person has not given it back yet. */
  let mutedByUs = false;
  let prompt: Prompt = 'none';
  /** The seek that is under way is ours: its `seeked` is an echo as well. */
  let ownSeek = false;
  /** The rate that the nudge under way has left. */
  let nudgedFrom: number | undefined;
  const resampling = keepResampling(video, listeners.around.facts.restRate, (rate) => writeRate(rate), signal);
  /** The rate that the page has heard of last. */
  let heardRate = video.playbackRate;

  /**
   * A page that puts another video in this one's place: the browser pauses what is in no document, which is nobody's
   * press, and played again it would be heard beside its successor. One that never was in a document is another thing.
   */
  let wasThere = false;
  const isTakenAway = () => {
    wasThere ||= video.isConnected === true;
    return wasThere && !video.isConnected;
  };
  isTakenAway();
  const paused = confirmedValue(() => video.paused, scheduler);
  const rate = confirmedValue(() => resampling.meant(finite(video.playbackRate, 1)), scheduler);
  const { facts, soundLateMs = () => 0 } = listeners.around;
  const place = placeOf(video, facts.behindS, soundLateMs, signal);
  let wasAloud = isAloud(video);
  const ask = (next: Prompt) => {
    if (next === prompt) return;
    prompt = next;
    listeners.prompt(prompt);
  };
  const token = (kind: EchoKind, value?: number) => {
    tokens = addToken(tokens, { kind, value, at: scheduler.now() });
  };
  const writeRate = (wanted: number) => {
    token('ratechange', wanted);
    video.playbackRate = wanted;
    rate.confirm();
  };
  const isEcho = (kind: EchoKind): boolean => {
    // A page that answers a seek by another load has lost the place by now.
    const sought = kind === 'seeking' && video.readyState >= HAVE_METADATA;
    const value = sought ? video.currentTime : kind === 'ratechange' ? video.playbackRate : undefined;
    const result = consume(tokens, kind, value, scheduler.now());
    tokens = result.tokens;
    return result.echo;
  };

  const play = () => {
    if (video.paused) token('play');
    attempt().catch((error: unknown) => {
      if (!isRefusal(error) || video.muted) return fail(error);
      video.muted = true;
      mutedByUs = true;
      attempt().catch(fail);
    });
  };
  /** A pause or a load that came in between is no refusal. */
  const isRefusal = (error: unknown) => !signal.aborted && nameOf(error) === 'NotAllowedError';
  const fail = (error: unknown) => {
    // A start that a pause has ended has had its event. Any other has none to wait for (SPEC EC-3).
    if (nameOf(error) !== 'AbortError') tokens = forgetTokens(tokens, 'play');
    if (isRefusal(error)) refuse();
  };

  /** Pages that replace `play` may throw, or return nothing. */
  const attempt = async (): Promise<void> => {
    const started = video.play();
    paused.confirm();
    await started;
    blocked = false;
    if (mutedByUs && video.muted) ask('unmute');
  };
  const refuse = () => {
    if (signal.aborted || !video.paused) return;
    paused.confirm();
    blocked = true;
    ask('press-play');
    listeners.event('pause', true);
  };
  for (const [dom, event, echo] of EVENTS) {
    video.addEventListener(
      dom,
      (told) => {
        if (isTakenAway()) return;
        if (event === 'play' || event === 'pause' || event === 'emptied') paused.confirm();
        if (event === 'ratechange' || event === 'emptied') rate.confirm();
        if (event === 'playing') {
          blocked = false;
          if (prompt === 'press-play') ask(video.muted ? 'unmute' : 'none');
          // A page that loads something else first answers no play() of ours, and plays by itself.
          else if (mutedByUs && video.muted) ask('unmute');
        }
        const mine = echo ? isEcho(echo) : event === 'seeked' && ownSeek;
        if (event === 'ratechange') {
          const now = resampling.meant(video.playbackRate);
          // Some players store each rate they hear of, as the person's, for all films to come.
          if (mine && (nudgedFrom !== undefined || now === heardRate)) told.stopImmediatePropagation();
          else heardRate = now;
          // Somebody's choice, at which the pitch is heard.
          if (now !== 1 && !(mine && nudgedFrom !== undefined)) resampling.giveBack();
        }
        if (event === 'seeking') ownSeek = mine;
        if (event === 'emptied') tokens = forgetTokens(tokens, 'seeking');
        listeners.event(event, mine);
      },
      // On the element itself, who captures is called before all that do not.
      { signal, capture: event === 'ratechange' },
    );
  }
  video.addEventListener(
    'volumechange',
    () => {
      const aloud = isAloud(video);
      if (aloud !== wasAloud && soundLateMs() > 0) listeners.event('sound', true);
      wasAloud = aloud;
      if (video.muted) return;
      mutedByUs = false;
      if (prompt === 'unmute') ask('none');
    },
    { signal },
  );
  signal.addEventListener('abort', () => {
    if (nudgedFrom !== undefined) video.playbackRate = nudgedFrom;
    ask('none');
  });

  return {
    view: () => ({
      position: place(),
      paused: paused.value(),
      rate: rate.value(),
      seeking: video.seeking,
      ended: video.ended,
      readyState: video.readyState,
      duration: boundDuration(video.duration),
      seekableStart: startOf(video),
      seekableEnd: edgeOf(video),
      bufferedTo: bufferedTo(video),
      loop: video.loop === true,
      hiddenSince: listeners.around.isFloating() ? undefined : listeners.around.hiddenSince(),
      focus: listeners.around.focus(),
      mediaKeyAt: listeners.around.mediaKeyAt?.(),
      thawedAt: listeners.around.thawedAt?.(),
      muted: video.muted,
      failed: Boolean(video.error),
      blocked,
      userActive: listeners.around.userActive(),
    }),
    carryOut(effect) {
      if (isTakenAway()) return;
      switch (effect.type) {
        case 'play':
          return play();
        case 'pause':
          if (!video.paused) token('pause');
          video.pause();
          return paused.confirm();
        case 'seek': {
          // What has fallen out of a stream's window is not to be had: the browser seeks to what is left, and so do we.
          const position = Math.max(startOf(video), effect.position);
          const before = video.currentTime;
          ownSeek = true;
          video.currentTime = position;
          // Where it really goes (SPEC EC-2). A player that begins only later is believed to go where it was asked.
          token('seeking', video.currentTime === before ? position : video.currentTime);
          return;
        }
        case 'rate': {
          // Written over, somebody's choice would show in no event.
          const hasChosen = rate.isUnconfirmed();
          if (effect.nudge === 'stretched' || (!effect.nudge && effect.rate !== 1)) resampling.giveBack();
          if (effect.nudge && !hasChosen) {
            nudgedFrom ??= resampling.meant(video.playbackRate);
            resampling.begin(effect.nudge === 'resampled');
          }
          const wanted = resampling.written(effect.rate);
          if (!hasChosen && video.playbackRate !== wanted) writeRate(wanted);
          if (!effect.nudge) nudgedFrom = undefined;
          return;
        }
        case 'own-pitch':
          return resampling.end();
      }
    },
    press() {
      blocked = false;
      mutedByUs = false;
      video.muted = false;
      ask('none');
      listeners.event('unblocked', true);
    },
  };
}

function startOf({ seekable }: VideoLike): number {
  return seekable && seekable.length > 0 ? seekable.start(0) : 0;
}

/** A player that calls a stream 2³² s long says that all of it can be sought: nothing so far ahead is an edge. */
function edgeOf({ seekable, currentTime }: VideoLike): number {
  const end = seekable && seekable.length > 0 ? seekable.end(seekable.length - 1) : Number.NaN;
  return end - currentTime > LIVE_BASE_S ? Number.NaN : end;
}

function bufferedTo({ buffered, currentTime }: VideoLike): number {
  for (let i = 0; i < (buffered?.length ?? 0); i++) {
    if (buffered && buffered.start(i) <= currentTime && buffered.end(i) >= currentTime) return buffered.end(i);
  }
  return Number.NaN;
}

/** In Firefox an error of the page is no instance of a content script's `Error`. */
function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
}
