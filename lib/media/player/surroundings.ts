import type { FocusChange } from '../../core/player/player-view';
import type { BrowserFacts } from './browser-facts';

/** What a player is judged by beside itself. */
export interface Surroundings {
  /** Local ms since which the tab is hidden. */
  hiddenSince(): number | undefined;
  /** The person has pressed a key or a button in this tab just now. */
  userActive(): boolean;
  /** When the window last came to the front, or went from it. */
  focus(): FocusChange | undefined;
  /** When a handler of the page's media session was last run here, local ms. */
  mediaKeyAt?(): number | undefined;
  /** When this frame last went on that the browser had frozen, local ms. */
  thawedAt?(): number | undefined;
  /** The video floats over all windows, so that it is seen whatever becomes of its tab. */
  isFloating(): boolean;
  readonly facts: BrowserFacts;
  /** So late is the sound here, as the person says, ms; without it: not. */
  soundLateMs?(): number;
}
