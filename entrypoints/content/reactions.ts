import type { TypedPort } from '../../lib/browser/ports';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { Layer } from '../../lib/media/overlay/layer';
import { createReactions } from '../../lib/media/overlay/reactions';
import { COLOUR_VALUES } from '../../lib/ui/colours';
import { SIGN_PICTURES } from '../../lib/ui/signs';

/**
 * What members react with, over this frame's film, while it is the room's (SPEC CH-15).
 * @returns what they float over from now on
 */
export function showReactions(
  port: TypedPort<ToPlayer, FromPlayer>,
  layer: Layer,
  signal: AbortSignal,
): (film: HTMLMediaElement | undefined) => void {
  const reactions = createReactions(layer, signal);
  let isElected = false;
  port.onMessage((message) => {
    if (message.type === 'elected') isElected = message.active;
    else if (message.type === 'reaction' && isElected) {
      reactions.show(SIGN_PICTURES[message.sign].picture, message.name, COLOUR_VALUES[message.colour].dark);
    }
  });
  return (film) => reactions.over(film);
}
