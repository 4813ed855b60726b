/** A site's own player, as far as it is used. Each of these may throw: the page can be anything. */
export interface SitePlayer {
  positionS(): number;
  durationS(): number | undefined;
  seek(positionS: number): void;
}

/** The player whose element is this video; undefined where there is none, or not yet. */
export type FindPlayer = (video: HTMLVideoElement) => SitePlayer | undefined;

type Unknown = Record<string, unknown>;
const isObject = (value: unknown): value is Unknown =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** The property of whatever it is. */
export function get(of: unknown, name: string): unknown {
  return isObject(of) ? of[name] : undefined;
}

/** What the method of whatever it is returns; undefined where there is no such method. */
export function call(of: unknown, name: string, ...args: unknown[]): unknown {
  const method = get(of, name);
  return typeof method === 'function' ? method.apply(of, args) : undefined;
}

export const has = (of: unknown, name: string) => typeof get(of, name) === 'function';

/** Milliseconds as seconds; NaN where it is no number. */
export const seconds = (ms: unknown) => (typeof ms === 'number' ? ms / 1000 : Number.NaN);
