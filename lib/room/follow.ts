import type { VideoAt } from '../core/film/chosen-video';
import { betterKnown, sameMedia } from '../core/film/film-match';
import {
  answered,
  type FilmQuestion,
  type FollowAnswer,
  type FollowMode,
  type FollowMoment,
  type FollowState,
  followStart,
  followStep,
  hasLeft,
  isLed,
  movedTo,
  settledOn,
  type WatchPage,
  wayTo,
} from '../core/film/follow';
import { type Media, type Page, siteName } from '../core/film/media';
import { hostName, watchedFilm } from '../core/room/facts';
import type { Intent, RoomOrder } from '../core/room/order';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberState } from '../core/wire/protocol';
import { FilmWatch } from './film-watch';
import type { Players } from './players';
import type { Room } from './room';

export interface FollowParts {
  readonly scheduler: Scheduler;
  readonly mode: () => FollowMode;
  /** The member here watches alone: it is neither taken along nor asked. */
  readonly isAlone: () => boolean;
  readonly room: () => Room | undefined;
  /** What a site's own file says of an address. */
  readonly watchPage: (url: string) => WatchPage;
  /**
   * Takes the room's tab there. A page that leads on to another site is left again (SPEC FO-8), but for `also`'s, of
   * which the person was asked.
   */
  readonly go: (url: string, also?: string) => void;
  /** To be asked in the page, or no more. */
  readonly ask: (question: FilmQuestion | undefined) => void;
  /** The player and the popup have to be told. */
  readonly changed: () => void;
}

/** A page may change its title all the time, ms. */
const TELL_GAP_MS = 2_000;
/** A page that was opened and its player take this long to show what they have, ms. */
const ARRIVE_MS = 5_000;

/** Where the room's tab goes as the room goes on (SPEC FO-1…). */
export class Follow {
  private readonly film = new FilmWatch();
  private state: FollowState = followStart;
  private toldAt = Number.NEGATIVE_INFINITY;
  private cancelAgain: (() => void) | undefined;
  private againAt = Number.POSITIVE_INFINITY;
  private asked: string | undefined;
  private closed = false;
  private looking = false;
  question: FilmQuestion | undefined;
  /** The title of the film, or its site, that this tab is being taken to. */
  taking: string | undefined;

  constructor(private readonly parts: FollowParts) {}

  page(page: Page | undefined) {
    // What was asked in the page before went with it.
    if (!this.film.page) this.asked = undefined;
    this.film.notePage(page, this.now());
    this.parts.changed();
  }

  /** Looks anew: at each change of the room or of the player. */
  update(film: Players['film']) {
    const room = this.parts.room();
    this.film.noteFilm(film, this.now());
    const { dueAt } = this.film;
    if (dueAt !== undefined) this.again(dueAt - this.now());
    // What is told on the way comes back here.
    if (!room || this.closed || this.looking) return;
    this.looking = true;
    try {
      this.film.look(room, this.now());
      const isLed = !this.parts.isAlone() && !room.powers && room.facts.media !== undefined;
      if (!isLed) this.taking = undefined;
      if (this.parts.isAlone()) this.show(undefined, false);
      else if (room.powers) this.announceMedia(room);
      else this.followHost(room);
    } finally {
      this.looking = false;
    }
  }

  /** What the player here is to be told: nothing to do, where it shows another film. */
  limitToFilm(order: RoomOrder): RoomOrder {
    const { match } = this.film;
    if (match === 'same') return order;
    const { playback: _, ...rest } = order;
    // A host's player begins the room's next film as it stands; a guest's is left alone.
    return order.leads && match === 'other' ? rest : { ...rest, suspended: true };
  }

  /** Which of the page's videos the host has chosen, where its film is here; nobody's but a guest's to take. */
  get preferred(): VideoAt | undefined {
    const room = this.parts.room();
    return room && !room.powers && this.isHere && !this.parts.isAlone() ? room.facts.media?.video : undefined;
  }

  /** The player here shows the room's film. */
  get isHere(): boolean {
    return this.film.match === 'same';
  }

  /** @returns true where this is the first word of the host's next film */
  begins(room: Room, intent: Intent): boolean {
    const { here, match } = this.film;
    if (!room.powers || intent.cause !== 'start' || match !== 'other' || !here) return false;
    this.film.told();
    room.powers.startFilm(here, intent);
    return true;
  }

  /** Of what plays here, and of the same film at the host's, s; undefined while not known, or for another film. */
  get lengths(): { readonly own: number | undefined; readonly host: number | undefined } {
    const own = this.isHere ? this.film.here?.durationS : undefined;
    return { own, host: this.parts.room()?.facts.media?.durationS };
  }

  /** How a member whose player is let alone is, in a word. */
  memberState(state: MemberState): MemberState {
    if (this.isHere || this.parts.room()?.powers) return state;
    return this.question?.here ? 'other-video' : state;
  }

  answer(answer: FollowAnswer) {
    const media = this.media;
    if (!media || !this.question) return;
    const { strayed } = this.state;
    if (answer === 'same') this.film.accept(media.media);
    else {
      const site = this.parts.mode() === 'always' ? siteName(media.media.url) : undefined;
      this.state = answered(this.state, answer, media.film, site);
    }
    if (answer === 'go') this.parts.go(media.media.url, strayed?.url);
    this.parts.changed();
  }

  /** What this member did not want, or has seen, of the room's film counts no more: it comes back of its own accord. */
  forgetAnswers() {
    this.state = { ...this.state, settled: undefined, stayed: undefined };
  }

  /** The page that the tab was taken to has led on to this address, on another site, and was left again. */
  strayed(url: string) {
    const media = this.media;
    if (!media) return;
    this.state = { ...this.state, strayed: { film: media.film, url } };
    this.parts.changed();
  }

  close() {
    this.closed = true;
    this.cancelAgain?.();
    this.show(undefined, false);
  }

  /** What the room's host watches. */
  private get media() {
    const facts = this.parts.room()?.facts;
    return facts && watchedFilm(facts);
  }

  private now() {
    return this.parts.scheduler.now();
  }

  /** The host's room says what its host watches, and says it better as the page does. */
  private announceMedia(room: Room) {
    const { here } = this.film;
    if (!this.isHere || !here || !this.film.pageKnown) return;
    this.film.told();
    const told = room.facts.media;
    const media = told ? betterKnown(here, told) : here;
    if (told && sameMedia(told, media)) return;
    const wait = this.toldAt + TELL_GAP_MS - this.now();
    if (wait > 0) return this.again(wait);
    this.toldAt = this.now();
    room.powers?.setMedia(media);
  }

  private followHost(room: Room) {
    const media = watchedFilm(room.facts);
    if (!media) return this.show(undefined, false);
    const { film } = this;
    if (this.isHere && film.here) this.state = settledOn(this.state, media.film);
    const now = this.now();
    const here = film.here !== undefined;
    const moment: FollowMoment = {
      now,
      film: media.film,
      match: film.match,
      sinceMs: now - film.matchAt,
      rolling: film.isRolling(now),
      mode: this.parts.mode(),
      way: this.wayTo(media.media),
      here,
    };
    const step = followStep(this.state, moment);
    if (step.do === 'go') this.state = movedTo(this.state, media.film, now);
    this.noteTaking(step.do === 'nothing', moment, media.media);
    switch (step.do) {
      case 'nothing':
        this.show(undefined, false);
        if (step.againMs !== undefined) this.again(step.againMs);
        return;
      case 'go':
        this.show(undefined, false);
        return this.parts.go(media.media.url);
      case 'ask': {
        const who = hostName(room.facts);
        const { strayed } = this.state;
        const site = siteName(strayed?.film === media.film ? strayed.url : media.media.url);
        const left = hasLeft(this.state, media.film);
        return this.show({ who, title: media.media.title, site, here, left }, step.loud);
      }
    }
  }

  /** From when the tab is to be taken there until its page has had the time to show what it has. */
  private noteTaking(isNothing: boolean, moment: FollowMoment, { title, url }: Media) {
    const { film, match, now } = moment;
    const { settled, moves } = this.state;
    const isGoing = settled === film && now - (moves.at(-1) ?? Number.NEGATIVE_INFINITY) < ARRIVE_MS;
    const isTaken = match !== 'same' && (isGoing || (isNothing && isLed(this.state, moment)));
    this.taking = isTaken ? title || siteName(url) : undefined;
  }

  private wayTo({ url, key }: Media) {
    return wayTo(this.state, {
      from: this.film.page?.url ?? '',
      to: url,
      key,
      watchPage: this.parts.watchPage(url),
      filmSeen: this.film.hasSeenFilmOn(url),
    });
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
