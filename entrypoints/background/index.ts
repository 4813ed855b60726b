import { defineBackground } from 'wxt/utils/define-background';
import { answer, ask } from '../../lib/browser/messages';
import { backgroundPlace, offscreenPlace } from '../../lib/browser/room-place';
import { holdsNone, type RoomCommand, type RoomConfig } from '../../lib/core/ports/room-view';
import { serveRoom } from '../../lib/place/serve-room';
import { watchPageAt } from '../../lib/sites/watch-page-at';
import { lookForInvites, welcome } from './installed';
import { listenToOpenings, untold } from './openings';
import type { Place } from './room';
import { startBackground } from './start';
import { holdUpdates } from './updates';

/** Firefox: the room service lives in this very page. */
function here(): Place {
  const room = serveRoom({
    changed: (view) => void background.changed(view).finally(updateIfOver),
    keep: (record) => background.keep(record),
    go: (url, also) => void background.go({ url, ...(also ? { also } : {}) }),
    watchPage: watchPageAt,
    // This page stays.
    rest: () => {},
  });
  const redeem = (ticket: string, config: RoomConfig) =>
    void room.redeem(ticket, config).then((outcome) => outcome && background.redeemed(outcome));
  const updateIfOver = holdUpdates(() => !holdsNone(room.view()));
  answer('place', {
    perform: async (command) => {
      await room.perform(command);
      return { ok: true };
    },
    idle: () => ({ idle: room.isIdle }),
    redeem: async ({ ticket, config }) => {
      redeem(ticket, config);
      return { ok: true };
    },
    resume: (record) => ({ ok: room.resume(record) }),
  });
  return {
    ...backgroundPlace(() => !room.isIdle),
    perform: (command: RoomCommand) => room.perform(command),
    isIdle: async () => room.isIdle,
    redeem: async (ticket, config) => redeem(ticket, config),
    resume: async (record: unknown) => room.resume(record),
  };
}

/** Chrome: it lives in the offscreen document, and is spoken to by messages. */
function beyond(): Place {
  return {
    ...offscreenPlace(),
    perform: async (command: RoomCommand) => void (await ask('perform', command)),
    isIdle: async () => (await ask('idle', null)).idle,
    redeem: async (ticket, config) => void (await ask('redeem', { ticket, config })),
    resume: async (record: unknown) => (await ask('resume', record)).ok,
  };
}

let background: ReturnType<typeof startBackground>;

export default defineBackground({
  // MV2 only, where it is what keeps a party alive; a worker has no such word.
  persistent: true,
  main() {
    welcome();
    // Firefox looks into open tabs by itself.
    if (!import.meta.env.FIREFOX) lookForInvites();
    background = import.meta.env.FIREFOX
      ? startBackground(here(), listenToOpenings())
      : startBackground(beyond(), untold);
  },
});
