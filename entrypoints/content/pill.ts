import { keep, readKept } from '../../lib/browser/kept';
import type { TypedPort } from '../../lib/browser/ports';
import { PILL_PLACE, type PillPlace, pillList } from '../../lib/core/ports/pill-place';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { Layer } from '../../lib/media/overlay/layer';
import { createPill, type PillWords } from '../../lib/media/overlay/pill';
import { STATE_WORDS } from '../../lib/ui/state';
import { onNewWords, t } from './words';

const WORDS: PillWords = {
  get name() {
    return t('extensionName');
  },
  members: (count) => t('pillMembers', `${count}`),
  get syncNow() {
    return t('syncNow');
  },
  get chat() {
    return t('chatTitle');
  },
  unread: (count) => t('unreadMessages', `${count}`),
  get hide() {
    return t('pillHide');
  },
};
/**
 * A state that is over sooner is not drawn, ms. Each drawing over the film takes the page 5 ms or so where no graphics
 * card helps, and would take them in the very moment in which a press is followed.
 */
const DRAWN_AFTER_MS = 400;
/** Nobody has to do anything about these. */
const CALM: readonly string[] = ['in-sync', 'paused', 'alone'];

/**
 * The pill over this frame's film, while it is the room's (SPEC PI-1).
 * @returns what it lies over from now on
 */
export function showPill(
  port: TypedPort<ToPlayer, FromPlayer>,
  layer: Layer,
  acts: { readonly syncNow: () => void; readonly chat: () => void },
  signal: AbortSignal,
): (film: HTMLMediaElement | undefined) => void {
  const { host } = location;
  const placed = (place: PillPlace) => void keep(pillList, [host, place]).catch(() => {});
  const pill = createPill(layer, WORDS, { ...acts, placed }, signal);
  let isElected = false;
  let room: Extract<ToPlayer, { type: 'room-state' }> | undefined;
  const update = () => {
    if (!isElected || !room) return pill.show(undefined);
    const { state, members, reconnecting, unread } = room;
    const words = t(reconnecting ? 'pillReconnecting' : STATE_WORDS[state]);
    pill.show({ state: words, members, calm: !reconnecting && CALM.includes(state), unread });
  };
  let later: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    later ??= setTimeout(() => {
      later = undefined;
      update();
    }, DRAWN_AFTER_MS);
  };
  signal.addEventListener('abort', () => clearTimeout(later));
  onNewWords(update, signal);
  port.onMessage((message) => {
    if (message.type === 'elected') {
      isElected = message.active;
      update();
    } else if (message.type === 'room-state') {
      room = message;
      soon();
    }
  });
  readKept(pillList, host).then(
    ([, place] = [host, PILL_PLACE]) => pill.put(place),
    () => {},
  );
  return (film) => pill.over(film);
}
