import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import { createDriver, type Driver } from '../../lib/media/driver';
import type { Prompt } from '../../lib/media/player/player';
import { createPlayerMemory } from '../../lib/media/player/player-memory';
import type { ModelVideo } from '../helpers/model-video';
import { Watch } from './invariants';
import type { Member } from './member';
import type { PagePort } from './port';

/**
 * One frame's player part, wired as `entrypoints/content` wires it: driver and port, and the watch that
 * looks at every message.
 */
export class Frame {
  readonly watch: Watch;
  prompt: Prompt = 'none';
  refusals = 0;
  private readonly driver: Driver;
  private press: () => void = () => {};

  constructor(
    readonly member: Member,
    readonly video: ModelVideo,
    port: PagePort,
    score: number,
    private readonly life: AbortController,
    /** A page that shows no video, for now. */
    isBare = false,
  ) {
    const scheduler = member.pageContext(life.signal);
    this.watch = new Watch(member, video);
    const send = (message: FromPlayer) => {
      this.watch.sent(message);
      // Its pages say nothing of themselves, and neither of their films: `follow.test.ts` has some that do.
      if (message.type !== 'film') port.post(message);
    };
    this.driver = createDriver(
      send,
      scheduler,
      {
        prompt: (prompt, press) => {
          this.prompt = prompt;
          this.press = press;
        },
        refused: () => {
          this.refusals++;
        },
        notice: (notice) => member.trace(`notice ${notice}`),
      },
      {
        hiddenSince: () =>
          member.hiddenAt === undefined ? undefined : scheduler.now() - (member.world.time.now - member.hiddenAt),
        userActive: () => member.world.time.now - video.touchedAt < 1_000,
        focus: () =>
          member.focus && { ...member.focus, at: scheduler.now() - (member.world.time.now - member.focus.at) },
        isFloating: () => false,
        facts: video.facts,
        soundLateMs: () => member.options.soundLateMs ?? 0,
      },
      life.signal,
    );
    port.onMessage((message) => this.receive(message));
    port.onClose(() => {
      if (!life.signal.aborted) member.revive();
    });
    life.signal.addEventListener('abort', () => {
      this.watch.closed();
      port.close();
    });
    if (isBare) {
      post(port, 0);
      return;
    }
    // Each frame is of a site of its own.
    const memory = createPlayerMemory(member.storeOf(`${score}.example`), scheduler, life.signal);
    const signs = () => ({ ad: member.isInAd, live: false, film: '', fetched: video.fetched(scheduler.now()) });
    this.driver.attach(video, signs, undefined, memory);
    post(port, score);
  }

  /** The person presses the prompt's button. */
  pressPrompt() {
    this.video.pressed = true;
    this.press();
  }

  private receive(message: ToPlayer) {
    this.watch.received(message);
    if (message.type === 'ended') return this.life.abort();
    this.driver.receive(message);
  }
}

const post = (port: PagePort, score: number) => port.post({ type: 'candidate', score, short: false, chosen: false });
