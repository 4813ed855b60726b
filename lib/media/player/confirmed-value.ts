import type { Scheduler } from '../../core/time/scheduler';

/** A page may keep an event from us: then what the player shows counts after all, ms. */
const UNCONFIRMED_MS = 250;

/**
 * What a player shows, as its events told it. An event comes some ms after the press that caused it: a step in between
 * would take the press for drift, and undo it before it was known for one (SPEC PL-6).
 */
export function confirmedValue<T>(read: () => T, scheduler: Scheduler) {
  let confirmed = read();
  let differsSince: number | undefined;
  const confirm = () => {
    confirmed = read();
    differsSince = undefined;
  };
  const value = (): T => {
    if (read() === confirmed) differsSince = undefined;
    else {
      differsSince ??= scheduler.now();
      if (scheduler.now() - differsSince > UNCONFIRMED_MS) confirm();
    }
    return confirmed;
  };
  /** Somebody else has changed it, and its event is on its way. */
  const isUnconfirmed = () => read() !== value();
  return { confirm, value, isUnconfirmed };
}
