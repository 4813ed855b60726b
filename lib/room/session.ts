import type { FromPlayer } from '../core/ports/player-port';
import type { Problem, RoomCommand, RoomConfig, RoomView } from '../core/ports/room-view';
import type { RoomRecord } from '../core/ports/service-record';
import { hostName } from '../core/room/facts';
import type { Ways } from '../transport/way';
import { Alone } from './alone';
import { Announcements } from './announcements';
import type { DiaryLine } from './diary';
import { DriftWatch } from './drift-watch';
import { examine } from './examine';
import { Follow } from './follow';
import { hearPlayer } from './from-player';
import { Greeting } from './greeting';
import { handRoom } from './hand-room';
import { openRoom } from './open-room';
import { OwnReports } from './own-reports';
import type { PlayerPort } from './player-ports';
import { Players } from './players';
import { problemOf } from './problem';
import type { Room, RoomListeners } from './room';
import { askRoom, askTab } from './room-commands';
import { roomView } from './room-view';
import type { SessionDependencies } from './service-dependencies';
import { isSeenSo, offerOf, roomOf, type SessionListeners, type SessionOf, seenAs } from './session-of';
import { ShownParty } from './shown-party';
import { Skips } from './skips';
import { WayBack } from './way-back';
import { whileCurrent } from './while-current';

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
  private readonly drift: DriftWatch;
  private diary: readonly DiaryLine[] = [];
  private isOpen = false;
  private isOver = false;
  private ways: Ways | undefined;
  private readonly reports: OwnReports;
  private readonly greeting: Greeting;
  private readonly shown: ShownParty;
  readonly alone: Alone;
  readonly wayBack: WayBack;

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
    this.wayBack = new WayBack(
      { ...parts, room: () => this.entered, players: this.players, server: of.server },
      of.again,
    );
    this.reports = new OwnReports(parts.scheduler, this.players);
    this.greeting = new Greeting(this.players, opened, creates || record !== undefined);
    this.follow = this.openFollow();
    this.skips = this.openSkips();
    this.shown = new ShownParty({ ...parts, ways: () => this.ways?.list, room: () => this.entered }, of, () =>
      listeners.changed(false),
    );
    this.announcements = new Announcements(parts.scheduler, (toast) => this.players.postAny(toast));
    const looks = () => this.reports.tellUnheard(this.alone);
    this.drift = new DriftWatch(parts.scheduler, () => this.entered, looks, listeners.looked);
  }

  /** Opens the room. What becomes of it is told to the listeners. */
  open(creates = this.of.creates) {
    const ways = this.parts.openWays(this.of.server, this.config.reach, offerOf(this.of));
    this.ways = ways;
    const wanted = { ...roomOf(this.of, this.config, ways), creates };
    const made = (room: Room) => {
      this.room = room;
      room.chat.listen({ changed: () => this.listeners.changed(false), reacted: () => {} });
      if (this.isOver) room.close();
    };
    openRoom({ ...this.parts, ways: ways.list }, wanted, this.roomListeners(), made).then(
      () => {
        if (this.isOver) return;
        this.isOpen = true;
        // It may have been changed meanwhile.
        if (!isSeenSo(this.config, wanted)) this.room?.rename(this.config.name, this.config.colour);
        this.listeners.changed(true);
        this.order();
      },
      (error: unknown) => this.isOver || void this.failed(problemOf(error), creates),
    );
  }

  private async failed(problem: Problem, created: boolean) {
    if (!this.wayBack.makesAnew(problem, created)) return this.fail(problem);
    await this.room?.close();
    this.ways?.close();
    if (!this.isOver) this.open(true);
  }

  serve(port: PlayerPort, site: string | undefined) {
    this.players.add(port, site);
  }

  /** Does what the person here asks. */
  perform(command: RoomCommand) {
    const { room, players, follow, skips, shown } = this;
    switch (command.type) {
      case 'rename':
        // Kept, or the old name would be back after a death of this place.
        this.config = seenAs(this.config, command);
        room?.rename(command.name, this.config.colour);
        return this.listeners.changed(true);
      case 'set-gentle':
        this.config = { ...this.config, gentle: command.gentle };
        return this.order();
      case 'set-follow':
        this.config = { ...this.config, follow: command.follow };
        return;
      case 'ask-to-drive':
        askRoom(room, command);
        if (room?.asks?.isAsking) players.postAny({ type: 'toast', text: 'asked', name: hostName(room.facts) });
        return this.listeners.changed(false);
      case 'watch-alone':
        return this.alone.set(command.alone ?? !this.alone.is);
      case 'tab-replaced':
        if (command.tabId !== this.tabId) players.partFromTab();
        this.tabId = command.tabId;
        return this.listeners.changed(true);
      default:
        askTab({ players, follow, skips, shown }, command);
        return askRoom(room, command);
    }
  }

  /** As far as it is met by hand. */
  get byHand() {
    return handRoom(this.ways?.byHand, this.entered);
  }

  view(): RoomView {
    const { of, tabId, config, diary, players, follow, skips, shown, entered: room } = this;
    const [history, alone] = [this.drift.lines, this.alone.is];
    const viewed = { ...of, tabId, config, diary, room, players, follow, skips, shown, history, alone };
    return roomView(viewed, this.parts.scheduler.now());
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
    this.drift.close();
    this.follow.close();
    this.skips.close();
    this.shown.close();
    this.announcements.close();
    this.players.close();
    await this.room?.close(ends);
    this.ways?.close();
  }

  private announce() {
    this.shown.update();
    if (this.room) this.announcements.of(this.room, this.alone.is);
  }

  /** The room, once others can be met in it. */
  get entered(): Room | undefined {
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
      ended: (problem) => this.fail(problem),
      toast: (text, name) => this.players.postAny({ type: 'toast', text, name }),
    };
    const isCurrent = () => !this.isOver;
    return whileCurrent(told, isCurrent, () => this.announce());
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
        this.wayBack.shows(page);
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
    if (message.type === 'intent' && message.cause === 'start') this.wayBack.begun();
  }

  /** The room is over, or could not be had. */
  private fail(problem: Problem) {
    const { room, diary, ways } = this;
    examine(problem, room?.diary ?? diary, ways?.lookAtNetwork, (checks) => {
      if (!this.isOver) this.listeners.ended(problem, checks);
    });
  }

  /** Tells the player here what the room wants of it. */
  private order() {
    const { entered: room, players, follow, skips } = this;
    const clock = room?.clock();
    if (!room || !clock || this.isOver) return;
    follow.update(players.film);
    players.prefer(follow.preferred);
    const order = this.alone.limit(follow.limitToFilm(room.order()));
    players.post({ type: 'room', ...order, clock, gentle: this.config.gentle ?? true, load: players.film?.load ?? 0 });
    this.announce();
    skips.look();
    // Who is host, or is so again, has nobody to be greeted by.
    if (!room.powers) this.greeting.say(hostName(room.facts), this.config.name);
  }
}
