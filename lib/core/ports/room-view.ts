import type { Check, Subject } from '../doctor/check';
import type { FilmQuestion, FollowAnswer, FollowMode } from '../film/follow';
import type { SkipAnswer, SkipQuestion } from '../room/skip-offer';
import type { Colour } from '../wire/colours';
import type { Control, MemberId, MemberState } from '../wire/protocol';
import type { ReachConfig } from '../wire/reach';
import type { Party } from './presence';

/** What went wrong, as a word; `lib/ui/problem` says it in sentences with the next step (SPEC ER-1). */
export type Problem =
  /** The invite or code cannot be read at all. */
  | 'code-malformed'
  /** Its check character does not fit: a typo, not a missing room. */
  | 'code-typo'
  | 'room-not-found'
  | 'server-unreachable'
  | 'webrtc-disabled'
  /** The host answered, but no direct path was found. */
  | 'no-path'
  /** The friend's Lockstep is newer: ours has to be updated. */
  | 'version-ours-old'
  | 'version-theirs-old'
  /** What Discord handed over is no join ticket of ours. */
  | 'ticket-malformed'
  /** Nobody waits where the ticket leads: it is too old, its room is over, or somebody was sent away since. */
  | 'ticket-expired'
  /** As many have come by the ticket as were let in. */
  | 'ticket-used'
  | 'room-full'
  | 'room-locked'
  | 'not-let-in'
  | 'removed'
  | 'refused'
  | 'host-left'
  | 'host-lost'
  /** The connection by hand is gone: it takes two new codes. */
  | 'pair-lost'
  | 'tab-closed'
  | 'no-access'
  | 'not-a-web-page';

export interface MemberView {
  readonly id: MemberId;
  readonly name: string;
  readonly colour?: Colour | undefined;
  readonly isHost: boolean;
  readonly self: boolean;
  readonly state: MemberState;
  /** May play, pause, seek and change the speed for everybody. */
  readonly drives?: true | undefined;
  readonly driftMs?: number | undefined;
  readonly rttMs?: number | undefined;
  /** How its figures are measured: by its host, or of a guest itself, to its host; absent where nothing is heard just now. */
  readonly reached?: Reached | undefined;
}

/** How a member is reached: straight, over a TURN server, or over a relay. */
export type Path = 'direct' | 'turn' | 'relay' | 'public-relay';

/** How a member is reached, and which way has led there. */
export interface Reached {
  readonly path: Path;
  readonly by: Subject;
}

/** `knock`: the host's person is asked. */
export type Trying = 'server' | 'host' | 'hello' | 'knock';

/** What the room service shows to a popup: each state carries its own fields only. */
export type RoomView =
  | { readonly state: 'none' }
  | { readonly state: 'connecting'; readonly creates: boolean; readonly trying: Trying; readonly tabId: number }
  | {
      readonly state: 'room';
      /** What only the host may do can be done here. */
      readonly isHost: boolean;
      /** Canonical room code, `K7QX-2M9P-4TRB-8WZC`. */
      readonly code: string;
      /** The server to name in an invite; undefined when it is the compiled-in default. */
      readonly inviteServer?: string | undefined;
      readonly tabId: number;
      /** The tab is gone, and can be got back for a while (SPEC RS-3). */
      readonly tabClosed?: true;
      /** This member watches alone. */
      readonly alone?: true;
      readonly control: Control;
      readonly canControl: boolean;
      readonly together: boolean;
      readonly locked: boolean;
      readonly approves: boolean;
      /** Who waits to be let in. */
      readonly knocks: readonly { readonly id: MemberId; readonly name: string }[];
      /** Guests who ask to drive. */
      readonly asks: readonly { readonly id: MemberId; readonly name: string }[];
      /** This guest has asked to drive, and has no word of that yet. */
      readonly asking?: true;
      /** Names of the others whom the room stands still for. */
      readonly waiting: readonly string[];
      /** The room stands still for the player here. */
      readonly holdsUp?: true;
      readonly members: readonly MemberView[];
      /** So many watch without a seat, as far as they are counted. */
      readonly audience?: number;
      /** This one does: whom it hears, and whether it asks for a seat. */
      readonly watches?: { readonly hostName: string; readonly isAsking: boolean };
      /** The last minute of everybody's drift, oldest first. */
      readonly drift: readonly {
        readonly id: MemberId;
        readonly points: readonly { readonly ageMs: number; readonly driftMs: number }[];
      }[];
      /** `reconnecting`: the film plays on, the host is not heard. `signalling-lost`: nobody new can join. */
      readonly connection: 'open' | 'reconnecting' | 'signalling-lost';
      /** While reconnecting: this guest's connection by hand is gone, and takes two new codes. */
      readonly pairLost?: true;
      readonly video: 'none' | 'playing' | 'paused';
      /** This member can have the film counted in; or it is being counted in, and this member can end that. */
      readonly start?: 'possible' | 'counting';
      /** Messages that the person here has not seen. */
      readonly unread?: number;
      /** How the player here is shifted against the room, s, and what is suggested; absent without a player. */
      readonly shift?: { readonly seconds: number; readonly suggestedS?: number };
      /** The player here waits for a press in its page: for sound, or to play at all. */
      readonly prompt?: 'unmute' | 'press-play';
      /** This tab does not show what the room watches. */
      readonly question?: FilmQuestion;
      /** The title of the film, or its site, that this tab is being taken to. */
      readonly taking?: string;
      /** Another member's player skipped a piece of the film. */
      readonly skip?: SkipQuestion;
      /** The party as it is shown outside, while that is wanted. */
      readonly party?: Party;
    }
  | {
      readonly state: 'problem';
      readonly problem: Problem;
      /** What was tried, and why it led nowhere. */
      readonly checks?: readonly Check[];
    };

/** What a person asks of the room service. */
export type RoomCommand =
  | {
      readonly type: 'create';
      readonly tabId: number;
      readonly config: RoomConfig;
      /** No server has to be reached for it: members come by hand. */
      readonly byHand?: true;
    }
  | {
      readonly type: 'join';
      readonly tabId: number;
      readonly invite: { readonly code: string; readonly server?: string };
      readonly config: RoomConfig;
      /** By opening a link, without a press in the popup. */
      readonly opened?: true;
      /** A page may have read the invite. */
      readonly seen?: true;
      readonly again?: Again;
      /** Of the host, by hand. */
      readonly offer?: string;
    }
  /** A host lets the others go on. `ends`: the room is over for everybody. */
  | { readonly type: 'leave'; readonly ends?: true }
  | { readonly type: 'rename'; readonly name: string; readonly colour?: Colour | 'auto' }
  | { readonly type: 'set-control'; readonly control: Control }
  /** Who may drive where that is `chosen`. */
  | { readonly type: 'set-driver'; readonly id: MemberId; readonly may: boolean }
  | { readonly type: 'make-host'; readonly id: MemberId }
  /** Sends a member away; the invite changes for those who stay. */
  | { readonly type: 'remove'; readonly id: MemberId }
  | { readonly type: 'set-door'; readonly locked?: boolean; readonly approves?: boolean }
  /** To somebody who waits to be let in. */
  | { readonly type: 'let-in'; readonly id: MemberId; readonly may: boolean }
  /** To a guest who asks to drive. */
  | { readonly type: 'let-drive'; readonly id: MemberId; readonly may: boolean }
  /** A guest asks the host to be let drive. */
  | { readonly type: 'ask-to-drive' }
  /** Who watches without a seat asks for one. */
  | { readonly type: 'ask-for-seat' }
  | { readonly type: 'set-together'; readonly together: boolean }
  /** Go on without those who are waited for. */
  | { readonly type: 'continue' }
  /** All start after a countdown, or not after all. */
  | { readonly type: 'start-together'; readonly on: boolean }
  /** Which of the page's videos is the film, chosen in the page. */
  | { readonly type: 'choose-video' }
  | { readonly type: 'sync-now' }
  /** By a key: where the film fills the screen, the chat is shown over it, or no more. */
  | { readonly type: 'chat-over-film' }
  /** The person takes the room to this place of it, s. */
  | { readonly type: 'go-to'; readonly place: number }
  /** The player here is let go of, or comes back in step with the room; without a word of which: the other than now. */
  | { readonly type: 'watch-alone'; readonly alone?: boolean }
  /** Shift the player here against the room by so many seconds in all. */
  | { readonly type: 'set-shift'; readonly seconds: number }
  | { readonly type: 'set-gentle'; readonly gentle: boolean }
  | { readonly type: 'set-follow'; readonly follow: FollowMode }
  /** To the question whether to go to the room's film. */
  | { readonly type: 'answer'; readonly answer: FollowAnswer }
  /** To the offer of a skip to that place. */
  | { readonly type: 'answer-skip'; readonly answer: SkipAnswer; readonly to: number }
  /** Whether the room is shown on Discord, and friends can come by there. */
  | { readonly type: 'show-on-discord'; readonly on: boolean }
  /** Somebody was let in on Discord: one more may come by the room's ticket. */
  | { readonly type: 'grant' }
  /** Somebody asks on Discord to join: said in the page. */
  | { readonly type: 'asks'; readonly name: string }
  /** Tell the background again how the room is. */
  | { readonly type: 'tell' }
  /** The page that the room's tab was taken to has led on to this address of another site, and was left again. */
  | { readonly type: 'strayed'; readonly url: string }
  /** This tab was closed: where it is the room's, leave, unless another takes its place within the grace. */
  | { readonly type: 'tab-gone'; readonly tabId: number }
  /** Another tab is the room's: the person opened it anew, or the browser gave it another id. */
  | { readonly type: 'tab-replaced'; readonly tabId: number };

/** A room that this member was in comes back, should nobody be there. */
export interface Again {
  /** The film's place by then, s; absent for a stream. */
  readonly positionS?: number;
  /** Which film. */
  readonly key: string;
}

/** Settings the room service cannot read for itself where it only has `runtime`. */
export interface RoomConfig {
  readonly name: string;
  /** That the person has chosen; absent: none. */
  readonly colour?: Colour;
  /** Small temporary changes of speed are allowed; else only seeks and pauses. Default true. */
  readonly gentle?: boolean;
  /** Default `always`. */
  readonly follow?: FollowMode;
  /** The server this browser uses: the option, or the compiled-in default; undefined = public PeerJS. */
  readonly server?: string;
  /** How members may be reached. */
  readonly reach?: ReachConfig;
  /** The compiled-in default, to know whether an invite must name the server. */
  readonly defaultServer?: string;
  /** The room's tab is of a private window: nothing of the room is kept (SPEC EX-4). */
  readonly private?: true;
}

/** Whether this shows neither a room nor one on its way. */
export function holdsNone(view: RoomView): view is Extract<RoomView, { state: 'none' | 'problem' }> {
  return view.state === 'none' || view.state === 'problem';
}
