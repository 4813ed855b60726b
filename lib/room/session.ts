import type { FromPlayer } from '../core/ports/player-port';
import type { Problem, RoomCommand, RoomConfig, RoomView } from '../core/ports/room-view';
import type { RoomRecord } from '../core/ports/service-record';
import { addToHistory, type DriftLine } from '../core/room/drift-history';
import { hostName } from '../core/room/facts';
import { Alone } from './alone';
import { Announcements } from './announcements';
import type { DiaryLine } from './dialler';
import { Follow } from './follow';
import { hearPlayer } from './from-player';
import { Greeting } from './greeting';
import { openRoom } from './open-room';
import { OwnReports } from './own-reports';
import type { PlayerPort } from './player-ports';
import { Players } from './players';
import { problemOf } from './problem';
import { repeat } from './repeat';
import type { Room, RoomListeners } from './room';
import { askPlayers, askRoom } from './room-commands';
import { roomView } from './room-view';
import type { SessionDependencies } from './service-dependencies';
import type { SessionListeners, SessionOf } from './session-of';
import { Skips } from './skips';
import { whileCurrent } from './while-current';

/** How everybody is is looked at this often: a point a second is as fine as the graph is wide. */
const LOOK_MS = 1_000;

/** One room in one tab, from its opening to its end: the players of the tab, what is watched there, and the room. */
export class Session {
  tabId: number;
  config: RoomConfig;
  /** Made, and perhaps not open yet. */
  private room: Room | undefined;
  private readonly players: Players;
  private readonly follow: Follow;
  private readonly skips: Skips;
  private readonly announcements: Announcements;
  private readonly cancelLook: () => void;
  private diary: readonly DiaryLine[] = [];
  private history: readonly DriftLine[] = [];
  private isOpen = false;
  private isOver = false;
  private closeWays = () => {};
  private readonly reports: OwnReports;
  private readonly greeting: Greeting;
  readonly alone: Alone;

  constructor(
    private readonly parts: SessionDependencies,
    private readonly of: SessionOf,
    private readonly listeners: SessionListeners,
  ) {
    const { tabId, config, creates, record, opened = false, alone = false } = of;
    this.tabId = tabId;
    this.config = config;
    this.players = this.openPlayers();
    this.alone = new Alone(
      {
        players: this.players,
        room: () => this.entered,
        follow: () => this.follow,
        order: () => this.order(),
        changed: () => listeners.changed(true),
      },
      alone,
    );
    this.reports = new OwnReports(parts.scheduler, this.players);
    this.greeting = new Greeting(this.players, opened, creates || record !== undefined);
    this.follow = this.openFollow();
    this.skips = this.openSkips();
    this.announcements = new Announcements((text, name) => this.players.postAny({ type: 'toast', text, name }));
    this.cancelLook = repeat(parts.scheduler, LOOK_MS, () => this.look());
  }

  /** Opens the room. What becomes of it is told to the listeners. */
  open() {
    const { code, server, creates, record } = this.of;
    const wanted = { code, name: this.config.name, ...(server ? { server } : {}), creates, record };
    const made = (room: Room) => {
      this.room = room;
      if (this.isOver) room.close();
    };
    const ways = this.parts.openWays(server, this.config.reach);
    this.closeWays = () => ways.close();
    openRoom({ ...this.parts, ways: ways.list }, wanted, this.roomListeners(), made).then(
      () => {
        if (this.isOver) return;
        this.isOpen = true;
        // It may have been changed meanwhile.
        if (this.config.name !== wanted.name) this.room?.rename(this.config.name);
        this.listeners.changed(true);
        this.order();
      },
      (error: unknown) => this.isOver || this.listeners.ended(problemOf(error)),
    );
  }

  serve(port: PlayerPort, site: string | undefined) {
    this.players.add(port, site);
  }

  /** Does what the person here asks. */
  perform(command: RoomCommand) {
    const { room, players } = this;
    switch (command.type) {
      case 'rename':
        // Kept, or the old name would be back after a death of this place.
        this.config = { ...this.config, name: command.name };
        room?.rename(command.name);
        return this.listeners.changed(true);
      case 'set-gentle':
        this.config = { ...this.config, gentle: command.gentle };
        return this.order();
      case 'set-follow':
        this.config = { ...this.config, follow: command.follow };
        return;
      case 'answer':
        return this.follow.answer(command.answer);
      case 'answer-skip':
        return this.skips.answer(command.answer, command.to);
      case 'strayed':
        return this.follow.strayed(command.url);
      case 'ask-to-drive':
        askRoom(room, command);
        if (room?.asks?.isAsking) players.postAny({ type: 'toast', text: 'asked', name: hostName(room.facts) });
        return this.listeners.changed(false);
      case 'watch-alone':
        return this.alone.set(command.alone);
      case 'tab-replaced':
        this.tabId = command.tabId;
        return this.listeners.changed(true);
      default:
        askPlayers(players, command);
        return askRoom(room, command);
    }
  }

  view(): RoomView {
    const { of, tabId, config, diary, players, follow, skips, history, entered: room } = this;
    return roomView(
      { ...of, tabId, config, diary, room, players, follow, skips, history, alone: this.alone.is },
      this.now(),
    );
  }

  /**
   * What is kept over a death of the room place; undefined before there is anything to take up. A room that is being taken
   * up knows no more yet than what was kept of it.
   */
  record(): RoomRecord | undefined {
    return this.isOpen || this.room?.powers ? this.room?.record() : this.of.record;
  }

  /**
   * Ends it here. Resolves once nobody waits for this member.
   * @param problem is said in the page @param ends a host's room is over for everybody
   */
  async close(problem: Problem | undefined, ends: boolean): Promise<void> {
    if (problem) this.players.postAny({ type: 'problem', problem });
    this.isOver = true;
    this.cancelLook();
    this.follow.close();
    this.skips.close();
    this.players.close();
    await this.room?.close(ends);
    this.closeWays();
  }

  private announce() {
    if (!this.room) return;
    this.announcements.ofDriving(this.room);
    if (!this.alone.is) this.announcements.of(this.room, this.now());
  }

  private now() {
    return this.parts.scheduler.now();
  }

  /** The room, once others can be met in it. */
  private get entered(): Room | undefined {
    return this.isOpen ? this.room : undefined;
  }

  private roomListeners(): RoomListeners {
    const { listeners } = this;
    const told: RoomListeners = {
      trying: (diary) => {
        this.diary = diary;
        listeners.changed(false);
      },
      ordered: () => this.order(),
      changed: () => listeners.changed(false),
      recorded: () => listeners.changed(true),
      ended: (problem) => listeners.ended(problem),
      toast: (text, name) => this.players.postAny({ type: 'toast', text, name }),
    };
    return whileCurrent(
      told,
      () => !this.isOver,
      () => this.announce(),
    );
  }

  private openPlayers(): Players {
    return new Players(this.parts.scheduler, () => this.room?.facts.playback?.paused === false, {
      message: (message) => this.fromPlayer(message),
      elected: () => {
        this.reports.heard();
        this.reports.tellUnheard(this.alone);
        this.order();
        this.skips.look(true);
      },
      page: (page) => {
        this.follow.page(page);
        // Who has only opened a link is told in the page, once there is one.
        if (this.of.opened) this.order();
      },
    });
  }

  private openFollow(): Follow {
    return new Follow({
      scheduler: this.parts.scheduler,
      mode: () => this.config.follow ?? 'always',
      isAlone: () => this.alone.is,
      room: () => this.entered,
      watchPage: this.parts.watchPage,
      go: this.parts.go,
      ask: (question) => this.players.postTop({ type: 'question', ...(question ? { question } : {}) }),
      changed: () => {
        this.order();
        this.listeners.changed(false);
      },
    });
  }

  private openSkips(): Skips {
    return new Skips({
      scheduler: this.parts.scheduler,
      room: () => this.entered,
      isHere: () => this.follow.isHere && !this.alone.is && this.players.hasVideo && !this.reports.isInAd,
      show: (offer) => this.players.post({ type: 'skip-offer', ...(offer ? { offer } : {}) }),
      asked: () => this.players.post({ type: 'toast', text: 'skip-offered', name: '' }),
      go: (place) => this.players.post({ type: 'go', place }),
      changed: () => this.listeners.changed(false),
    });
  }

  private fromPlayer(message: FromPlayer) {
    const { entered: room, follow, skips, alone } = this;
    if (!room) return;
    hearPlayer(message, {
      ...{ room, follow, skips, isAlone: alone.is },
      report: (report) => {
        this.reports.heard(report.state);
        alone.tell(report);
      },
      askToDrive: () => this.perform({ type: 'ask-to-drive' }),
      watchAlone: () => alone.set(true),
      left: () => this.listeners.left(),
      changed: () => this.listeners.changed(false),
    });
  }

  /** For the graph; shown to who looks. */
  private look() {
    const room = this.entered;
    if (!room) return;
    this.reports.tellUnheard(this.alone);
    this.history = addToHistory(this.history, room.members, this.now());
    this.listeners.looked();
  }

  /** Tells the player here what the room wants of it. */
  private order() {
    const { entered: room, players, follow, skips } = this;
    const clock = room?.clock();
    if (!room || !clock || this.isOver) return;
    follow.update(players.film);
    const order = this.alone.limit(follow.limitToFilm(room.order()));
    const load = players.film?.load ?? 0;
    players.post({ type: 'room', ...order, clock, gentle: this.config.gentle ?? true, load });
    this.announce();
    skips.look();
    this.greeting.say(hostName(room.facts), this.config.name);
  }
}
