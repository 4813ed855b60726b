import { findKept, withKept } from '../../lib/core/kept/kept-list';
import { profileList } from '../../lib/core/player/kept-profiles';
import type { FocusChange } from '../../lib/core/player/player-view';
import type { ServiceRecord } from '../../lib/core/ports/service-record';
import type { Scheduler } from '../../lib/core/time/scheduler';
import type { ProfileStore } from '../../lib/media/player/player-memory';
import type { Room } from '../../lib/room/room';
import { RoomService } from '../../lib/room/service';
import { type OpenTransport, type Transport, TransportError } from '../../lib/transport/transport';
import type { Quality } from '../helpers/memory-network';
import { someQuirks, type VideoQuirks } from '../helpers/model-quirks';
import { runOddities, runSite, type SiteParts, storm } from '../helpers/model-site';
import { SITE } from '../helpers/model-tab';
import { ModelVideo } from '../helpers/model-video';
import { type MachineOptions, VirtualMachine } from '../helpers/virtual-machine';
import { Frame } from './page';
import { portPair } from './port';
import type { World } from './world';

export interface MemberOptions {
  readonly name: string;
  readonly machine: MachineOptions;
  readonly quirks: VideoQuirks;
  /** To the host, and back from it. */
  readonly up: Quality;
  readonly down: Quality;
  /** Its page can't be brought where the room is: only the others have to be. */
  readonly hopeless?: boolean;
  /** An advertisement's frame beside the film's. */
  readonly secondFrame?: boolean;
  /** What this person has said of the own loudspeakers, ms. */
  readonly soundLateMs?: number;
}

/** Until an extension has started its room place again and reopened the pages' ports, ms. */
const RESTART_MS = 300;
const REVIVE_MS = 60;
/** A person's patience with a link that does not open, ms. */
const RETRY_MS = 6_000;
/** A storm's first pause and next play still pass for presses (SPEC IN-3), and a pause that lasts does. */
const STORM_CHANGES = 3;

/** One person with one computer: the real room service, the real drivers, and modelled videos. */
export class Member {
  /** Takes this member's tab to a page. */
  go: (url: string) => void = () => {};
  readonly machine: VirtualMachine;
  readonly name: string;
  service: RoomService;
  frames: Frame[] = [];
  /** True ms since which the tab is hidden. */
  hiddenAt: number | undefined;
  /** When its window last came to the front, or went from it, true ms. */
  focus: FocusChange | undefined;
  private stormUntil = 0;
  /** Its tab; undefined while it is closed. */
  private tab: number | undefined = 1;
  private tabs = 1;
  /** Its tab is at a page without a video. */
  private isBare = false;
  /** Its page shows an advertisement, and says so. */
  isInAd = false;
  /** True ms of the end of the last one: the film is gone back to from then on. */
  adOverAt = 0;
  /** Frames of a tab that the room has been moved away from. */
  private left: readonly Frame[] = [];
  /** Gone for good: left, or killed. */
  gone = false;
  record: ServiceRecord | null = null;
  /** What its browser keeps of players, as JSON. */
  profiles = '[]';
  /** Of the room place: room time, if this is the host. */
  clock: Scheduler;
  private outages = 0;
  private place = new AbortController();
  private page = new AbortController();
  /** Every end that its room place has in the network. */
  private readonly ends = new Set<Transport>();

  constructor(
    readonly world: World,
    readonly options: MemberOptions,
  ) {
    this.name = options.name;
    this.machine = new VirtualMachine(world.time, options.machine);
    this.clock = this.machine.context(0, this.place.signal);
    this.service = this.startPlace();
  }

  get frame(): Frame {
    const [frame] = this.frames;
    if (!frame) throw new Error(`${this.name} has no page`);
    return frame;
  }

  get video(): ModelVideo {
    return this.frame.video;
  }

  create() {
    this.world.room.allow(1);
    this.service.perform({ type: 'create', tabId: this.tabs, config: { name: this.name } });
    this.openPage();
  }

  /** Opens the link, and again until there is a room: its host may just be away. */
  join(code: string) {
    this.world.time.after(RETRY_MS, () => {
      const never = this.record === null && !this.gone;
      if (never && this.service.view().state === 'problem') this.machine.perform(() => this.join(code));
      else if (never) this.world.time.after(RETRY_MS, () => !this.record && !this.gone && this.join(code));
    });
    this.service.perform({ type: 'join', tabId: this.tabs, invite: { code }, config: { name: this.name } });
    this.openPage();
  }

  leave() {
    this.trace('leaves');
    this.gone = true;
    this.service.perform({ type: 'leave' });
  }

  /** The whole computer is off. */
  kill() {
    this.trace('is killed');
    this.gone = true;
    this.world.deaths++;
    this.place.abort();
    this.page.abort();
    this.killEnds();
  }

  /** The room place dies without a word and is started again from its record; the pages come back to it. */
  restartPlace() {
    // It is dead already, and on its way back.
    if (this.place.signal.aborted) return;
    this.trace('restarts its room place');
    this.world.deaths++;
    this.place.abort();
    this.killEnds();
    this.world.time.after(RESTART_MS, () =>
      this.machine.perform(() => {
        if (this.gone) return;
        const { record } = this;
        this.service = this.startPlace();
        if (record) this.service.resume({ ...record, tabId: this.tab ?? record.tabId });
        this.revive();
      }),
    );
  }

  /** Its room place is dead, and its next life has not begun. */
  get isPlaceDead(): boolean {
    return this.place.signal.aborted;
  }

  /** A person or a page can do something here. */
  get isUp(): boolean {
    return !this.machine.asleep && this.frames.length > 0 && this.tab !== undefined && !this.isBare;
  }

  /** The person closes the room's tab, and opens it again after so long, ms: it is another tab then, and another page. */
  replaceTab(afterMs: number) {
    this.trace(`closes its tab for ${afterMs.toFixed(0)} ms`);
    this.page.abort();
    this.service.perform({ type: 'tab-gone', tabId: this.tab ?? 0 });
    this.tab = undefined;
    this.world.trouble(afterMs, () => {
      if (this.gone) return;
      this.trace('opens its tab again');
      this.tab = ++this.tabs;
      this.machine.perform(() => {
        this.service.perform({ type: 'tab-replaced', tabId: this.tabs });
        this.openPage();
      });
    });
  }

  /** All that is looked at here. */
  get watched(): readonly Frame[] {
    return [...this.frames, ...this.left];
  }

  /** The person moves the room to another tab that shows the film: the page before is let go of, and plays on by itself. */
  moveHere() {
    this.trace('moves the room to another tab');
    this.left = [...this.left, ...this.frames];
    this.frames = [];
    this.page = new AbortController();
    this.tab = ++this.tabs;
    this.service.perform({ type: 'tab-replaced', tabId: this.tabs });
    this.openPage();
  }

  /** An ad over the film, for which the page stops its player, and plays it again. */
  advertise(forMs: number) {
    this.trace(`has an ad of ${forMs.toFixed(0)} ms`);
    this.isInAd = true;
    const { video } = this;
    video.by('site', (on) => on.pause());
    this.world.trouble(forMs, () => {
      this.isInAd = false;
      this.adOverAt = this.world.time.now;
      if (this.isUp && video === this.video) video.by('site', (on) => void on.play().catch(() => {}));
    });
  }

  /** The tab goes to a page without a video, and comes back after so long, ms. */
  goAside(forMs: number) {
    this.trace(`is at a page without a video for ${forMs.toFixed(0)} ms`);
    this.isBare = true;
    this.reloadPage();
    this.world.trouble(forMs, () => {
      this.isBare = false;
      if (!this.gone) this.reloadPage();
    });
  }

  /** What `entrypoints/content` does when its port breaks. */
  revive() {
    this.page.abort();
    if (this.tab === undefined) return;
    this.world.time.after(REVIVE_MS, () => !this.gone && this.machine.perform(() => this.openPage(this.frames)));
  }

  /** The page is gone, and none comes in its place. */
  closePage() {
    this.trace('closes its page');
    this.page.abort();
  }

  /** The page is loaded afresh: another video, which stands at its beginning. */
  reloadPage() {
    this.trace('reloads its page');
    this.page.abort();
    this.world.time.after(REVIVE_MS, () => !this.gone && this.machine.perform(() => this.openPage()));
  }

  sleep(forMs: number) {
    this.trace(`sleeps for ${forMs.toFixed(0)} ms`);
    // What is left of a storm comes after the sleep, and begins anew.
    if (this.world.time.now < this.stormUntil) this.world.room.allow(STORM_CHANGES);
    this.machine.sleep();
    this.offline(forMs, () => {
      this.trace('wakes');
      this.machine.wake();
    });
  }

  /** Another tab is in front for so long; Chromium pauses a muted video then. */
  hide(forMs: number) {
    this.trace(`is hidden for ${forMs.toFixed(0)} ms`);
    this.hiddenAt = this.world.time.now;
    if (this.video.muted) this.video.by('site', (video) => video.pause());
    this.world.trouble(forMs, () => {
      this.hiddenAt = undefined;
    });
  }

  /** Another window is in front for so long; some pages go by that. */
  turnAway(forMs: number) {
    this.trace(`has another window in front for ${forMs.toFixed(0)} ms`);
    this.changeFocus('back', (video) => video.pause());
    this.world.trouble(forMs, () => this.changeFocus('front', (video) => void video.play().catch(() => {})));
  }

  private changeFocus(to: FocusChange['to'], then: (video: ModelVideo) => void) {
    this.focus = { at: this.world.time.now, to };
    if (this.options.quirks.site?.followsWindow && this.isUp && this.video.readyState > 0) this.video.by('site', then);
  }

  /** Nothing is sent or heard for so long; what was under way comes late. */
  offline(forMs: number, before = () => {}) {
    this.trace(`is offline for ${forMs.toFixed(0)} ms`);
    this.outages++;
    for (const { self } of this.ends) this.world.network.cut(self);
    this.world.trouble(forMs, () => {
      before();
      if (--this.outages === 0) for (const { self } of this.ends) this.world.network.heal(self);
    });
  }

  pageContext(life: AbortSignal) {
    // Chromium wakes the timers of a hidden page once a second.
    return this.machine.context(this.world.random.between(0, 1e5), life, () =>
      this.hiddenAt === undefined ? 0 : 1_000,
    );
  }

  /** What `lib/browser/kept` is in a browser. */
  storeOf(site: string): ProfileStore {
    const kept = (): unknown => JSON.parse(this.profiles);
    return {
      read: async () => findKept(profileList, kept(), site)?.[1],
      write: async (profile) => {
        this.profiles = JSON.stringify(withKept(profileList, kept(), [site, profile]));
      },
    };
  }

  trace(what: string, at?: number) {
    this.world.trace(`${this.name} ${what}`, at);
  }

  private openPage(before: readonly Frame[] = []) {
    this.page.abort();
    if (this.place.signal.aborted || this.gone || this.tab === undefined) return;
    this.page = new AbortController();
    const { world, machine, options } = this;
    for (const { video } of this.frames.slice(before.length)) video.unload();
    const scores = options.secondFrame ? [10, 1] : [10];
    this.frames = scores.map((score, index) => {
      const video = before[index]?.video ?? this.newVideo(index ? someQuirks(world.random) : options.quirks);
      const [page, place] = portPair(world.time, machine, world.random);
      const frame = new Frame(this, video, page, score, this.page, this.isBare);
      this.service.servePlayer(place, this.tab);
      this.place.signal.addEventListener('abort', () => place.close(), { signal: this.page.signal });
      return frame;
    });
  }

  private newVideo(quirks: VideoQuirks): ModelVideo {
    const { world, machine } = this;
    const video = new ModelVideo(world.time, machine, world.random, quirks);
    if (quirks.site) {
      runSite(video, quirks.site, this.siteParts);
      runOddities(video, quirks.site, this.siteParts);
    }
    return video;
  }

  private get siteParts(): SiteParts {
    const { world, machine } = this;
    const after = (delayMs: number, task: () => void) => void world.time.after(delayMs, () => machine.perform(task));
    return { after, random: world.random };
  }

  stall(forMs: number) {
    this.trace(`stalls for ${forMs.toFixed(0)} ms`);
    this.video.stall(forMs);
    this.world.trouble(forMs, () => {});
  }

  /** The page pauses and plays by itself, several times a second, for so long. */
  storm(forMs: number) {
    this.trace(`has a storm of ${forMs.toFixed(0)} ms`);
    this.stormUntil = this.world.time.now + forMs;
    this.world.room.allow(STORM_CHANGES);
    storm(this.video, forMs, this.siteParts);
    this.world.trouble(forMs, () => {});
  }

  /** Whoever introduces members knows of it no more, or lets nobody through to it; it is not told. */
  loseRegistration(how: 'forget' | 'deafen') {
    for (const { self } of this.ends) this.world.network[how](self);
  }

  private killEnds() {
    for (const { self } of this.ends) this.world.network.kill(self);
    this.ends.clear();
  }

  /** Its room, as it runs it; undefined while it has none. */
  get room(): Room | undefined {
    // What a room keeps to itself is what has to be looked at.
    return (this.service as unknown as { session?: { room?: Room } }).session?.room;
  }

  private startPlace(): RoomService {
    this.place = new AbortController();
    const { world, place } = this;
    this.clock = this.machine.context(world.random.between(0, 1e5), place.signal);
    return new RoomService({
      sealing: world.sealing,
      openWays: () => ({
        list: [{ name: 'memory', open: this.openIn(place.signal), startsAfterMs: 0 }],
        close: () => {},
      }),
      random: () => world.random.next(),
      iceServers: [],
      scheduler: this.clock,
      wallNow: () => this.machine.wallMs(),
      randomId: () => world.randomId(),
      makeCode: () => world.code,
      changed: (view) => {
        if (view.state === 'problem') this.trace(`is out of its room: ${view.problem}`);
      },
      go: (url) => this.go(url),
      watchPage: (url) =>
        url.startsWith(SITE) ? { key: `${new URL(SITE).host}/${url.slice(SITE.length)}` } : undefined,
      remember: () => {},
      keep: (record) => {
        if (!place.signal.aborted) this.record = record;
      },
    });
  }

  /** What a room place opens its ways with. Nothing is said any more to one that is dead: it runs no code. */
  private openIn(place: AbortSignal): OpenTransport {
    const never = new Promise<never>(() => {});
    return async (address, role, signal) => {
      if (place.aborted) return never;
      if (this.outages > 0) throw new TransportError('server-unreachable');
      const opening = this.world.network.open(address, role, signal);
      const transport = await opening.catch((error) => (place.aborted ? never : Promise.reject(error)));
      this.world.peers.set(transport.self, this);
      // Who died as it dialled must not be in the room as a ghost.
      if (place.aborted) {
        this.world.network.kill(transport.self);
        return never;
      }
      this.ends.add(transport);
      if (this.outages > 0) this.world.network.cut(transport.self);
      transport.onStatus(({ state }) => state === 'closed' && this.ends.delete(transport));
      return transport;
    };
  }
}
