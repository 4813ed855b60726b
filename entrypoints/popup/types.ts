import type { FollowAnswer } from '../../lib/core/film/follow';
import type { Problem } from '../../lib/core/ports/room-view';
import type { SkipAnswer } from '../../lib/core/room/skip-offer';
import type { Control } from '../../lib/core/wire/protocol';
import type { MemberActions } from '../../lib/ui/MemberMenu';

/** What the popup knows of the tab it was opened over. */
export type PageHere =
  | { readonly state: 'looking' }
  | { readonly state: 'video' | 'no-video'; readonly title: string; readonly host: string }
  /** `origins`: match patterns to ask the browser for. */
  | { readonly state: 'no-access'; readonly origins: readonly string[] }
  | { readonly state: 'not-a-web-page' };

/** Why a press came to nothing; undefined: it did not. */
export type Obstacle = Problem | 'no-answer' | undefined;

/** What a person does here, carried out by whoever knows the browser. */
export interface PopupActions extends MemberActions {
  readonly setName: (name: string) => void;
  readonly setTyped: (text: string) => void;
  readonly create: () => Promise<Obstacle>;
  readonly join: (text: string) => Promise<Obstacle>;
  /** The invite that is offered. */
  readonly joinOffer: () => Promise<Obstacle>;
  /** Not that one. */
  readonly decline: () => void;
  /** What has ended in a problem, once more. */
  readonly retry: () => void;
  /** To the page of the room's tab, which was closed. */
  readonly returnToRoom: () => void;
  /** To a room that this member was in; undefined: to the one that nobody has left. */
  readonly returnTo: (code: string | undefined) => void;
  /** @param all the list as well */
  readonly forgetRooms: (all: boolean) => void;
  /** Also cancels while connecting. @param ends a host's room is over for everybody; else the others go on */
  readonly leave: (ends?: boolean) => void;
  readonly rename: (name: string) => void;
  readonly setControl: (control: Control) => void;
  readonly setDoor: (door: { readonly locked?: boolean; readonly approves?: boolean }) => void;
  /** To somebody who waits to be let in. */
  readonly letIn: (id: string, may: boolean) => void;
  /** To a guest who asks to drive. */
  readonly letDrive: (id: string, may: boolean) => void;
  readonly askToDrive: () => void;
  /** Whether this room is shown on Discord. */
  readonly showOnDiscord: (on: boolean) => void;
  /** Whether titles of this site are told there. */
  readonly tellSite: (site: string, on: boolean) => void;
  /** To somebody who asks on Discord to join. */
  readonly answerRequest: (userId: string, letIn: boolean) => void;
  readonly setTogether: (together: boolean) => void;
  /** The film is counted in, or not after all. */
  readonly startTogether: (on: boolean) => void;
  readonly askForSeat: () => void;
  /** Without those who are waited for. */
  readonly goOn: () => void;
  /** To whether to go where the host is. */
  readonly answer: (answer: FollowAnswer) => void;
  /** To whether the room skips to that place, too. */
  readonly answerSkip: (answer: SkipAnswer, to: number) => void;
  readonly syncNow: () => void;
  /** The own player is let go of, or comes back. */
  readonly watchAlone: (alone: boolean) => void;
  /** In the page; the popup goes away for it. */
  readonly chooseVideo: () => void;
  readonly reloadPage: () => void;
  /** The own player against the room's, seconds in all. */
  readonly setShift: (shiftS: number) => void;
  /** In a tab of its own: a popup goes as soon as the person looks elsewhere. */
  readonly connectByHand: () => Promise<Obstacle>;
  readonly dismiss: () => void;
  readonly copy: (text: string) => Promise<boolean>;
  /** Absent where the browser has no way to share. */
  readonly share?: ((url: string) => Promise<void>) | undefined;
  readonly goToRoomTab: () => void;
  /** The room in the tab that the popup was opened over. */
  readonly moveHere: () => void;
  /** Beside the page. */
  readonly openChat: () => void;
  readonly allowAccess: (origins: readonly string[]) => void;
  readonly openOptions: () => void;
}
