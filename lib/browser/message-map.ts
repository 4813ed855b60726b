import type { DiscordView } from '../core/ports/companion';
import type { Offer, Outcome } from '../core/ports/offer';
import type { RecentRoom } from '../core/ports/recent-rooms';
import type { RoomCommand, RoomConfig, RoomView } from '../core/ports/room-view';
import type { OpenedBy } from '../core/room/opened-invite';
import type { MessageTable } from '../core/text/messages';
import type { Invite } from '../core/wire/invite';
import type { ServerTrust } from '../core/wire/server-trust';

/**
 * The one typed map of messages between the extension's contexts (SPEC EX-1). `to` says who answers:
 * the background (on Chrome a worker, woken by it) or the room place. Silence is an error.
 */
export interface Messages {
  /**
   * Scout → background: there is an invite in the address of this tab. Answered once the tab is bound, so the scout may
   * reload. `how`: it came with the load of the page, or into a page that was there. `fresh`: nothing was in the tab before.
   */
  invite: {
    to: 'background';
    in: { fragment: string; by: OpenedBy; how: 'load' | 'hash'; fresh: boolean };
    out: null;
  };
  /** Scout → background: by itself, a script of the page in this tab goes to an invite. */
  'self-made': { to: 'background'; in: { fragment: string }; out: null };
  /** Popup → background: start the room place if need be and have it do this. */
  command: { to: 'background'; in: RoomCommand; out: { ok: boolean } };
  /** Popup → background: join, at the page that the invite's link names: in this tab, which goes there, or in a new one. */
  'join-at': { to: 'background'; in: { invite: Invite; page: string; tabId?: number }; out: { ok: boolean } };
  /** Popup, over this tab → background: what was tried last, once more. */
  retry: { to: 'background'; in: { tabId: number }; out: { ok: boolean } };
  /** Popup → background: open the page of the room's tab again, which was closed. */
  return: { to: 'background'; in: null; out: { ok: boolean } };
  /** Popup → background: back to a room that this member was in, by its code; without one, to that which nobody has left. */
  /** The room in this tab from now on. */
  'move-here': { to: 'background'; in: { tabId: number }; out: { ok: boolean } };
  'return-to': { to: 'background'; in: { code?: string }; out: { ok: boolean } };
  /** Popup → background: forget the room that could be taken up, or all rooms. */
  'forget-rooms': { to: 'background'; in: { all: boolean }; out: null };
  /** Popup, over this tab → background: is there a room place to connect to, and what else is there to show? */
  status: { to: 'background'; in: { tabId: number | undefined }; out: Status };
  /** Popup → background: the person has read the problem. */
  dismiss: { to: 'background'; in: null; out: null };
  /** Popup → background: the person does not want the invite that is offered in this tab. */
  decline: { to: 'background'; in: { tabId: number }; out: null };
  /** Welcome → background: the invites that wait in open tabs. */
  'waiting-invites': { to: 'background'; in: null; out: readonly WaitingInvite[] };
  /** Player → background: the port broke while in a room; start the room place again if it died. */
  revive: { to: 'background'; in: null; out: { running: boolean } };
  /** Player → background: put `page.js` into this frame's own world. The name that it answers to, or none. */
  bridge: { to: 'background'; in: null; out: { channel: string | null } };
  /** Player → background: the messages of the language that the person has chosen; null: the browser's language. */
  words: { to: 'background'; in: null; out: { table: MessageTable | null } };
  /** A page of ours → background: about Discord. */
  discord: { to: 'background'; in: DiscordAct; out: { ok: boolean } };
  /** Background → room place: take this join ticket to its host. */
  redeem: { to: 'place'; in: { readonly ticket: string; readonly config: RoomConfig }; out: { ok: boolean } };
  /** Room place → background: what came of it. */
  redeemed: { to: 'background'; in: Outcome; out: null };
  /** Background → room place. */
  perform: { to: 'place'; in: RoomCommand; out: { ok: boolean } };
  /** Background → room place: is there no room in it, nor one on its way? */
  idle: { to: 'place'; in: null; out: { idle: boolean } };
  /** Background → room place: take up this room again after a death. */
  resume: { to: 'place'; in: unknown; out: { ok: boolean } };
  /** Room place → background, when what shows outside of popups changes: badge, bound tab. */
  changed: { to: 'background'; in: RoomView; out: null };
  /** Room place → background: take the room's tab to this page of the host's. */
  go: { to: 'background'; in: { readonly url: string; readonly also?: string }; out: null };
  /** Options → background: there shall be a room place to connect to, though there is no room. */
  place: { to: 'background'; in: null; out: { ok: boolean } };
  /** Room place → background: whoever wanted it without a room is gone. */
  rest: { to: 'background'; in: null; out: null };
  /** Room place → background: hand this to `resume` if the place dies. */
  keep: { to: 'background'; in: unknown; out: null };
}

/** What a person does about Discord in a page of ours. */
export type DiscordAct =
  /** It was switched on or off in the options, or another application was named. */
  | { readonly type: 'switched' }
  /** Look for the companion again, if there was none. */
  | { readonly type: 'look' }
  /** Show this room there, or no more. */
  | { readonly type: 'show'; readonly on: boolean }
  /** Tell the titles of this site, or no more. */
  | { readonly type: 'tell'; readonly site: string; readonly on: boolean }
  /** To somebody who asks to join. */
  | { readonly type: 'answer'; readonly userId: string; readonly letIn: boolean }
  /** Join by the ticket that waits, or not now. */
  | { readonly type: 'take' | 'decline' };

export interface Status {
  /** There is a room place to connect to. */
  readonly running: boolean;
  /** The view to show while there is no room place. */
  readonly view: RoomView;
  /** Without a room place: the room in which this member was when the browser ended, and rooms that it was in. */
  readonly before?: { readonly present?: RecentRoom; readonly recent: readonly RecentRoom[] };
  /** An invite that waits in this tab for a press. */
  readonly offered?: Offer;
  /** While Discord is switched on. */
  readonly discord?: DiscordView;
  /** There is a room, in the other kind of window than the popup's: private, or not. Nothing of it is told (SPEC RS-10). */
  readonly apart?: { readonly private: boolean; readonly tabId: number };
  /** With a problem: what was tried; a person may try it again. */
  readonly attempt?: { readonly type: 'create' } | { readonly type: 'join'; readonly invite: Invite };
}

/** An invite that waits in a tab for a press, with what the tab is known by. */
export interface WaitingInvite {
  readonly tabId: number;
  readonly invite: Invite;
  readonly trust: ServerTrust;
  readonly title: string;
  readonly host: string;
}

export type Kind = keyof Messages;
