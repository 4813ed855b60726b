import type { Scheduler } from '../core/time/scheduler';
import { colourOf } from '../core/wire/colours';
import type { Chat } from '../room/chat';
import type { PlayerPort } from '../room/player-ports';
import type { Room } from '../room/room';

interface Service {
  /** The room that is open. */
  readonly room: Pick<Room, 'members' | 'chat'> | undefined;
  onChanged(listener: () => void): () => void;
}

/** Tells the frames of the room's tab what floats over the film, once the film is there (SPEC CH-15). */
export function tellReactions(service: Service, scheduler: Scheduler): (port: PlayerPort) => void {
  const ports = new Set<PlayerPort>();
  let chat: Chat | undefined;
  let stopHearing = () => {};
  const follow = () => {
    const { room } = service;
    if (room?.chat === chat) return;
    stopHearing();
    chat = room?.chat;
    stopHearing =
      chat?.listen({
        changed: () => {},
        reacted: ({ by, sign }, inMs) => {
          const member = service.room?.members.find(({ id }) => id === by);
          const [name, colour] = [member?.name ?? '', colourOf(member ?? { id: by })];
          scheduler.after(inMs, () => {
            for (const port of ports) port.post({ type: 'reaction', sign, name, colour });
          });
        },
      }) ?? (() => {});
  };
  service.onChanged(follow);
  return (port) => {
    ports.add(port);
    port.onClose(() => ports.delete(port));
    follow();
  };
}
