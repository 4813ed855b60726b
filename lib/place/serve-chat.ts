import type { TypedPort } from '../browser/ports';
import { toldLine } from '../core/chat/log';
import { type ChatView, type FromChatPage, parseFromChatPage, type ToChatPage } from '../core/ports/chat-port';
import type { RoomCommand, RoomView } from '../core/ports/room-view';
import type { Scheduler } from '../core/time/scheduler';
import { colourOf } from '../core/wire/colours';
import type { Chat } from '../room/chat';
import type { Room } from '../room/room';

/** A page needs no more frames a second than this, ms. */
const SHOW_MIN_MS = 60;

/** What is asked of the room service. */
export interface ChatService {
  /** The room that is open. */
  readonly room: Pick<Room, 'self' | 'members' | 'facts' | 'powers' | 'chat'> | undefined;
  view(): RoomView;
  onChanged(listener: () => void): () => void;
  perform(command: RoomCommand): Promise<void>;
}

/**
 * Serves one chat page (SPEC CH-12): shows what is said, new lines and changed ones only, and does what its person does.
 * @param framed it lies in a web page, which chooses what a press in it seems to be: it has no powers (SPEC CH-17)
 */
export function serveChat(
  port: TypedPort<unknown, ToChatPage>,
  service: ChatService,
  scheduler: Scheduler,
  { framed = false }: { readonly framed?: boolean } = {},
): void {
  let chat: Chat | undefined;
  let stopHearing = () => {};
  let shownChange = -1;
  let shownView = '';
  let cancelDue: (() => void) | undefined;

  function show() {
    const { room } = service;
    if (room?.chat !== chat || shownChange < 0) follow(room?.chat);
    if (chat && chat.log.change !== shownChange) {
      const now = scheduler.now();
      const lines = chat.log.lines.filter(({ change }) => change > shownChange).map((line) => toldLine(line, now));
      port.post({ type: 'lines', fresh: false, lines });
      shownChange = chat.log.change;
    }
    const seen = viewOf(room, service.view().state);
    const view = framed && seen.isHost ? { ...seen, isHost: false, slowS: 0 } : seen;
    const text = JSON.stringify(view);
    if (text !== shownView) port.post({ type: 'view', view });
    shownView = text;
  }

  /** From another room on. */
  function follow(next: Chat | undefined) {
    stopHearing();
    chat = next;
    shownChange = 0;
    port.post({ type: 'lines', fresh: true, lines: [] });
    const reacted = ({ by, sign }: { readonly by: string; readonly sign: ChatView['moments'][number]['sign'] }) => {
      const name = service.room?.members.find(({ id }) => id === by)?.name ?? '';
      port.post({ type: 'reacted', name, sign });
    };
    stopHearing = next?.listen({ changed: soon, reacted }) ?? (() => {});
  }

  function soon() {
    cancelDue ??= scheduler.after(SHOW_MIN_MS, () => {
      cancelDue = undefined;
      show();
    });
  }

  const stopWatching = service.onChanged(soon);
  port.onMessage((message) => {
    const said = parseFromChatPage(message);
    if (said && !(framed && OF_A_HOST.includes(said.type))) hear(service, said);
  });
  port.onClose(() => {
    stopWatching();
    stopHearing();
    cancelDue?.();
  });
  show();
}

/** What a host does to others. */
const OF_A_HOST: readonly FromChatPage['type'][] = ['slow', 'mute'];

function hear(service: ChatService, said: FromChatPage) {
  const chat = service.room?.chat;
  if (!chat) return;
  switch (said.type) {
    case 'write':
      return chat.write(said.text, said.re);
    case 'rewrite':
      return chat.rewrite(said.n, said.text);
    case 'erase':
      return chat.erase(said.n);
    case 'react':
      return chat.react(said.sign);
    case 'typing':
      return chat.type();
    case 'again':
      return chat.unsent.again(said.n);
    case 'drop':
      return chat.unsent.drop(said.n);
    case 'seen':
      return chat.seen();
    case 'go':
      return void service.perform({ type: 'go-to', place: said.place });
    case 'slow':
      return chat.setRules({ slowS: said.slowS });
    case 'mute': {
      const others = chat.rules.muted.filter((id) => id !== said.id);
      return chat.setRules({ muted: said.muted ? [...others, said.id] : others });
    }
  }
}

const NOTHING = { self: '', isHost: false, members: [], typists: [], slowS: 0, muted: [], unsent: [], moments: [] };

function viewOf(room: ChatService['room'], state: RoomView['state']): ChatView {
  if (!room) return { ...NOTHING, room: state === 'connecting' || state === 'room' ? 'opening' : 'none' };
  const { chat, facts } = room;
  const { durationS } = facts.media ?? {};
  return {
    room: 'open',
    self: room.self,
    isHost: room.powers !== undefined,
    members: room.members.map((member) => ({ id: member.id, name: member.name, colour: colourOf(member) })),
    typists: chat.typists,
    slowS: chat.rules.slowS,
    muted: chat.rules.muted,
    unsent: chat.unsent.all.map(({ message: { n, text }, failed }) => ({ n, text, ...(failed ? { failed } : {}) })),
    ...(durationS ? { lengthS: durationS } : {}),
    moments: chat.moments.filter(({ film }) => film === facts.film),
  };
}
