/**
 * What a page's script does to its video while nobody presses anything: the kinds of `core/intent/kinds`, in other sizes and
 * at other moments. The simulator plays them on a modelled video, `tests/players` sends them to a real page as they stand:
 * each uses what it is handed, and nothing else.
 */
export interface FormPage {
  readonly video: Pick<HTMLVideoElement, 'currentTime' | 'playbackRate' | 'paused' | 'play' | 'pause'> & {
    addEventListener(type: string, listener: () => void): void;
  };
  /** Does something in so many ms. */
  after(delayMs: number, task: () => void): void;
}

export interface PageForm {
  readonly name: string;
  /** @param size what the form's name says */
  readonly does: (page: FormPage, size: number) => void;
  readonly size: number;
  /** Until it is over, and its player can be where the room is, ms. */
  readonly lastsMs: number;
  /** It is offered to the others, and said to its own person. */
  readonly isOffered?: true;
}

const step = (size: number): PageForm => ({
  name: `a step of ${size} s`,
  does: ({ video }, by) => {
    video.currentTime += by;
  },
  size,
  lastsMs: 0,
});

const twoSteps = (size: number): PageForm => ({
  name: `a step ahead and a greater one back, ${size} ms after it`,
  does: ({ video, after }, ms) => {
    video.currentTime += 0.3;
    after(ms, () => {
      video.currentTime -= 0.6;
    });
  },
  size,
  lastsMs: size,
});

export const FORMS: readonly PageForm[] = [
  ...[0, 0.05, 0.4, 1.2, 1.45, -0.3, -1.4, -2.5, -2.9].map(step),
  ...[0, 50, 120, 250, 700].map(twoSteps),
  {
    name: 'three steps back within 0.3 s',
    does: ({ video, after }, by) => {
      for (const ms of [0, 150, 300]) {
        after(ms, () => {
          video.currentTime -= by;
        });
      }
    },
    size: 0.9,
    lastsMs: 300,
  },
  {
    name: 'five steps ahead within 0.2 s',
    does: ({ video, after }, by) => {
      for (const ms of [0, 50, 100, 150, 200]) {
        after(ms, () => {
          video.currentTime += by;
        });
      }
    },
    size: 0.1,
    lastsMs: 200,
  },
  {
    name: 'its place set anew ten times a second',
    does: ({ video, after }, times) => {
      for (let i = 0; i < times; i++) {
        after(i * 100, () => {
          const { currentTime } = video;
          video.currentTime = currentTime;
        });
      }
    },
    size: 10,
    lastsMs: 1_000,
  },
  {
    name: 'rate 0, and a gap as it ends',
    does: ({ video, after }, by) => {
      video.playbackRate = 0;
      after(1_500, () => {
        video.currentTime += by;
        video.playbackRate = 1;
      });
    },
    size: 0.8,
    lastsMs: 1_500,
  },
  {
    name: 'rate 0 three times, a second each',
    does: ({ video, after }, ms) => {
      for (const atMs of [0, 2 * ms, 4 * ms]) {
        after(atMs, () => {
          video.playbackRate = 0;
        });
        after(atMs + ms, () => {
          video.playbackRate = 1;
        });
      }
    },
    size: 1_000,
    lastsMs: 5_000,
  },
  {
    name: 'rate 0, and out of it by a slow rate',
    does: ({ video, after }, ms) => {
      video.playbackRate = 0;
      after(ms, () => {
        video.playbackRate = 0.5;
      });
      after(ms + 120, () => {
        video.playbackRate = 1;
      });
    },
    size: 800,
    lastsMs: 1_000,
  },
  {
    name: 'a quick pause and play, as engines change their quality',
    does: ({ video }, times) => {
      video.playbackRate = 0;
      for (let i = 0; i < times; i++) {
        video.pause();
        video.play().catch(() => {});
      }
      video.playbackRate = 1;
    },
    size: 2,
    lastsMs: 0,
  },
  {
    name: 'a pause and a play around a step, as engines change their quality',
    does: ({ video }, by) => {
      video.pause();
      video.currentTime += by;
      video.play().catch(() => {});
    },
    size: 0.2,
    lastsMs: 0,
  },
  {
    name: 'another rate for a moment',
    does: ({ video, after }, ms) => {
      video.playbackRate = 1.5;
      after(ms, () => {
        video.playbackRate = 1;
      });
    },
    size: 150,
    lastsMs: 150,
  },
  {
    name: 'a faster and faster rate, as a held key of its own would give',
    does: ({ video, after }, everyMs) => {
      for (const [i, rate] of [1.1, 1.2, 1.3, 1.4, 1].entries()) {
        after(i * everyMs, () => {
          video.playbackRate = rate;
        });
      }
    },
    size: 60,
    lastsMs: 300,
  },
  {
    name: 'a piece that is skipped',
    does: ({ video }, by) => {
      video.currentTime += by;
    },
    size: 12,
    lastsMs: 0,
    isOffered: true,
  },
  {
    name: 'two steps, and a piece that is skipped while it is held',
    does: ({ video, after }, by) => {
      video.currentTime += 0.5;
      after(250, () => {
        video.currentTime += by;
      });
    },
    size: 12,
    lastsMs: 250,
    isOffered: true,
  },
  {
    name: 'the same piece, skipped whenever it plays in it',
    does: ({ video }, by) => {
      const [from, to] = [video.currentTime, video.currentTime + by];
      video.addEventListener('timeupdate', () => {
        if (video.currentTime >= from - 1 && video.currentTime < to) video.currentTime = to;
      });
    },
    size: 8,
    lastsMs: 9_500,
    isOffered: true,
  },
];

/** A page that looks every so many ms whether its player has the rate that it wants. @returns ends that */
export function insistOn({ video, after }: FormPage, rate: number, everyMs: number): () => void {
  let isOver = false;
  const look = () => {
    if (isOver) return;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    after(everyMs, look);
  };
  look();
  return () => {
    isOver = true;
  };
}
