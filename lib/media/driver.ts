import { boundShift } from '../core/film/shifts';
import { HAVE_FUTURE_DATA, HAVE_METADATA, type PlayerEvent } from '../core/player/player-view';
import { isSameProfile, profileOf, withProfile } from '../core/player/profile';
import { defaultTraits, type PlayerTraits } from '../core/player/traits';
import type { FromPlayer, ToPlayer } from '../core/ports/player-port';
import type { PlayerReport, RoomOrder } from '../core/room/order';
import { LONG_AGO } from '../core/sync/state';
import type { Notice, OrderEvent, SyncEffect, SyncEvent } from '../core/sync/step-io';
import { type ClockReading, composeClocks } from '../core/time/clock';
import { ClockSampler } from '../core/time/clock-sampler';
import type { Scheduler } from '../core/time/scheduler';
import { isAd } from '../core/timeline/ad-watch';
import {
  attached as attachedTo,
  initialPlayer,
  type PageSigns,
  type PlayerState,
  playerStep,
  released,
  shifted,
} from '../core/timeline/player-step';
import { type Player, type Prompt, takePlayer, type VideoLike } from './player/player';
import { noMemory, type PlayerMemory } from './player/player-memory';
import type { Surroundings } from './player/surroundings';

/** What the driver shows to the person, in the page. */
export interface DriverUi {
  prompt(prompt: Prompt, press: () => void): void;
  refused(driver: string): void;
  notice(notice: Notice): void;
}

export interface Driver {
  receive(message: ToPlayer): void;
  /**
   * The video of this frame changed: the sync starts afresh on it, the clock stays.
   * @param signs what the page says of what it shows, read at every step
   * @param traits what is known beforehand of what it bears
   * @param memory of such players: asked now, and told of what this one shows
   */
  attach(
    video: VideoLike | undefined,
    signs?: () => PageSigns,
    traits?: Partial<PlayerTraits>,
    memory?: PlayerMemory,
  ): void;
  /** The page put the video elsewhere, for which the browser may pause it. */
  moved(): void;
  /** The person says otherwise how late the sound is here. */
  soundMoved(): void;
  /** The person has chosen another video: what plays here for the room stops with the room's going there. */
  leave(): void;
}

const noSigns = (): PageSigns => ({ ad: false, live: false, film: '' });
/** Reports repeat this often while nothing changes. */
const REPORT_MS = 1_000;
/** A room's clock on the own port is fetched again this often. */
const PING_MS = 5_000;
/** Pings of a burst follow each other this closely. */
const BURST_GAP_MS = 30;

/**
 * Drives one video by the room's orders: runs the pure sync step on whatever happens and carries out what
 * it says. Everything of the browser is handed in; the simulator runs the same driver on a modelled video.
 * @param send to the room service
 */
export function createDriver(
  send: (message: FromPlayer) => void,
  scheduler: Scheduler,
  ui: DriverUi,
  around: Surroundings,
  signal: AbortSignal,
): Driver {
  let player: Player | undefined;
  let attached: AbortController | undefined;
  let isLeft = false;
  let held: VideoLike | undefined;
  let state: PlayerState = initialPlayer;
  let page = noSigns;
  let traits = defaultTraits;
  let memory = noMemory;
  let far: ClockReading | undefined;
  let cancelWake: (() => void) | undefined;
  let reported: { readonly report: PlayerReport; readonly at: number } | undefined;
  let active = false;
  let gentle = true;
  /** Counts what this frame has loaded: each may be another film (SPEC MK-3). */
  let load = 0;
  const port = new ClockSampler(scheduler, BURST_GAP_MS, (sent) => send({ type: 'ping', sent }));
  signal.addEventListener('abort', () => {
    port.stop();
    cancelWake?.();
    giveBack();
    attached?.abort();
  });
  port.burst();

  const run = (event: SyncEvent | OrderEvent) => {
    if (!player || !active || signal.aborted) return;
    const now = scheduler.now();
    const near = port.reading();
    const clock = near && far ? composeClocks(near, far) : undefined;
    const moment = { now, clock, view: player.view(), gentle, traits, load };
    const step = playerStep(state, event, moment, page());
    const another = isAd(step.state.ads) !== isAd(state.ads) || step.state.live.isStream !== state.live.isStream;
    const learned = !isSameProfile(step.state.sync, state.sync);
    state = step.state;
    if (another) tellFilm();
    if (learned) memory.learned(profileOf(state.sync));
    let wakeIn = Number.POSITIVE_INFINITY;
    for (const effect of step.effects) {
      if (effect.type === 'wake') wakeIn = Math.min(wakeIn, effect.inMs);
      else perform(effect, player, now);
    }
    if (wakeIn < Number.POSITIVE_INFINITY) wake(wakeIn);
  };
  /** This frame's video goes on as its page and its person want it. */
  const giveBack = () => {
    if (!player || !active) return;
    const step = released(state);
    state = step.state;
    for (const effect of step.effects) if (effect.type !== 'wake') perform(effect, player, scheduler.now());
  };

  const perform = (effect: Exclude<SyncEffect, { type: 'wake' }>, on: Player, now: number) => {
    switch (effect.type) {
      case 'intent':
      case 'skip':
        send(effect);
        return;
      case 'refused':
        ui.refused(effect.driver);
        return;
      case 'notice':
        ui.notice(effect.notice);
        return;
      case 'report':
        if (!effect.urgent && reported?.report.state === effect.report.state && now - reported.at < REPORT_MS) return;
        reported = { report: effect.report, at: now };
        send({ type: 'report', ...effect.report });
        return;
      default:
        on.carryOut(effect);
    }
  };

  /** What an ad's player shows is not the film, and what a stream has run up so far is not its length. */
  const tellFilm = () => {
    if (!player) return;
    const { readyState, duration } = player.view();
    const ready = readyState >= HAVE_METADATA && !isAd(state.ads);
    const isFilm = ready && !state.live.isStream && Number.isFinite(duration);
    send({ type: 'film', load, ready, ...(isFilm ? { durationS: duration } : {}) });
  };
  const happened = (event: PlayerEvent, echo: boolean) => {
    if (event === 'emptied') load++;
    run({ type: 'player', event, echo });
    if (event === 'emptied' || event === 'loaded') tellFilm();
  };
  const take = (order: RoomOrder) => {
    run({ type: 'order', order });
    // Kept even while there is no player to give it to.
    if (!player || !active) state = { ...state, sync: { ...state.sync, order } };
  };

  const wake = (inMs: number) => {
    cancelWake?.();
    cancelWake = scheduler.after(inMs, () => run({ type: 'tick' }));
    // Timers of a hidden tab run once a second or once a minute; those of the room service are not held up.
    if (around.hiddenSince() !== undefined) send({ type: 'wake', inMs });
  };

  /** What such a player was like before may be known only when this one has shown something itself. */
  const recall = (life: AbortSignal) => {
    life.addEventListener('abort', memory.detached);
    memory.recall((profile) => {
      if (life.aborted) return;
      state = { ...state, sync: withProfile(state.sync, profile) };
      memory.learned(profileOf(state.sync));
    });
  };

  /** The one that was left for another would sound beside it. */
  const stopLeft = () => {
    if (isLeft && player && active && !player.view().paused) player.carryOut({ type: 'pause' });
    isLeft = false;
  };

  const attach: Driver['attach'] = (video, signs = noSigns, known = {}, remembered = noMemory) => {
    if (video !== held) stopLeft();
    held = video;
    page = signs;
    traits = { ...defaultTraits, ...known };
    attached?.abort();
    memory = remembered;
    attached = undefined;
    player = undefined;
    state = attachedTo(state, video && video.readyState >= HAVE_FUTURE_DATA ? LONG_AGO : scheduler.now());
    if (!video) {
      send({ type: 'report', state: 'no-video' });
      return;
    }
    attached = new AbortController();
    player = takePlayer(
      video,
      scheduler,
      {
        event: happened,
        prompt: (prompt) => ui.prompt(prompt, () => player?.press()),
        around,
      },
      attached.signal,
    );
    recall(attached.signal);
    load++;
    tellFilm();
    run({ type: 'tick' });
  };

  return {
    attach,
    leave() {
      isLeft = true;
    },
    soundMoved: () => run({ type: 'player', event: 'sound', echo: true }),
    moved() {
      state = { ...state, sync: { ...state.sync, loadedAt: scheduler.now() } };
    },
    receive(message) {
      switch (message.type) {
        case 'pong':
          if (port.answered({ ...message, returned: scheduler.now() })) port.burst();
          else run({ type: 'tick' });
          return;
        case 'elected':
          if (message.active) {
            active = true;
            run({ type: 'tick' });
          } else {
            cancelWake?.();
            giveBack();
            stopLeft();
            active = false;
            // Another frame's is the film.
            if (held) attach(held, page, traits, memory);
          }
          return;
        case 'room': {
          const { type: _, clock, gentle: allowed, ...order } = message;
          far = clock;
          gentle = allowed;
          take(order);
          return;
        }
        case 'tick':
          port.sample(PING_MS);
          run({ type: 'tick' });
          return;
        case 'shift':
          state = shifted(state, boundShift(message.seconds), scheduler.now());
          run({ type: 'tick' });
          return;
        case 'go':
          run(message);
          return;
        case 'sync-now':
          run({ type: message.type });
          return;
        default:
          return;
      }
    },
  };
}
