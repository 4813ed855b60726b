import type { Slider } from './site';

/** .NET ticks, in which these servers count, are 100 ns. */
const TICKS_A_SECOND = 1e7;

/** The address of what a video plays; undefined where a script feeds it. */
export function sourceOf(video: HTMLMediaElement): URL | undefined {
  return /^https?:/.test(video.currentSrc) ? new URL(video.currentSrc) : undefined;
}

/**
 * Where in its film a stream begins that a server of the Emby family transcodes, seconds. Playlists, and streams that
 * keep the film's own times, begin at 0.
 */
export function ticksOffsetS(video: HTMLMediaElement): number | undefined {
  const source = sourceOf(video);
  if (!source || source.pathname.endsWith('.m3u8')) return undefined;
  // The names of parameters are written with and without capitals.
  const found = new Map([...source.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const ticks = Number(found.get('starttimeticks'));
  if (found.get('copytimestamps')?.toLowerCase() === 'true' || !Number.isFinite(ticks) || ticks < 0) return undefined;
  return ticks / TICKS_A_SECOND;
}

/** A stream that is still being made has no end yet: that is not live. */
export function unknownWhileMade(video: HTMLMediaElement): number | undefined {
  return video.duration === Number.POSITIVE_INFINITY ? Number.NaN : undefined;
}

/** The number of what is played, as it stands in the stream's address. */
export function itemOf(root: Document, selector: string): string | undefined {
  const video = root.querySelector<HTMLMediaElement>(selector);
  const source = video && sourceOf(video);
  return source ? /\/videos\/([0-9a-f-]{6,36})\//i.exec(source.pathname)?.[1] : undefined;
}

/** What a self-hosted page calls itself. */
export function isApplication(root: Document, name: string): boolean {
  const meta = root.querySelector('meta[name="application-name"]');
  return meta?.getAttribute('content')?.trim().toLowerCase() === name;
}

/** Pages that were left stay in the document, hidden; the controls of the one that is shown hide as well. */
const SHOWN = '.page:not(.hide)';
/** `1:02:03` or `2:03`, perhaps with a sign or a stroke before it. */
const TIME = /(?:(\d{1,3}):)?(\d{1,2}):(\d{2})\s*$/;

function secondsOf(text: string): number | undefined {
  const [found, hours = '0', minutes, seconds] = TIME.exec(text) ?? [];
  return found ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) : undefined;
}

/**
 * The bar over the film. `change` has the client seek to that share of the running time; a transcoded stream that is no
 * playlist is then fetched anew, and played (source of Jellyfin's web client, 2019–2026; of Emby's until 2018). The
 * times beside it are whole seconds, rounded down; a press on the length makes it what is left, with a minus (Jellyfin,
 * 2024–2026). In Emby the names begin with `videoOsd` (its client, and extensions that work it, 2020–2025).
 */
export const osdSlider: Slider = {
  bar: `${SHOWN} :is(.osdPositionSlider, .videoOsdPositionSlider)`,
  lengthS(root) {
    const text = (names: string) => root.querySelector(`${SHOWN} :is(${names})`)?.textContent ?? '';
    const length = text('.osdDurationText, .videoOsdDurationText').trim();
    const seconds = secondsOf(length);
    if (!length.startsWith('-')) return seconds || undefined;
    const position = secondsOf(text('.osdPositionText, .videoOsdPositionText'));
    return seconds === undefined || position === undefined ? undefined : position + seconds;
  },
};
