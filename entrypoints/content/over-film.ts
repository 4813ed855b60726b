import type { TypedPort } from '../../lib/browser/ports';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { Layer } from '../../lib/media/overlay/layer';
import { showCountdown } from './countdown';
import { showPill } from './pill';
import { showReactions } from './reactions';

/**
 * All that is drawn over this frame's film, while it is the room's: the pill, reactions, and the countdown.
 * @returns what it lies over from now on
 */
export function drawOverFilm(
  port: TypedPort<ToPlayer, FromPlayer>,
  layer: Layer,
  syncNow: () => void,
  signal: AbortSignal,
): (film: HTMLMediaElement | undefined) => void {
  const parts = [
    showPill(port, layer, syncNow, signal),
    showReactions(port, layer, signal),
    showCountdown(port, layer, signal),
  ];
  return (film) => {
    layer.over(film);
    for (const over of parts) over(film);
  };
}
