import type { TypedPort } from '../../lib/browser/ports';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import { createCountdown } from '../../lib/media/overlay/countdown';
import type { Layer } from '../../lib/media/overlay/layer';

/**
 * "3, 2, 1" over this frame's film, while it is the room's (SPEC WA-10).
 * @returns what it is drawn over from now on
 */
export function showCountdown(
  port: TypedPort<ToPlayer, FromPlayer>,
  layer: Layer,
  signal: AbortSignal,
): (film: HTMLMediaElement | undefined) => void {
  const sign = createCountdown(layer, signal);
  let isElected = false;
  let left: number | undefined;
  port.onMessage((message) => {
    if (message.type === 'elected') isElected = message.active;
    else if (message.type === 'countdown') left = message.left;
    else return;
    sign.show(isElected ? left : undefined);
  });
  return (film) => sign.over(film);
}
