import type { TypedPort } from '../browser/ports';
import { isClosing, parsePass, type ToChatDoor } from '../core/ports/chat-door';
import type { ToChatPage } from '../core/ports/chat-port';
import type { Scheduler } from '../core/time/scheduler';
import { type ChatService, serveChat } from './serve-chat';

/** A frame loads in far less; a pass that nobody has shown by then is none any more, ms. */
const PASS_MS = 10_000;

interface Service extends ChatService {
  /** The tab of the room that there is. */
  readonly tabId: number | undefined;
}

/** Somebody at the door, in a frame of the room's tab. */
interface Door {
  readonly port: TypedPort<unknown, ToChatDoor>;
  readonly tabId: number;
  /** Until it was shown. */
  pass: string | undefined;
  frame: TypedPort<unknown, ToChatPage> | undefined;
}

/**
 * Lets the chat into the room's tab (SPEC CH-16): a part of the page gets a pass, and the frame that shows it, in the same
 * tab, gets the chat. A frame that another has made has none, and is told nothing.
 * @param makePass nobody can guess
 */
export function chatDoors(service: Service, scheduler: Scheduler, makePass: () => string) {
  const doors = new Set<Door>();

  const shut = (door: Door) => {
    if (!doors.delete(door)) return;
    door.frame?.close();
    door.port.close();
  };
  service.onChanged(() => {
    for (const door of [...doors]) if (door.tabId !== service.tabId) shut(door);
  });

  return {
    serveDoor(port: TypedPort<unknown, ToChatDoor>, tabId: number | undefined) {
      if (tabId === undefined || tabId !== service.tabId) return port.close();
      const pass = makePass();
      const door: Door = { port, tabId, pass, frame: undefined };
      doors.add(door);
      port.onClose(() => shut(door));
      scheduler.after(PASS_MS, () => door.pass && shut(door));
      port.post({ type: 'pass', pass });
    },

    serveFrame(port: TypedPort<unknown, ToChatPage>, tabId: number | undefined) {
      let door: Door | undefined;
      const ends = scheduler.after(PASS_MS, () => door || port.close());
      port.onMessage((message) => {
        if (door) {
          if (isClosing(message)) door.port.post({ type: 'closed' });
          return;
        }
        const shown = parsePass(message)?.pass;
        door = [...doors].find((each) => each.pass !== undefined && each.pass === shown && each.tabId === tabId);
        ends();
        if (!door) return port.close();
        door.pass = undefined;
        door.frame = port;
        serveChat(port, service, scheduler, { framed: true });
        door.port.post({ type: 'entered' });
      });
      port.onClose(ends);
    },
  };
}
