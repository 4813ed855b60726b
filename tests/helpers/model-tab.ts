import { createDriver } from '../../lib/media/driver';
import { chromiumFacts } from '../../lib/media/player/browser-facts';
import type { Member } from '../simulation/member';
import { portPair } from '../simulation/port';
import { chromium } from './model-quirks';
import { ModelVideo } from './model-video';

/** How long a page takes to be there, and its own script to play its film, ms. */
const PAGE_MS = 60;
const AUTOPLAY_MS = 500;
export const SITE = 'https://a.example/';

/** What a modelled site shows at a path. */
export interface Film {
  readonly durationS: number;
  readonly shownDurationS?: number;
}

/**
 * The room's tab of a simulated member, as far as following goes: pages with a film each, whose part speaks to the
 * member's real room service as `entrypoints/content` does.
 */
export class ModelTab {
  video: ModelVideo | undefined;
  path = '';
  /** How often a page was loaded. */
  loads = 0;
  asked = false;
  /** The browser has put the page to sleep, or its script is too busy: nothing in it is answered. */
  frozen = false;
  private life = new AbortController();
  private post: ((path: string) => void) | undefined;
  private attach: ((video: ModelVideo) => void) | undefined;

  constructor(
    private readonly member: Member,
    private readonly films: Readonly<Record<string, Film>>,
  ) {}

  /** The tab goes to another page of the site. */
  open(path: string) {
    this.life.abort();
    this.video = undefined;
    this.path = path;
    this.member.world.time.after(PAGE_MS, () => this.load(path));
  }

  /** The page changes its address, and then its film, without a load. */
  swap(path: string) {
    this.path = path;
    this.post?.(path);
    this.play(path);
  }

  /** The tab's page is gone, and none comes: it has crashed, was discarded, or is one of the browser's own. */
  close() {
    this.life.abort();
    this.video = undefined;
    this.path = '';
  }

  private load(path: string) {
    const { member } = this;
    const { time, random } = member.world;
    this.loads++;
    this.asked = false;
    this.life = new AbortController();
    const { signal } = this.life;
    const [page, place] = portPair(time, member.machine, random);
    const ui = { prompt: () => {}, refused: () => {}, notice: () => {} };
    const driver = createDriver(
      (message) => this.frozen || page.post(message),
      member.pageContext(signal),
      ui,
      {
        hiddenSince: () => undefined,
        userActive: () => false,
        focus: () => undefined,
        isFloating: () => false,
        facts: chromiumFacts,
      },
      signal,
    );
    page.onMessage((message) => {
      if (this.frozen) return;
      if (message.type === 'question') this.asked = message.question !== undefined;
      else if (message.type !== 'ended') driver.receive(message);
    });
    signal.addEventListener('abort', () => page.close());
    member.service.servePlayer(place, 1);
    this.attach = (video) => driver.attach(video);
    this.post = (here) =>
      page.post({ type: 'page', page: { key: `a.example/${here}`, url: `${SITE}${here}`, title: here } });
    this.post(path);
    this.play(path);
    page.post({ type: 'candidate', score: this.films[path] ? 10 : 0, short: false, chosen: false });
  }

  /** Another element with the film of the path, which the page plays by itself. */
  private play(path: string) {
    const film = this.films[path];
    if (!film) return;
    const { world, machine } = this.member;
    const video = new ModelVideo(world.time, machine, world.random, { ...chromium, ...film, autoplay: 'any' });
    this.video = video;
    this.attach?.(video);
    world.time.after(AUTOPLAY_MS, () => {
      if (this.video === video) video.by('site', () => void video.play().catch(() => {}));
    });
  }
}
