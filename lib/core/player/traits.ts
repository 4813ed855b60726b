/**
 * What a player bears. A site's file may say so beforehand; what the player then shows is
 * learned on top of it, and kept for the next time.
 */
export interface PlayerTraits {
  /** It follows a small change of rate, and nobody is hurt by it. */
  readonly nudges: boolean;
  /** Seeks land where they are aimed (`free`), only once it plays (`toggle`), or not at all (`never`). */
  readonly seeks: 'free' | 'toggle' | 'never';
  /** A player that plays and is behind by less is not sought, seconds; 0 = as little as can be measured. */
  readonly toleranceS: number;
  /** Ad blockers and sponsor skippers are at work here: they take one person's player past a piece of the film. */
  readonly skippers: boolean;
}

export const defaultTraits: PlayerTraits = { nudges: true, seeks: 'free', toleranceS: 0, skippers: false };
