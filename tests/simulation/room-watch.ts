import type { RoomFacts } from '../../lib/core/room/facts';
import type { HostState } from '../../lib/core/room/host-state';
import { WAIT_MAX_MS } from '../../lib/core/room/state-policy';
import { POSITION_MAX_S, RATE_MAX, RATE_MIN } from '../../lib/core/time/playback';
import type { Member } from './member';
import type { World } from './world';

/** Timers and clocks are good to this, ms. */
const GRAIN_MS = 50;
/** What is set off by the room itself, not by a press. */
const ROOMS_OWN: ReadonlySet<string | undefined> = new Set(['wait', 'together']);
/** Presses that say whether the film is to play. */
const SAYS_PLAYING: ReadonlySet<string | undefined> = new Set(['play', 'pause', 'start']);

/** Looks at the room as its host holds it, after every event, and tells the world of what can never be right. */
export class RoomWatch {
  /** So many changes the presses so far may have made, and what else may pass for one. */
  private allowed = 0;
  private made = 0;
  private last: HostState | undefined;
  /** Somebody else than its host has jumped in it. */
  isMoved = false;
  /** What the last press wanted; a room that stands still for somebody goes on after it. */
  private wantsPaused = true;

  /** Who is host in which term, as anybody has believed it. */
  private readonly hosts = new Map<string, string>();
  /** Each member's facts that have been looked at. */
  private readonly seen = new Map<Member, RoomFacts>();

  constructor(private readonly world: World) {}

  /** The room as its host holds it; undefined while there is no host. */
  get state(): HostState | undefined {
    const { room } = this.world.host;
    return room?.powers && (room.facts as HostState);
  }

  /** People or pages do something now that may change the room so many times. */
  allow(changes: number) {
    this.allowed += changes;
  }

  /** Whoever is connected believes one host an epoch, and the same as everybody else. */
  private checkHosts() {
    for (const member of this.world.members) {
      const { room } = member;
      const facts = room?.facts;
      if (!room || !facts || facts === this.seen.get(member) || member.gone || facts.host === '') continue;
      this.seen.set(member, facts);
      if (room.connection !== 'open') continue;
      const term = `${facts.run} ${facts.epoch}`;
      const known = this.hosts.get(term) ?? facts.host;
      this.hosts.set(term, known);
      if (known !== facts.host) this.broken(`has two hosts in epoch ${facts.epoch}: ${known}, ${facts.host}`);
    }
  }

  check() {
    this.checkHosts();
    const { state, last } = this;
    if (!state) return;
    if (state !== last) {
      this.compare(state, last);
      this.last = state;
    }
    const { waiting } = state;
    const { machine, clock } = this.world.host;
    // A host that is dead ends no wait: whoever follows it does.
    if (!waiting || this.world.host.gone || machine.asleep || this.world.time.now - machine.wokeAt < GRAIN_MS) return;
    const waitedMs = clock.now() - waiting.since;
    if (waitedMs > WAIT_MAX_MS + GRAIN_MS) this.broken(`waits for ${waiting.for} since ${waitedMs.toFixed(0)} ms`);
  }

  private compare(state: HostState, last: HostState | undefined) {
    const { playback, waiting, cause, revision, change, epoch } = state;
    const begins = last?.epoch !== epoch;
    if (last && !begins) {
      if (revision < last.revision) this.broken(`revision goes back from ${last.revision} to ${revision}`);
      if (change < last.change) this.broken(`change goes back from ${last.change} to ${change}`);
      if (change > last.change && !ROOMS_OWN.has(cause)) this.made += change - last.change;
    }
    if (change !== last?.change && cause === 'seek' && state.by !== state.host) this.isMoved = true;
    if (last && epoch < last.epoch && last.host === state.host) {
      this.broken(`epoch goes back from ${last.epoch} to ${epoch}`);
    }
    if (this.made > this.allowed) this.broken(`${this.made} changes by ${this.allowed} presses, the last a ${cause}`);
    if (!playback) return;
    // Another host knows what it had heard, and of several presses at once only the last shows.
    const several = last !== undefined && change > last.change + 1;
    if (begins || several || (change !== last?.change && SAYS_PLAYING.has(cause))) this.wantsPaused = playback.paused;
    const { position, rate, paused, at } = playback;
    const inBounds = position >= 0 && position <= POSITION_MAX_S && rate >= RATE_MIN && rate <= RATE_MAX;
    if (!inBounds || !Number.isFinite(at)) this.broken(`holds ${JSON.stringify(playback)}`);
    if (waiting && !paused) this.broken(`plays and waits for ${waiting.for}`);
    if (paused && !waiting && !this.wantsPaused) this.broken('stands still for nobody');
  }

  private broken(what: string) {
    this.world.violated(`the room ${what}`);
  }
}
