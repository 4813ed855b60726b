import type { Page } from '../core/film/media';
import type { RecentRoom } from '../core/ports/recent-rooms';
import type { Again, Problem } from '../core/ports/room-view';
import { hostName } from '../core/room/facts';
import { toRemote } from '../core/time/clock';
import { positionAt } from '../core/time/playback';
import type { Scheduler } from '../core/time/scheduler';
import type { Players } from './players';
import type { Room } from './room';

interface WayBackDependencies {
  readonly room: () => Room | undefined;
  readonly players: Pick<Players, 'post'>;
  readonly server: string | undefined;
  readonly scheduler: Scheduler;
  /** Ms since 1970. */
  readonly wallNow: () => number;
}

/** What is remembered of a room for good, and how a member that was its host comes back to it (SPEC RS-8). */
export class WayBack {
  /** That the tab shows, or showed last. */
  private page: Page | undefined;

  /** @param again this member was host of the room */
  constructor(
    private readonly parts: WayBackDependencies,
    private again: Again | undefined,
  ) {}

  shows(page: Page | undefined) {
    this.page = page ?? this.page;
  }

  /** The room's film, or the page here where there is none yet; undefined before there is anything to come back to. */
  get remembered(): { readonly here: string; readonly room: RecentRoom } | undefined {
    const { page, parts } = this;
    const room = parts.room();
    if (!room || !page) return undefined;
    const { media, playback } = room.facts;
    const { key, url, title } = media ?? page;
    const clock = room.clock();
    const isPlace = playback && !playback.live && clock;
    const seen = {
      ...{ code: room.code, key, url, title },
      ...(parts.server ? { server: parts.server } : {}),
      who: hostName(room.facts),
      hosted: room.powers !== undefined,
      ...(isPlace ? { positionS: positionAt(playback, toRemote(clock, parts.scheduler.now())) } : {}),
      at: parts.wallNow(),
    };
    return { here: page.url, room: seen };
  }

  /** Nobody is in the room that this member was host of: it makes that anew, under the same invite. @param created it has tried */
  makesAnew(problem: Problem, created: boolean): boolean {
    return problem === 'room-not-found' && this.again !== undefined && !created;
  }

  /** The film has begun: it goes on from where it was, once. */
  begun() {
    const { again, parts } = this;
    const room = parts.room();
    this.again = undefined;
    if (!room?.powers || again?.positionS === undefined || room.facts.media?.key !== again.key) return;
    parts.players.post({ type: 'go', place: again.positionS });
  }
}
