import type { TypedPort } from '../../lib/browser/ports';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { Layer } from '../../lib/media/overlay/layer';
import { letChat } from './chat';
import { showCountdown } from './countdown';
import { showPill } from './pill';
import { showReactions } from './reactions';

/**
 * All that is drawn over this frame's film, while it is the room's: the pill, the chat, reactions, and the countdown.
 * @param acts `shutOut`: the page lets no chat in
 * @returns what it lies over from now on
 */
export function drawOverFilm(
  port: TypedPort<ToPlayer, FromPlayer>,
  layer: Layer,
  acts: { readonly syncNow: () => void; readonly shutOut: () => void },
  signal: AbortSignal,
): (film: HTMLMediaElement | undefined) => void {
  const { syncNow, shutOut } = acts;
  const chat = letChat(port, layer, shutOut, signal);
  const parts = [
    chat.over,
    showPill(port, layer, { syncNow, chat: chat.toggle }, signal),
    showReactions(port, layer, signal),
    showCountdown(port, layer, signal),
  ];
  return (film) => {
    layer.over(film);
    for (const over of parts) over(film);
  };
}
