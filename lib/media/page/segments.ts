import type { Scheduler } from '../../core/time/scheduler';
import { type Fetched, landmarkName } from '../../core/timeline/landmarks';

/** Both of sound and picture, of a few seconds each: what two viewers of a stream may have in common. */
const KEPT = 24;
/** Names that came more than once: a stream's lists are fetched again and again, its segments once. */
const LISTS_MAX = 64;
const SCRIPTED: ReadonlySet<string> = new Set(['fetch', 'xmlhttprequest']);

/**
 * Watches which segments a page fetches for its player (SPEC LV-6), from the first time on that this is asked while the
 * video is fed by script: none is fetched for another. Their names are hashes: no address leaves the page (LV-11).
 * @returns the newest last
 */
export function watchSegments(
  video: Pick<HTMLMediaElement, 'currentSrc'>,
  scheduler: Scheduler,
  signal: AbortSignal,
): () => readonly Fetched[] {
  let observer: PerformanceObserver | undefined;
  let fetched: readonly Fetched[] = [];
  const lists = new Set<number>();
  const take = (entry: PerformanceResourceTiming) => {
    if (!SCRIPTED.has(entry.initiatorType)) return;
    const name = landmarkName(pathOf(entry.name));
    if (lists.has(name)) return;
    if (fetched.some((one) => one.name === name)) {
      fetched = fetched.filter((one) => one.name !== name);
      if (lists.size < LISTS_MAX) lists.add(name);
      return;
    }
    const at = scheduler.now() - (performance.now() - entry.responseEnd);
    fetched = [...fetched, { name, at }].slice(-KEPT);
  };
  const start = () => {
    observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry as PerformanceResourceTiming);
    });
    observer.observe({ type: 'resource' });
  };
  signal.addEventListener('abort', () => observer?.disconnect());
  return () => {
    if (!observer && !signal.aborted && video.currentSrc.startsWith('blob:')) start();
    return fetched;
  };
}

function pathOf(address: string): string {
  try {
    return new URL(address).pathname;
  } catch {
    return '';
  }
}
