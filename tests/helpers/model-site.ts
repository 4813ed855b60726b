import type { Range, SiteQuirks } from './model-quirks';
import type { ModelVideo } from './model-video';
import type { Random } from './virtual-random';

/** Four to five pauses a second, as seen while a site switches quality: down for so long, up for so long, ms. */
const STORM_DOWN_MS: Range = [60, 120];
const STORM_UP_MS: Range = [100, 140];

/** Engines take so long to find themselves stuck, ms. */
const STUCK_MS = 1_000;
/** A page that wants a press pauses again this soon, ms. */
const NAGS_MS = 50;

/** What a page's script can use. */
export interface SiteParts {
  /** Runs `task` in so many ms of true time, if the page is still there. */
  readonly after: (delayMs: number, task: () => void) => void;
  readonly random: Random;
}

/** The script of a page that does things to its own player, to whoever wrote to it. */
export function runSite(video: ModelVideo, quirks: SiteQuirks, { after, random }: SiteParts) {
  const { snapBack, rateReset, startsOnSeek } = quirks;
  let snaps = snapBack?.times ?? 0;
  let before = { place: 0, at: 0, moving: false };
  const act = (task: (on: ModelVideo) => void) => video.by('site', task);

  // Told before a seek takes place, as a page knows its own place.
  if (snapBack) {
    video.beforeSeek = (writer) => {
      if (writer !== 'lockstep' || snaps === 0) return;
      snaps--;
      before = { place: video.truePosition, at: video.mediaMs, moving: video.moving };
      const { place, at, moving } = before;
      after(random.between(...snapBack.afterMs), () =>
        act((on) => {
          on.currentTime = place + (moving ? ((on.mediaMs - at) / 1_000) * on.playbackRate : 0);
        }),
      );
    };
  }
  if (rateReset) {
    const reset = () => {
      act((on) => {
        on.playbackRate = 1;
      });
    };
    video.addEventListener('playing', () => {
      reset();
      after(rateReset.laterMs, reset);
    });
  }
  if (startsOnSeek) {
    video.addEventListener('seeked', () => {
      // At the film's end it would begin it anew, again and again: no page does.
      if (video.paused && !video.ended) act((on) => void on.play().catch(() => {}));
    });
  }
}

/** What a page does to a player by itself, whoever has written to it or not. */
export function runOddities(video: ModelVideo, quirks: SiteQuirks, { after }: SiteParts) {
  const { gapJumpS, waitsByRate, bookmark, ownRate, nagsAfterPlays } = quirks;
  const act = (task: (on: ModelVideo) => void) => video.by('site', task);
  const isDry = () => video.readyState < 3 && !video.paused && !video.seeking;
  if (gapJumpS !== undefined) {
    video.addEventListener('waiting', () =>
      after(STUCK_MS, () => {
        if (isDry())
          act((on) => {
            on.currentTime = on.truePosition + gapJumpS;
          });
      }),
    );
  }
  if (waitsByRate) {
    let before: number | undefined;
    video.addEventListener('waiting', () => {
      if (!isDry() || before !== undefined) return;
      before = video.playbackRate;
      act((on) => {
        on.playbackRate = 0;
      });
    });
    video.addEventListener('canplay', () => {
      const rate = before;
      before = undefined;
      if (rate !== undefined && video.playbackRate === 0)
        act((on) => {
          on.playbackRate = rate;
        });
    });
  }
  if (bookmark) {
    const goThere = () =>
      after(bookmark.afterMs, () =>
        act((on) => {
          on.currentTime = bookmark.toS;
        }),
      );
    video.addEventListener('playing', goThere, { once: true });
  }
  if (ownRate !== undefined) {
    const insist = () => {
      if (video.playbackRate !== ownRate)
        act((on) => {
          on.playbackRate = ownRate;
        });
    };
    for (const event of ['ratechange', 'play', 'loadedmetadata']) video.addEventListener(event, insist);
  }
  if (nagsAfterPlays !== undefined) {
    let plays = 0;
    video.addEventListener('play', () => {
      if (++plays > nagsAfterPlays) after(NAGS_MS, () => act((on) => on.pause()));
    });
  }
}

/** The page pauses and plays its player again and again for so long. */
export function storm(video: ModelVideo, forMs: number, { after, random }: SiteParts) {
  let left = forMs;
  const again = () => {
    if (left <= 0 || video.paused) return;
    const down = random.between(...STORM_DOWN_MS);
    const up = random.between(...STORM_UP_MS);
    left -= down + up;
    video.by('site', (on) => on.pause());
    after(down, () => video.by('site', (on) => void on.play().catch(() => {})));
    after(down + up, again);
  };
  again();
}
