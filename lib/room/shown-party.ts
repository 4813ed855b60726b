import type { Party } from '../core/ports/presence';
import { toRemote } from '../core/time/clock';
import { POSITION_MAX_S, positionAt } from '../core/time/playback';
import type { Way } from '../transport/way';
import type { RoomDependencies } from './dependencies';
import type { Room } from './room';
import { inviteServer, type SessionOf } from './session-of';
import { Tickets } from './tickets';

export interface ShownPartyDependencies extends Omit<RoomDependencies, 'ways'> {
  /** Those of the room; undefined before it is being opened. */
  readonly ways: () => readonly Way[] | undefined;
  /** Undefined while it is not open. */
  readonly room: () => Room | undefined;
}

/** A room as it is shown outside, while its person wants that: what is watched, how many are here, and how to come by. */
export class ShownParty {
  private isOn = false;
  private id = '';
  private wasShown = false;
  private readonly tickets: Tickets;

  /** @param changed what is shown is otherwise */
  constructor(
    private readonly parts: ShownPartyDependencies,
    { server, config }: Pick<SessionOf, 'server' | 'config'>,
    private readonly changed: () => void,
  ) {
    const ways = () => parts.ways() ?? [];
    this.tickets = new Tickets({
      ...parts,
      get ways() {
        return ways();
      },
      server,
      inviteServer: inviteServer(server, config),
      changed,
    });
  }

  setOn(on: boolean) {
    this.isOn = on;
    this.wasShown = false;
    if (on) this.id ||= this.parts.randomId();
    this.tickets.setOn(on);
    this.changed();
  }

  /** Somebody was let in. */
  grant() {
    this.tickets.grant();
  }

  /** Something of the room has changed. */
  update() {
    this.tickets.update();
  }

  close() {
    this.tickets.close();
  }

  /** @param now local ms @returns undefined where nothing is shown */
  party(now: number): Party | undefined {
    const room = this.isOn ? this.parts.room() : undefined;
    // Discord passes one update on in 15 s: the first is to hold all that there is.
    if (!room || (this.tickets.isOpening && !this.wasShown)) return undefined;
    this.wasShown = true;
    const { media, playback, members, change } = room.facts;
    const clock = room.clock();
    const goesOn = playback && clock && !playback.paused && !playback.live;
    return {
      id: this.id,
      // A guest that has only just come has heard of nobody yet.
      size: Math.max(1, members.length),
      ...(media ? { film: filmOf(media) } : {}),
      ...(goesOn
        ? {
            playing: {
              position: Math.min(POSITION_MAX_S, positionAt(playback, toRemote(clock, now))),
              rate: playback.rate,
            },
          }
        : {}),
      change,
      paused: playback?.paused ?? true,
      ...(this.tickets.text === undefined ? {} : { ticket: this.tickets.text }),
    };
  }
}

const filmOf = ({ title, url, durationS }: { title: string; url: string; durationS?: number }) => ({
  title,
  url,
  ...(durationS === undefined ? {} : { durationS }),
});
