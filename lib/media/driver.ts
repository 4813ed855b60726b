import {
  addSample,
  BURST,
  type ClockReading,
  type ClockState,
  composeClocks,
  emptyClock,
  readClock,
} from '../core/clock';
import type { FromPlayer, ToPlayer } from '../core/player-port';
import { CAN_PLAY, type PlayerEvent } from '../core/player-view';
import type { Scheduler } from '../core/scheduler';
import { syncStep } from '../core/sync';
import {
  initialSync,
  LONG_AGO,
  type Report,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
} from '../core/sync-state';
import { type Player, type Prompt, takePlayer, type VideoLike } from './player';

/** What the driver shows to the person, in the page. */
export interface DriverUi {
  prompt(prompt: Prompt, press: () => void): void;
  refused(driver: string): void;
}

export interface Driver {
  receive(message: ToPlayer): void;
  /** The video of this frame changed: the sync starts afresh on it, the clock stays. */
  attach(video: VideoLike | undefined): void;
}

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
  hiddenSince: () => number | undefined,
  signal: AbortSignal,
): Driver {
  let player: Player | undefined;
  let attached: AbortController | undefined;
  let state: SyncState = initialSync;
  let port: ClockState = emptyClock;
  let far: ClockReading | undefined;
  let pingedAt = Number.NEGATIVE_INFINITY;
  let cancelWake: (() => void) | undefined;
  let reported: { readonly report: Report; readonly at: number } | undefined;
  let active = false;
  let gentle = true;
  signal.addEventListener('abort', () => {
    cancelWake?.();
    attached?.abort();
  });

  const ping = () => {
    pingedAt = scheduler.now();
    send({ type: 'ping', sent: pingedAt });
  };
  const burst = (left: number) => {
    if (signal.aborted || left === 0) return;
    ping();
    scheduler.after(BURST_GAP_MS, () => burst(left - 1));
  };
  burst(BURST);

  const run = (event: SyncEvent) => {
    if (!player || !active || signal.aborted) return;
    const now = scheduler.now();
    const near = readClock(port, now);
    const clock = near && far ? composeClocks(near, far) : undefined;
    const step = syncStep(state, event, { now, clock, view: player.view(), gentle });
    state = step.state;
    let wakeIn = Number.POSITIVE_INFINITY;
    for (const effect of step.effects) {
      if (effect.type === 'wake') wakeIn = Math.min(wakeIn, effect.inMs);
      else perform(effect, player, now);
    }
    if (wakeIn < Number.POSITIVE_INFINITY) wake(wakeIn);
  };

  const perform = (effect: Exclude<SyncEffect, { type: 'wake' }>, on: Player, now: number) => {
    switch (effect.type) {
      case 'intent':
        send({ type: 'intent', id: effect.id, cause: effect.cause, playback: effect.playback });
        return;
      case 'refused':
        ui.refused(effect.driver);
        return;
      case 'report':
        if (reported && reported.report.state === effect.report.state && now - reported.at < REPORT_MS) return;
        reported = { report: effect.report, at: now };
        send({ type: 'report', ...effect.report });
        return;
      default:
        on.carryOut(effect);
    }
  };

  const wake = (inMs: number) => {
    cancelWake?.();
    cancelWake = scheduler.after(inMs, () => run({ type: 'tick' }));
    // Timers of a hidden tab run once a second or once a minute; those of the room service are not held up.
    if (hiddenSince() !== undefined) send({ type: 'wake', inMs });
  };

  return {
    attach(video) {
      attached?.abort();
      attached = undefined;
      player = undefined;
      // What belongs to the room stays; what belongs to a player begins anew.
      const loadedAt = video && video.readyState >= CAN_PLAY ? LONG_AGO : scheduler.now();
      state = { ...initialSync, order: state.order, lastIntentId: state.lastIntentId, loadedAt };
      if (!video) {
        send({ type: 'report', state: 'no-video' });
        return;
      }
      attached = new AbortController();
      player = takePlayer(
        video,
        scheduler,
        {
          event: (event: PlayerEvent, echo) => run({ type: 'player', event, echo }),
          prompt: (prompt) => ui.prompt(prompt, () => player?.press()),
          hiddenSince,
        },
        attached.signal,
      );
      run({ type: 'tick' });
    },
    receive(message) {
      switch (message.type) {
        case 'pong': {
          const taken = addSample(port, { ...message, returned: scheduler.now() });
          port = taken.state;
          if (taken.reset) burst(BURST);
          else run({ type: 'tick' });
          return;
        }
        case 'elected':
          active = message.active;
          if (active) run({ type: 'tick' });
          else cancelWake?.();
          return;
        case 'room': {
          const { type: _, clock, gentle: allowed, ...order } = message;
          far = clock;
          gentle = allowed;
          run({ type: 'order', order });
          // Kept even while there is no player to give it to.
          if (!player || !active) state = { ...state, order };
          return;
        }
        case 'tick':
          if (scheduler.now() - pingedAt > PING_MS) ping();
          run({ type: 'tick' });
          return;
        case 'sync-now':
        case 'continue':
          run({ type: message.type });
          return;
        default:
          return;
      }
    },
  };
}
