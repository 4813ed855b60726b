import type { ToPlayer } from '../core/ports/player-port';

/** A port as the room service sees it: named fields only, made by `lib/browser` or the simulator. */
export interface Port<In, Out> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** What comes in is a page's word until it has been parsed. */
export type PlayerPort = Port<unknown, ToPlayer>;
