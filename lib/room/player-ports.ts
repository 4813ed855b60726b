import type { FromPlayer, ToPlayer } from '../core/ports/player-port';

/** A port as the room service sees it: named fields only, made by `lib/browser` or the simulator. */
export interface Port<In, Out> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export type PlayerPort = Port<FromPlayer, ToPlayer>;
