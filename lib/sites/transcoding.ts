/** .NET ticks, in which these servers count, are 100 ns. */
const TICKS_A_SECOND = 1e7;

/** The address of what a video plays; undefined where a script feeds it. */
export function sourceOf(video: HTMLVideoElement): URL | undefined {
  return /^https?:/.test(video.currentSrc) ? new URL(video.currentSrc) : undefined;
}

/**
 * Where in its film a stream begins that a server of the Emby family transcodes, seconds. Playlists, and streams that
 * keep the film's own times, begin at 0.
 */
export function ticksOffsetS(video: HTMLVideoElement): number | undefined {
  const source = sourceOf(video);
  if (!source || source.pathname.endsWith('.m3u8')) return undefined;
  // The names of parameters are written with and without capitals.
  const found = new Map([...source.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const ticks = Number(found.get('starttimeticks'));
  if (found.get('copytimestamps')?.toLowerCase() === 'true' || !Number.isFinite(ticks) || ticks < 0) return undefined;
  return ticks / TICKS_A_SECOND;
}

/** A stream that is still being made has no end yet: that is not live. */
export function unknownWhileMade(video: HTMLVideoElement): number | undefined {
  return video.duration === Number.POSITIVE_INFINITY ? Number.NaN : undefined;
}

/** The number of what is played, as it stands in the stream's address. */
export function itemOf(root: Document, selector: string): string | undefined {
  const video = root.querySelector<HTMLVideoElement>(selector);
  const source = video && sourceOf(video);
  return source ? /\/videos\/([0-9a-f-]{6,36})\//i.exec(source.pathname)?.[1] : undefined;
}

/** What a self-hosted page calls itself. */
export function isApplication(root: Document, name: string): boolean {
  const meta = root.querySelector('meta[name="application-name"]');
  return meta?.getAttribute('content')?.trim().toLowerCase() === name;
}
