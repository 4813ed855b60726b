import { isAtEnd, isNext, type Match, matchOf, pairOf } from '../core/film/film-match';
import { durationsAgree, type Media, type Page, siteName } from '../core/film/media';
import { claimDueAt, knownFilm, noteFilm, notePage, nothingWatched } from '../core/film/tab-film';
import { watchedFilm } from '../core/room/facts';
import { toRemote } from '../core/time/clock';
import { positionAt } from '../core/time/playback';
import type { Players } from './players';
import type { Room } from './room';

/** Players stop a little before the end, credits are cut short by the site's own next. */
const ROLL_S = 15;
/** So long after its end a film is followed by the next one without anybody's press. */
const ROLL_MS = 15_000;
/** A page that is on its way to the same next film is not taken back to the beginning of the last. */
const RENEWED_MS = 15_000;
/** A host may name any number of films. */
const LEFT_KEYS_MAX = 64;

/** What the room's tab shows, against what the room watches (SPEC MK-1…). Every `now` is the service's clock, ms. */
export class FilmWatch {
  match: Match = 'same';
  /** Since when it is so. */
  matchAt = Number.NEGATIVE_INFINITY;
  private watching = nothingWatched;
  private readonly accepted = new Set<string>();
  /** What was loaded here last, since when, and which film of the room was on when that was first seen. */
  private load: { readonly id: string; readonly at: number; film: number | undefined } | undefined;
  /** The host's load that the room's media is told of. */
  private toldLoad: string | undefined;
  /** Sites on which a film has been seen here. */
  private readonly sites = new Set<string>();
  private film: number | undefined;
  private media: Media | undefined;
  /** Keys of the films that the room has left for another, as far as this member was told of them. */
  private readonly leftKeys = new Set<string>();
  /** The room went on by itself to the next film of the same page: since when. */
  private renewedAt = Number.NEGATIVE_INFINITY;
  private rolledAt = Number.NEGATIVE_INFINITY;

  notePage(page: Page | undefined, now: number) {
    this.watching = notePage(this.watching, page, now);
  }

  noteFilm(film: Players['film'], now: number) {
    this.watching = noteFilm(this.watching, film, now);
  }

  /** When to look again whether an address is the film's. */
  get dueAt(): number | undefined {
    return claimDueAt(this.watching);
  }

  get page(): Page | undefined {
    return this.watching.page;
  }

  get pageKnown(): boolean {
    return this.watching.pageKnown;
  }

  /** The film here, once its length is known. */
  get here(): Media | undefined {
    return knownFilm(this.watching);
  }

  /** A film is, or was, here on this page's site. */
  hasSeenFilmOn(url: string): boolean {
    return this.sites.has(siteName(url));
  }

  /** The room's last film runs out, or just has. */
  isRolling(now: number): boolean {
    return now - this.rolledAt < ROLL_MS;
  }

  /** Compares anew. */
  look(room: Room, now: number) {
    this.noteLoad(room, now);
    this.lookAtRoom(room, now);
    const match = this.matchWith(room, now);
    const { here } = this;
    if (here) this.sites.add(siteName(here.url));
    if (match !== this.match) this.matchAt = now;
    this.match = match;
  }

  /** The host has told of what is here. */
  told() {
    this.toldLoad = this.watching.film?.id;
  }

  /** The person knows that what is here is what the room watches. */
  accept(room: Media) {
    const { here } = this;
    if (here) this.accepted.add(pairOf(here, room));
  }

  private noteLoad(room: Room, now: number) {
    const id = this.watching.film?.id;
    if (id !== undefined && id !== this.load?.id) this.load = { id, at: now, film: undefined };
    const told = watchedFilm(room.facts);
    if (this.load && told) this.load.film ??= told.film;
  }

  private lookAtRoom(room: Room, now: number) {
    const media = watchedFilm(room.facts);
    if (!media) return;
    if (this.media && media.film !== this.film) {
      const { here } = this;
      const next = media.media.key === this.media.key && here && !sameLength(here, media.media);
      if (next) this.renewedAt = now;
      this.noteLeft(this.media.key);
    }
    this.film = media.film;
    this.media = media.media;
    if (isAtEnd(media.media, positionOf(room, now), ROLL_S)) this.rolledAt = now;
  }

  private noteLeft(key: string) {
    this.leftKeys.add(key);
    const [oldest] = this.leftKeys;
    if (oldest !== undefined && this.leftKeys.size > LEFT_KEYS_MAX) this.leftKeys.delete(oldest);
  }

  private matchWith(room: Room, now: number): Match {
    const match = matchOf(this.watching, room.facts.media, this.accepted, this.isJoining(room, now));
    const { here } = this;
    const { film } = this.watching;
    // What was told before is the same film, whatever its address has become.
    if (room.powers && here && film && !film.later && film.id === this.toldLoad) return 'same';
    const { media } = room.facts;
    if (match !== 'same' || !media) return match;
    // What is loaded where the room's film has run out may be the next: it is not taken to the last one's end.
    const next = this.sites.size > 0 && film && isAtEnd(media, positionOf(room, now));
    if (!here) return next ? 'unsettled' : match;
    if (room.powers) return isNext(here, media, positionOf(room, now)) ? 'other' : match;
    const late = now - this.renewedAt < RENEWED_MS && !sameLength(here, media);
    return late ? 'unsettled' : match;
  }

  /** What is here was loaded since the room's film began, or by itself as the one before ran out (SPEC MK-6). */
  private isJoining(room: Room, now: number): boolean {
    if (room.powers || !this.load) return !room.powers;
    const rolledHere = this.load.at > this.rolledAt - ROLL_MS && this.isRolling(now);
    // A page may load so slowly that the room has left its film by then.
    const { page } = this.watching;
    const left = page !== undefined && this.leftKeys.has(page.key);
    return (this.load.film === watchedFilm(room.facts)?.film && !left) || rolledHere;
  }
}

/** Of the room, s. */
function positionOf(room: Room, now: number): number {
  const clock = room.clock();
  const { playback } = room.facts;
  return playback && clock ? positionAt(playback, toRemote(clock, now)) : 0;
}

function sameLength(a: Media, b: Media): boolean {
  return a.durationS === undefined || b.durationS === undefined || durationsAgree(a.durationS, b.durationS);
}
