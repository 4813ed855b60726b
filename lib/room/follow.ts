import { betterKnown, isAtEnd, isNext, type Match, matchOf, pairOf, sameMedia } from '../core/film/film-match';
import {
  type FilmQuestion,
  type FollowAnswer,
  type FollowMode,
  type FollowState,
  followStart,
  followStep,
  movedTo,
  settledOn,
} from '../core/film/follow';
import { durationsAgree, isSameSite, type Media, type Page, siteName } from '../core/film/media';
import { claimDueAt, knownFilm, noteFilm, notePage, nothingWatched } from '../core/film/tab-film';
import type { Intent, RoomOrder } from '../core/room/order';
import { toRemote } from '../core/time/clock';
import { positionAt } from '../core/time/playback';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberState } from '../core/wire/protocol';
import type { Players } from './players';
import type { Room } from './room';

export interface FollowParts {
  readonly scheduler: Scheduler;
  readonly mode: () => FollowMode;
  readonly room: () => Room | undefined;
  /** Takes the room's tab there. */
  readonly go: (url: string) => void;
  /** To be asked in the page, or no more. */
  readonly ask: (question: FilmQuestion | undefined) => void;
  /** The player and the popup have to be told. */
  readonly changed: () => void;
}

/** What is watched here, and what of the room (SPEC MK-1…, FO-1…): the room's tab against the room. */
export class Follow {
  private watching = nothingWatched;
  private state: FollowState = followStart;
  private readonly accepted = new Set<string>();
  private match: Match = 'same';
  /** Local ms. */
  private matchAt = Number.NEGATIVE_INFINITY;
  /** What was loaded here last, since when (local ms), and which film of the room was on when that was first seen. */
  private load: { readonly id: string; readonly at: number; film: number | undefined } | undefined;
  /** The host's load that the room's media is told of. */
  private toldLoad: string | undefined;
  /** A film has been here: what is loaded after it may be its next. */
  private shown = false;
  private film: number | undefined;
  private media: Media | undefined;
  /** The room went on by itself to the next film of the same page: since when, local ms. */
  private renewedAt = Number.NEGATIVE_INFINITY;
  private rolledAt = Number.NEGATIVE_INFINITY;
  private toldAt = Number.NEGATIVE_INFINITY;
  private cancelAgain: (() => void) | undefined;
  private againAt = Number.POSITIVE_INFINITY;
  private asked: string | undefined;
  private closed = false;
  private looking = false;
  question: FilmQuestion | undefined;

  constructor(private readonly parts: FollowParts) {}

  page(page: Page | undefined) {
    // What was asked in the page before went with it.
    if (!this.watching.page) this.asked = undefined;
    this.watching = notePage(this.watching, page, this.now());
    this.parts.changed();
  }

  /** Looks anew: at each change of the room or of the player. */
  update(film: Players['film']) {
    const room = this.parts.room();
    this.watching = noteFilm(this.watching, film, this.now());
    const dueAt = claimDueAt(this.watching);
    if (dueAt !== undefined) this.again(dueAt - this.now());
    // What is told on the way comes back here.
    if (!room || this.closed || this.looking) return;
    this.looking = true;
    this.noteLoad(room);
    this.lookAtRoom(room);
    this.shown ||= knownFilm(this.watching) !== undefined;
    const match = this.matchWith(room);
    if (match !== this.match) this.matchAt = this.now();
    this.match = match;
    if (room.role === 'host') this.tell(room);
    else this.decide(room);
    this.looking = false;
  }

  /** What the player here is to be told: nothing to do, where it shows another film. */
  narrow(order: RoomOrder): RoomOrder {
    if (this.match === 'same') return order;
    const { playback: _, ...rest } = order;
    // A host's player begins the room's next film as it stands; a guest's is left alone.
    return order.role === 'host' && this.match === 'other' ? rest : { ...rest, suspended: true };
  }

  /** The player here shows the room's film. */
  get isHere(): boolean {
    return this.match === 'same';
  }

  /** @returns true where this is the first word of the host's next film */
  begins(room: Room, intent: Intent): boolean {
    const here = knownFilm(this.watching);
    if (room.role !== 'host' || intent.cause !== 'start' || this.match !== 'other' || !here) return false;
    this.toldLoad = this.watching.film?.id;
    room.startFilm(here, intent);
    return true;
  }

  /** Of what plays here, and of the same film at the host's, s; undefined while not known, or for another film. */
  get lengths(): { readonly own: number | undefined; readonly host: number | undefined } {
    const own = this.match === 'same' ? knownFilm(this.watching)?.durationS : undefined;
    return { own, host: this.parts.room()?.media?.media.durationS };
  }

  /** How a member whose player is let alone is, in a word. */
  word(state: MemberState): MemberState {
    if (this.match === 'same' || this.parts.room()?.role !== 'guest') return state;
    return this.question?.here ? 'other-video' : state;
  }

  answer(answer: FollowAnswer) {
    const room = this.parts.room();
    const { media } = room ?? {};
    if (!media || !this.question) return;
    const here = knownFilm(this.watching);
    if (answer === 'go') {
      this.state = settledOn(this.state, media.film);
      this.parts.go(media.media.url);
    } else if (answer === 'stay') this.state = { ...this.state, stayed: media.film };
    else if (here) this.accepted.add(pairOf(here, media.media));
    this.parts.changed();
  }

  close() {
    this.closed = true;
    this.cancelAgain?.();
    this.show(undefined, false);
  }

  private now() {
    return this.parts.scheduler.now();
  }

  /** Of the room, seconds. */
  private positionOf(room: Room): number {
    const clock = room.clock();
    return room.playback && clock ? positionAt(room.playback, toRemote(clock, this.now())) : 0;
  }

  private noteLoad(room: Room) {
    const id = this.watching.film?.id;
    if (id !== undefined && id !== this.load?.id) this.load = { id, at: this.now(), film: undefined };
    if (this.load && room.media) this.load.film ??= room.media.film;
  }

  /** What is here was loaded since the room's film began, or by itself as the one before ran out (SPEC MK-6). */
  private isJoining(room: Room): boolean {
    if (room.role === 'host' || !this.load) return room.role === 'guest';
    const rolledHere = this.load.at > this.rolledAt - ROLL_MS && this.now() - this.rolledAt < ROLL_MS;
    return this.load.film === room.media?.film || rolledHere;
  }

  private lookAtRoom(room: Room) {
    const { media } = room;
    if (!media) return;
    if (this.media && media.film !== this.film) {
      const here = knownFilm(this.watching);
      const next = media.media.key === this.media.key && here && !sameLength(here, media.media);
      if (next) this.renewedAt = this.now();
    }
    this.film = media.film;
    this.media = media.media;
    if (isAtEnd(media.media, this.positionOf(room), ROLL_S)) this.rolledAt = this.now();
  }

  private matchWith(room: Room): Match {
    const match = matchOf(this.watching, room.media?.media, this.accepted, this.isJoining(room));
    const here = knownFilm(this.watching);
    // What was told before is the same film, whatever its address has become.
    const { film } = this.watching;
    if (room.role === 'host' && here && film && !film.later && film.id === this.toldLoad) return 'same';
    if (match !== 'same' || !room.media) return match;
    const { media } = room.media;
    // What is loaded where the room's film has run out may be the next: it is not taken to the last one's end.
    const next = this.shown && this.watching.film && isAtEnd(media, this.positionOf(room));
    if (!here) return next ? 'unsettled' : match;
    if (room.role === 'host') return isNext(here, media, this.positionOf(room)) ? 'other' : match;
    const late = this.now() - this.renewedAt < RENEWED_MS && !sameLength(here, media);
    return late ? 'unsettled' : match;
  }

  /** The host's room says what its host watches, and says it better as the page does. */
  private tell(room: Room) {
    const here = knownFilm(this.watching);
    if (this.match !== 'same' || !here || !this.watching.pageKnown) return;
    this.toldLoad = this.watching.film?.id;
    const told = room.media?.media;
    const media = told ? betterKnown(here, told) : here;
    if (told && sameMedia(told, media)) return;
    // A page may change its title all the time.
    const wait = this.toldAt + TELL_GAP_MS - this.now();
    if (wait > 0) return this.again(wait);
    this.toldAt = this.now();
    room.setMedia(media);
  }

  private decide(room: Room) {
    const { media } = room;
    if (!media) return this.show(undefined, false);
    if (this.match === 'same' && knownFilm(this.watching)) this.state = settledOn(this.state, media.film);
    const now = this.now();
    const here = knownFilm(this.watching) !== undefined;
    const step = followStep(this.state, {
      now,
      film: media.film,
      match: this.match,
      sinceMs: now - this.matchAt,
      rolling: now - this.rolledAt < ROLL_MS,
      mode: this.parts.mode(),
      sameSite: isSameSite(this.watching.page?.url ?? '', media.media.url),
      here,
    });
    switch (step.do) {
      case 'nothing':
        this.show(undefined, false);
        if (step.againMs !== undefined) this.again(step.againMs);
        return;
      case 'go':
        this.show(undefined, false);
        this.state = movedTo(this.state, media.film, now);
        return this.parts.go(media.media.url);
      case 'ask': {
        const who = room.members.find((m) => m.role === 'host')?.name ?? '';
        return this.show({ who, title: media.media.title, site: siteName(media.media.url), here }, step.loud);
      }
    }
  }

  private show(question: FilmQuestion | undefined, loud: boolean) {
    const text = question && JSON.stringify(question);
    const news = text !== (this.question && JSON.stringify(this.question));
    this.question = question;
    const asked = loud ? text : undefined;
    if (asked !== this.asked) this.parts.ask(loud ? question : undefined);
    this.asked = asked;
    if (news) this.parts.changed();
  }

  /** Looks again by then: each look asks for the next anew, so the earliest is enough. */
  private again(inMs: number) {
    const at = this.now() + inMs;
    if (this.againAt <= at) return;
    this.cancelAgain?.();
    this.againAt = at;
    this.cancelAgain = this.parts.scheduler.after(inMs, () => {
      this.againAt = Number.POSITIVE_INFINITY;
      this.parts.changed();
    });
  }
}

/** Players stop a little before the end, credits are cut short by the site's own next. */
const ROLL_S = 15;
/** So long after its end a film is followed by the next one without anybody's press. */
const ROLL_MS = 15_000;
/** A page that is on its way to the same next film is not taken back to the beginning of the last. */
const RENEWED_MS = 15_000;
const TELL_GAP_MS = 2_000;

function sameLength(a: Media, b: Media): boolean {
  return a.durationS === undefined || b.durationS === undefined || durationsAgree(a.durationS, b.durationS);
}
