import type { FromPlayer } from '../core/ports/player-port';
import type { Problem, RoomCommand, RoomConfig, RoomView } from '../core/ports/room-view';
import { parseServiceRecord, type RoomRecord, type ServiceRecord } from '../core/ports/service-record';
import { addToHistory } from '../core/room/drift-history';
import { stateUnheard } from '../core/room/report';
import { parseRoomCode } from '../core/wire/invite';
import { type Current, greet, newCurrent, outsideOf, within } from './current';
import { openGuestRoom } from './guest-room';
import { openHostRoom } from './host-room';
import type { PlayerPort, Port } from './player-ports';
import { problemOf } from './problem-of';
import { type RoomListeners, repeat } from './room';
import type { ServiceParts } from './service-parts';
import { viewOf } from './view-of';
import { Views } from './views';

/** How everybody is is looked at this often: a point a second is as fine as the graph is wide. */
const LOOK_MS = 1_000;
/** A closed tab is got back by its person (SPEC RS-3): to find the invite again, or the menu, takes most of a minute. */
const TAB_GRACE_MS = 60_000;
/** To seal and send a goodbye takes a few ms; a stuck channel must not keep a room place alive. */
const GOODBYE_MS = 500;

/**
 * The room service (SPEC RS-1): one room a browser profile, bound to one tab. Serves the players of that
 * tab and the popups; runs in the offscreen document on Chrome and in the background page on Firefox.
 */
export class RoomService {
  private current: Current | undefined;
  private readonly views: Views;
  /** Set while the room's tab is gone and may come back. */
  private cancelLeave: (() => void) | undefined;
  private outside = '';

  constructor(private readonly parts: ServiceParts) {
    this.views = new Views(parts.scheduler, () => this.view());
  }

  /** Does what a person, or the background for them, asks. Resolves once it is under way. */
  async perform(command: RoomCommand): Promise<void> {
    switch (command.type) {
      case 'create':
        return this.begin(command.tabId, 'host', this.parts.makeCode(), command.config.server, command.config);
      case 'join': {
        const server = command.invite.server ?? command.config.defaultServer;
        this.begin(command.tabId, 'guest', command.invite.code, server, command.config);
        if (this.current && command.opened) this.current.opened = true;
        return;
      }
      case 'leave':
        return this.end(undefined);
      case 'rename':
        return this.rename(command.name);
      case 'set-control':
        this.current?.room?.setControl(command.control);
        return;
      case 'set-together':
        this.current?.room?.setTogether(command.together);
        return;
      case 'set-shift':
        return this.current?.players.post({ type: 'shift', seconds: command.seconds });
      case 'set-gentle':
        if (this.current) this.current.config = { ...this.current.config, gentle: command.gentle };
        return this.order();
      case 'choose-video':
        return this.current?.players.choose();
      case 'set-follow':
        if (this.current) this.current.config = { ...this.current.config, follow: command.follow };
        return;
      case 'answer':
        return this.current?.follow.answer(command.answer);
      case 'answer-skip':
        return this.current?.skips.answer(command.answer, command.to);
      case 'continue':
        return this.current?.room?.goOn();
      case 'sync-now':
        return this.current?.players.post({ type: command.type });
      case 'strayed':
        return this.current?.follow.strayed(command.url);
      case 'tab-gone':
        // Told late: the room may have another tab by then.
        if (command.tabId !== this.current?.tabId) return;
        this.cancelLeave ??= this.parts.scheduler.after(TAB_GRACE_MS, () => this.end('tab-closed'));
        return this.changed(false);
      case 'tab-replaced':
        if (!this.current) return;
        this.stay();
        this.current = { ...this.current, tabId: command.tabId };
        return this.changed(true);
    }
  }

  /** Takes up the room that a dead room place held. @returns false when there is nothing to take up */
  resume(kept: unknown): boolean {
    const record = parseServiceRecord(kept);
    if (this.current || !record) return false;
    const { tabId, config, room } = record;
    this.begin(tabId, room.role, room.code, room.server, config, room);
    return true;
  }

  /** @param tabId where the port comes from; only the room's tab is served */
  servePlayer(port: PlayerPort, tabId: number | undefined, site?: string) {
    if (!this.current || tabId !== this.current.tabId) {
      port.post({ type: 'ended' });
      return port.close();
    }
    this.current.players.add(port, site);
  }

  serveView(port: Port<unknown, RoomView>) {
    this.views.add(port);
  }

  /** What went wrong is said once, when it does; after that there is no room, and nothing to say of it. */
  view(): RoomView {
    const { current } = this;
    if (!current) return { state: 'none' };
    const view = viewOf(current, this.parts.scheduler.now());
    return this.cancelLeave && view.state === 'room' ? { ...view, tabClosed: true } : view;
  }

  private begin(
    tabId: number,
    role: 'host' | 'guest',
    code: string,
    server: string | undefined,
    config: RoomConfig,
    record?: RoomRecord,
  ) {
    this.end(undefined);
    const canonical = parseRoomCode(code);
    if (!canonical.ok) return this.tell({ state: 'problem', problem: canonical.problem });
    const current = newCurrent(
      this.parts,
      { tabId, config, code: canonical.code, server, role, greeted: role === 'host' || record !== undefined },
      {
        current: () => this.current,
        fromPlayer: (message) => this.fromPlayer(message),
        elected: () => {
          if (this.current) this.current.reportedAt = this.parts.scheduler.now();
          this.reportUnheard();
        },
        order: () => this.order(),
        changed: () => this.changed(false),
      },
    );
    this.current = current;
    const cancelLook = repeat(this.parts.scheduler, LOOK_MS, () => this.look(current.abort));
    current.abort.signal.addEventListener('abort', cancelLook);
    this.changed(true);
    const wanted = { code: canonical.code, name: config.name, ...(server ? { server } : {}) };
    const listeners = this.listenersOf(() => this.current?.abort === current.abort);
    const { signal } = current.abort;
    const opening =
      role === 'host'
        ? openHostRoom(this.parts, record?.role === 'host' ? record : undefined, wanted, listeners, signal)
        : openGuestRoom(this.parts, record?.role === 'guest' ? record : undefined, wanted, listeners, signal);
    opening.then(
      (room) => {
        if (this.current?.abort !== current.abort) return room.close();
        this.current.room = room;
        // It may have been changed meanwhile.
        if (this.current.config.name !== wanted.name) room.rename(this.current.config.name);
        this.changed(true);
        this.order();
      },
      (error: unknown) => {
        if (this.current?.abort === current.abort) this.end(problemOf(error));
      },
    );
  }

  /** Tells of a player that is gone or silent, since nobody else would (SPEC ME-1). */
  private reportUnheard() {
    const { current } = this;
    if (!current?.room) return;
    const state = stateUnheard(current.players.hasVideo, this.parts.scheduler.now() - current.reportedAt);
    if (state) current.room.report({ state });
  }

  /** For the graph; shown to who looks. */
  private look(abort: AbortController) {
    const { current } = this;
    if (current?.abort !== abort || !current.room) return;
    this.reportUnheard();
    current.history = addToHistory(current.history, current.room.members, this.parts.scheduler.now());
    this.views.show();
  }

  private listenersOf(live: () => boolean): RoomListeners {
    const when = (task: () => void) => live() && task();
    return {
      trying: (what) =>
        when(() => {
          if (this.current) this.current.trying = what;
          this.changed(false);
        }),
      ordered: () => when(() => this.order()),
      changed: () => when(() => this.changed(false)),
      recorded: () => when(() => this.changed(true)),
      ended: (problem) => when(() => this.end(problem)),
      toast: (text, name) => when(() => this.current?.players.postAny({ type: 'toast', text, name })),
    };
  }

  private fromPlayer(message: FromPlayer) {
    if (!this.current?.room) return;
    const { room, follow, skips } = this.current;
    if (message.type === 'intent') follow.begins(room, message) || room.intent(message);
    else if (message.type === 'leave') this.end(undefined);
    else if (message.type === 'answer') follow.answer(message.answer);
    else if (message.type === 'answer-skip') skips.answer(message.answer, message.to);
    else if (message.type === 'skip') room.offerSkip(message.to);
    else if (message.type === 'shift' || message.type === 'prompt') this.changed(false);
    else if (message.type === 'report') {
      const { type: _, ...report } = message;
      this.current.reportedAt = this.parts.scheduler.now();
      room.report({ ...report, state: follow.word(report.state) });
      skips.look();
    }
  }

  /** Tells the player here what the room wants of it. */
  private order() {
    const room = this.current?.room;
    const clock = room?.clock();
    if (!this.current || !room || !clock) return;
    const { players, follow, skips } = this.current;
    follow.update(players.film);
    const order = follow.narrow(room.order());
    const load = players.film?.load ?? 0;
    players.post({ type: 'room', ...order, clock, gentle: this.current.config.gentle ?? true, load });
    this.current.news.of(room, this.parts.scheduler.now());
    skips.look();
    greet(this.current, order.driver);
  }

  private rename(name: string) {
    if (!this.current) return;
    // Kept, or the old name would be back after a death of this place.
    this.current.config = { ...this.current.config, name };
    this.current.room?.rename(name);
    this.changed(true);
  }

  /** The room's tab is there again, or the room is over. */
  private stay() {
    this.cancelLeave?.();
    this.cancelLeave = undefined;
  }

  private end(problem: Problem | undefined) {
    const { current } = this;
    this.stay();
    if (!current) return;
    this.current = undefined;
    const last: RoomView = problem ? { state: 'problem', problem } : { state: 'none' };
    if (problem) current.players.postAny({ type: 'problem', problem });
    current.abort.abort();
    current.follow.close();
    current.skips.close();
    current.players.close();
    this.views.say(last);
    // Told outside only once the goodbye is on its way: the room place may be ended at that word.
    void within(this.parts.scheduler, GOODBYE_MS, current.room?.close()).then(() => {
      if (!this.current) this.tell(last);
    });
  }

  /** The last word of a room, or of one that there never was. */
  private tell(last: RoomView) {
    this.parts.keep(null);
    this.outside = '';
    this.parts.changed(last);
    this.views.say(last);
    this.views.close();
  }

  private record(): ServiceRecord | null {
    const { current } = this;
    if (!current?.room) return null;
    return { version: 1, tabId: current.tabId, config: current.config, room: current.room.record() };
  }

  private changed(recorded: boolean) {
    if (recorded) this.parts.keep(this.record());
    const { current } = this;
    if (current?.room) current.news.of(current.room, this.parts.scheduler.now());
    const outside = current?.room ? outsideOf(current.tabId, current.room) : JSON.stringify(this.view());
    if (outside !== this.outside) this.parts.changed(this.view());
    this.outside = outside;
    this.views.show();
  }
}
