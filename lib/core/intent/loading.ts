import type { Evidence } from './evidence';

/** A page that has just loaded a video plays, rewinds and sets rates by itself. */
export const LOADED_MS = 1_500;

/**
 * Has a person pressed something in a player that has just been loaded? Their touch has to be younger than the load, or
 * the load one of the same film: what else was touched may be what has loaded it, as a list of episodes is. And the
 * film has to be where the room is already, which is where pages are done with what they do to it.
 */
export function isPressWhileLoading({ view, restored, untouched, inStepAt }: Evidence): boolean {
  return view.userActive && (restored || (untouched && inStepAt !== undefined));
}

/** Has the player just been loaded? */
export function isLoading({ now, loadedAt }: Pick<Evidence, 'now' | 'loadedAt'>): boolean {
  return now - loadedAt < LOADED_MS;
}
