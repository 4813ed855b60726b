import type { Evidence } from './evidence';

/** A page that has just loaded a video plays, rewinds and sets rates by itself. */
export const LOADED_MS = 1_500;

/** Has the player just been loaded? */
export function isLoading({ now, loadedAt }: Pick<Evidence, 'now' | 'loadedAt'>): boolean {
  return now - loadedAt < LOADED_MS;
}
