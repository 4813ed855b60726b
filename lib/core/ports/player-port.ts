import type { VideoAt } from '../film/chosen-video';
import type { FilmQuestion, FollowAnswer } from '../film/follow';
import type { Page, VideoLoad } from '../film/media';
import type { Intent, PlayerReport, RoomOrder } from '../room/order';
import type { SkipAnswer, SkipQuestion } from '../room/skip-offer';
import type { ClockReading } from '../time/clock';
import type { Sign } from '../wire/chat-words';
import type { Colour } from '../wire/colours';
import type { MemberState } from '../wire/protocol';
import type { Problem } from './room-view';

/**
 * What a frame's player part and the room service say to each other over the port `player`.
 * Both ends are ours, in one browser; still, every message is a plain object of these shapes.
 */
export const PLAYER_PORT = 'player';
/** Over this port a popup is shown the `RoomView`, at once and at each change. */
export const VIEW_PORT = 'view';
/** Over this port the options page has the ways to other people tried out, and is told `Tested` as it goes. */
export const TEST_PORT = 'test';

export type FromPlayer =
  /** The best video of this frame, or none; the room service elects one frame of the tab. */
  | {
      readonly type: 'candidate';
      readonly score: number;
      /** No longer than an ad. */
      readonly short: boolean;
      /** By the person, now or earlier: outranks every score. */
      readonly chosen: boolean;
    }
  /** How many videos of this frame can be chosen, and which of them is the best. */
  | { readonly type: 'choices'; readonly count: number; readonly present?: number }
  /** While the person chooses; an `index` is of this frame's own. */
  | { readonly type: 'choosing'; readonly press: 'next' | 'previous' | 'take' | 'cancel'; readonly index?: number }
  /** The person has chosen this video of this frame, now or before. */
  | { readonly type: 'chosen'; readonly video: VideoAt }
  /** From the top frame: the page that the tab shows. */
  | { readonly type: 'page'; readonly page: Page }
  /**
   * What this frame's video plays, at each load of it. Until the room service has answered to the newest load with a
   * `room` message, nothing is done to the player: it may be another film.
   */
  | ({ readonly type: 'film' } & VideoLoad)
  /** The person's answer to a question. */
  | { readonly type: 'answer'; readonly answer: FollowAnswer }
  /** From the top frame: the person leaves the room. */
  | { readonly type: 'leave' }
  /** The person asks to be let drive. */
  | { readonly type: 'ask-to-drive' }
  /** The person watches alone from now on. */
  | { readonly type: 'watch-alone' }
  /** The person's answer to the offer of a skip to that place. */
  | { readonly type: 'answer-skip'; readonly answer: SkipAnswer; readonly to: number }
  /** Something has taken the player here to this place of the room, s. */
  | { readonly type: 'skip'; readonly to: number }
  | { readonly type: 'ping'; readonly sent: number }
  /** By the person here. */
  | ({ readonly type: 'intent' } & Intent)
  | ({ readonly type: 'report' } & PlayerReport)
  /** What the browser wants the person to press in the page: the popup says so as well. */
  | { readonly type: 'prompt'; readonly prompt: 'none' | 'unmute' | 'press-play' }
  /** How this player is shifted against the room, s. */
  | { readonly type: 'shift'; readonly seconds: number }
  /** Seen in this frame, and of use where the film is: the person has pressed something, the window has come or gone. */
  | { readonly type: 'sign'; readonly of: 'press' | 'front' | 'back' }
  /** Wanted: a `tick` in so many ms. Timers here are throttled in hidden tabs; the service's are not. */
  | { readonly type: 'wake'; readonly inMs: number };

export type ToPlayer =
  | { readonly type: 'elected'; readonly active: boolean }
  | { readonly type: 'pong'; readonly sent: number; readonly received: number; readonly answered: number }
  | { readonly type: 'tick' }
  | (RoomOrder & {
      readonly type: 'room';
      /** Room time against the room service's own clock. */
      readonly clock: ClockReading;
      /** Small temporary changes of speed are allowed. */
      readonly gentle: boolean;
    })
  /** How the room is, and the member here in it: for what is shown in the page all the time. */
  | {
      readonly type: 'room-state';
      readonly members: number;
      readonly state: MemberState;
      readonly reconnecting: boolean;
      /** Messages that the person here has not seen. */
      readonly unread: number;
    }
  /** The film is counted in, and starts in so many seconds; absent: it is not, or no more. */
  | { readonly type: 'countdown'; readonly left?: number }
  /** A member reacts just now: drawn over the film. */
  | { readonly type: 'reaction'; readonly sign: Sign; readonly name: string; readonly colour: Colour }
  /** The host has chosen this video of the page. */
  | { readonly type: 'prefer'; readonly video: VideoAt }
  /** To the top frame: to be shown there, or no more. */
  | { readonly type: 'question'; readonly question?: FilmQuestion }
  /** Seen in another frame of the tab. */
  | { readonly type: 'sign'; readonly of: 'press' | 'front' | 'back' }
  /** To be shown, or no more: somebody's player skipped a piece of the film. */
  | { readonly type: 'skip-offer'; readonly offer?: SkipQuestion }
  /** The person takes the room to this place of it, s. */
  | { readonly type: 'go'; readonly place: number }
  | { readonly type: 'sync-now' }
  /** The person has pressed the key of the chat. */
  | { readonly type: 'chat-over-film' }
  /** The host of the page in the tab, which a frame of another site cannot see for itself. */
  | { readonly type: 'site'; readonly host: string }
  /** The person wants to choose: say how many there are. */
  | { readonly type: 'choose'; readonly what: 'offer' }
  /** Numbered over all frames, this one's from `first`; `current` is what Enter takes. */
  | {
      readonly type: 'choose';
      readonly what: 'show';
      readonly first: number;
      readonly total: number;
      readonly current: number;
    }
  /** `own`: which of this frame's own was chosen. Unless cancelled, an earlier choice of another is over. */
  | { readonly type: 'choose'; readonly what: 'end'; readonly cancelled: boolean; readonly own?: number }
  /** The person shifts this player against the room, s. */
  | { readonly type: 'shift'; readonly seconds: number }
  /** The room is over for this tab: stop driving, forget everything. */
  | { readonly type: 'ended' }
  /** To the top frame: by opening a link the person has joined this host, and is seen by this name. */
  | { readonly type: 'opened'; readonly host: string; readonly name: string }
  /** Said in the page, because no popup may be open. */
  | { readonly type: 'problem'; readonly problem: Problem }
  | {
      readonly type: 'toast';
      readonly text:
        | 'in-room'
        | 'joined'
        | 'left'
        | 'hosts'
        | 'host-here'
        | 'knocks'
        | 'asks'
        | 'moved'
        | 'waiting'
        | 'holds-up'
        | 'ad'
        | 'skip-offered'
        | 'alone'
        | 'asks-to-drive'
        | 'invite-seen'
        | 'asked'
        | 'declined'
        | 'drives'
        | 'host-only'
        | 'paused'
        | 'played'
        | 'jumped'
        | 'jumped-live'
        | 'rate'
        | 'counts'
        | 'counts-no-more';
      readonly name: string;
      /** A place, or a speed. */
      readonly detail?: string;
    };
