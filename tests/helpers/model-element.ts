import type { VideoLike } from '../../lib/media/player/player';
import { standIn } from '../../lib/media/player/stand-in';
import { chromium } from './model-quirks';
import { ModelVideo } from './model-video';
import { VirtualMachine } from './virtual-machine';
import { seeded } from './virtual-random';
import { trueScheduler, VirtualTime } from './virtual-time';

const TRUE = { offsetMs: 0, skewPpm: 0, wallOffsetMs: 0, clockRunsAsleep: true };
const QUIRKS = { ...chromium, loadMs: [10, 10], seekMs: [50, 50], playMs: [2, 2], resumeMs: [2, 2] } as const;
/** A site's player takes this long to do anything, ms. */
export const ACT_MS = 300;
const HEARD = ['seeking', 'seeked', 'emptied', 'loadedmetadata', 'play', 'pause'];

/** A loaded video of a page, in virtual time, for a stand-in to be put before it. */
export class ModelElement {
  readonly time = new VirtualTime();
  readonly scheduler = trueScheduler(this.time);
  readonly element = new ModelVideo(this.time, new VirtualMachine(this.time, TRUE), seeded(1), QUIRKS);
  /** What the stand-in said, and where it was then: `seeking 60.0`. */
  readonly heard: string[] = [];

  static async loaded(): Promise<ModelElement> {
    const model = new ModelElement();
    await model.time.run(100);
    return model;
  }

  /** Writes down in `heard` what is told from now on. @returns the same */
  listen(video: VideoLike): VideoLike {
    for (const type of HEARD) {
      video.addEventListener(type, () => this.heard.push(`${type} ${video.currentTime.toFixed(1)}`));
    }
    return video;
  }

  /** The kinds of what was told, without the places. */
  get heardKinds(): readonly string[] {
    return this.heard.map((what) => what.split(' ')[0] ?? '');
  }

  /** As the page's own player seeks, at once. */
  siteGoesTo(positionS: number) {
    this.element.by('site', (own) => {
      own.currentTime = positionS;
    });
  }
}

/** A page whose server sends streams that begin in the middle of the film, and which plays each of them. */
export class ModelTranscoder {
  /** Where in the film the present stream begins, s. */
  offsetS = 600;
  film = 'one';
  /** Whether the page answers its bar, and whether its streams can be sought. */
  answers = true;
  seekable = true;
  readonly asked: { readonly positionS: number; readonly exact: boolean }[] = [];
  /** The page's element, of whose stream 400 s can be sought. */
  readonly shown: VideoLike;

  constructor(private readonly model: ModelElement) {
    const isSeekable = () => this.seekable;
    this.shown = standIn(model.element, {
      get seekable() {
        return { length: isSeekable() ? 1 : 0, start: () => 0, end: () => 400 };
      },
    });
  }

  /** The page fetches a stream that begins there, and plays it, whatever was before. */
  fetchFrom(positionS: number) {
    const { element } = this.model;
    element.by('site', (own) =>
      own.reload(0, () => {
        this.offsetS = positionS;
      }),
    );
    element.by('site', (own) => void own.play().catch(() => {}));
  }

  /** The page's bar is let go of there. */
  readonly slide = (positionS: number, exact: boolean) => {
    this.asked.push({ positionS, exact });
    if (this.answers) this.model.time.after(ACT_MS, () => this.fetchFrom(positionS - (exact ? 1.5 : 0)));
    return true;
  };
}
