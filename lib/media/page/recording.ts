/** A server that has not answered by now is not waited for, ms: meanwhile nobody knows what is watched. */
const ANSWERS_WITHIN_MS = 2_000;
/** Lists of a stream's segments can be sent in parts as well, and say no length of what they list. */
const LISTS = /mpegurl|dash/i;
const FILM = /^(?:video|audio)\/|^application\/(?:ogg|octet-stream)\b/i;

type Video = EventTarget & Pick<HTMLMediaElement, 'currentSrc' | 'duration'>;
type AskServer = (address: string, signal: AbortSignal) => Promise<boolean>;

/**
 * Is what plays without a length a recording (SPEC LV-17)? Browsers write films from a camera without one, and Chromium
 * shows the same of them as of a broadcast: an infinite `duration`, and all of it `seekable`. What tells them apart is the
 * server: of a file it sends the bytes that it is asked for.
 * @param ask once a load
 * @param changed the answer is there
 * @returns true as well for as long as the answer is not there
 */
export function watchRecording(video: Video, ask: AskServer, changed: () => void, signal: AbortSignal): () => boolean {
  let load = new AbortController();
  let answer: boolean | undefined;
  let isAsked = false;
  const look = async () => {
    if (isAsked || video.duration !== Number.POSITIVE_INFINITY || !/^https?:/i.test(video.currentSrc)) return;
    isAsked = true;
    const { signal: life } = load;
    const isFile = await ask(video.currentSrc, AbortSignal.any([life, AbortSignal.timeout(ANSWERS_WITHIN_MS)]));
    if (life.aborted) return;
    answer = isFile;
    changed();
  };
  const forget = () => {
    load.abort();
    load = new AbortController();
    answer = undefined;
    isAsked = false;
  };
  for (const event of ['loadedmetadata', 'durationchange'])
    video.addEventListener(event, () => void look(), { signal });
  video.addEventListener('emptied', forget, { signal });
  signal.addEventListener('abort', () => load.abort());
  void look();
  return () => isAsked && answer !== false;
}

/**
 * Asks a server for the second byte of what it sends. A broadcast, and a server without byte ranges, send all that they
 * have instead, of which nothing is read.
 * @param address http(s)
 */
export async function isSentInParts(address: string, signal: AbortSignal): Promise<boolean> {
  const asked = new AbortController();
  try {
    const { status, headers } = await fetch(address, {
      headers: { Range: 'bytes=1-1' },
      cache: 'no-store',
      signal: AbortSignal.any([signal, asked.signal]),
    });
    const type = headers.get('content-type') ?? '';
    return status === 206 && FILM.test(type) && !LISTS.test(type);
  } catch {
    // Also where a server of another origin does not let this page read its answers.
    return false;
  } finally {
    asked.abort();
  }
}
