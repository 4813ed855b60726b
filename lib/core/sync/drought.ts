/** A player that is to move, and stands still for want of data. All times are local ms. */
export interface Drought {
  readonly since: number;
  readonly seenAt: number;
  /** The end of what was buffered, s; NaN where there was nothing. */
  readonly bufferedTo: number;
  /** It has lasted too long. */
  readonly isDead: boolean;
}
