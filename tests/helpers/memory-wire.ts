import type { Scheduler } from '../../lib/core/time/scheduler';
import type { PeerId } from '../../lib/core/wire/protocol';

/** How one direction between two peers is, at the moment it is asked about. All shares from 0 to 1. */
export interface Quality {
  /** One way, ms. */
  readonly delayMs?: number;
  /** Added to it, evenly from 0 to this, ms. Order is kept: a late message holds up those behind it. */
  readonly jitterMs?: number;
  /** Share that is lost on the way and sent again, as SCTP does: `RETRANSMIT_MS` later, and all behind it too. */
  readonly resend?: number;
  /** Share that is lost for good: not a reliable channel any more. */
  readonly drop?: number;
  /** Share that arrives twice. */
  readonly duplicate?: number;
  /** Share that may overtake and be overtaken. */
  readonly reorder?: number;
}

/** SCTP measures its timeout; after a few rounds on an ordinary path it is about this (never below, in most stacks). */
const RETRANSMIT_MS = 200;

/** A peer, as far as its cable goes. */
export interface Plug {
  readonly self: PeerId;
  /** Cut off: what it sends or should get is held back. */
  cut: boolean;
  /** Gone: nothing arrives any more. */
  dead: boolean;
}

export interface WireOptions {
  readonly scheduler: Scheduler;
  /** Evenly from 0 to 1; seeded, so that a failing run fails again. */
  readonly random: () => number;
  /** Asked for every message; without it nothing takes time. */
  readonly quality?: (from: PeerId, to: PeerId) => Quality;
}

interface Parcel {
  readonly from: Plug;
  readonly to: Plug;
  readonly task: () => void;
  readonly certain: boolean;
  /** Which one it was of all that were sent. */
  readonly nth: number;
}

/** Everything that is on its way in a memory network. */
export function memoryWire({ scheduler, random, quality = () => ({}) }: WireOptions) {
  /** Of each direction: what is on its way in order, and when the last of it arrives. */
  const directions = new Map<string, { readonly line: (() => void)[]; lastAt: number }>();
  let held: Parcel[] = [];
  let sent = 0;

  const chance = (share = 0) => share > 0 && random() < share;

  /** Runs `task` at the other end when what stands for it has travelled; `certain`: neither lost nor out of order. */
  function travel(from: Plug, to: Plug, task: () => void, certain = false, nth = ++sent): void {
    if (from.dead) return;
    const parcel = { from, to, task, certain, nth };
    if (from.cut || to.cut) {
      held.push(parcel);
      return;
    }
    const { delayMs = 0, jitterMs = 0, resend, drop, duplicate, reorder } = quality(from.self, to.self);
    if (!certain && chance(drop)) return;
    const takesMs = delayMs + (jitterMs > 0 ? random() * jitterMs : 0) + (chance(resend) ? RETRANSMIT_MS : 0);
    const arrive = () => {
      if (to.dead) return;
      if (to.cut) held.push(parcel);
      else task();
    };
    const overtakes = !certain && chance(reorder);
    const send = overtakes ? alone : inLine(`${from.self}>${to.self}`);
    send(takesMs, arrive);
    if (!certain && chance(duplicate)) send(takesMs, arrive);
  }

  const alone = (takesMs: number, arrive: () => void) => scheduler.after(takesMs, arrive);

  /** Timers that are due together may fire in any order: each runs the oldest of its direction. */
  function inLine(name: string) {
    const direction = directions.get(name) ?? { line: [], lastAt: 0 };
    directions.set(name, direction);
    return (takesMs: number, arrive: () => void) => {
      direction.lastAt = Math.max(direction.lastAt, scheduler.now() + takesMs);
      direction.line.push(arrive);
      scheduler.after(direction.lastAt - scheduler.now(), () => {
        const next = direction.line.shift();
        if (direction.line.length === 0) directions.delete(name);
        next?.();
      });
    };
  }

  return {
    travel,
    /** Sends on what was held back, as far as its ends are whole again. */
    release() {
      // What was under way when the cable was cut was sent before what was held back at once.
      const late = held.sort((a, b) => a.nth - b.nth);
      held = [];
      for (const { from, to, task, certain, nth } of late) travel(from, to, task, certain, nth);
    },
  };
}
