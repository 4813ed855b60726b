/**
 * How much a video looks like the film of a page (SPEC FV-3). Scores are comparable across the frames of a tab.
 */

/** What is known of a video beside what it shows of itself. */
export interface Sight {
  /** It is the one that is driven now. */
  readonly present?: boolean;
  /** How much of it is on the screen, 0 to 1, frames around it included; undefined: not known. */
  readonly visible?: number | undefined;
  /** A person's press started it. */
  readonly pressed?: boolean;
  /** It is in no document, and a script plays it all the same. */
  readonly loose?: boolean;
}

/** Smaller ones are hover previews and thumbnails. */
const MIN_WIDTH_PX = 200;
const MIN_HEIGHT_PX = 100;
/** A film is longer; an ad, a preview or a background is not, s. */
const SHORT_S = 60;
const SHORT_FACTOR = 0.3;
/** Muted and looping: a background. */
const LOOP_FACTOR = 0.05;
const PLAYING_FACTOR = 3;
const PRESSED_FACTOR = 2;
const UNREADY_FACTOR = 0.5;
const SILENT_FACTOR = 0.5;
/** A video of which nothing is on the screen (scrolled away) is still worth something. */
const OFFSCREEN_FACTOR = 0.2;
/** One without a place on the page, drawn by a script or heard only, counts as the least that is seen. */
const PLACELESS = MIN_WIDTH_PX * MIN_HEIGHT_PX * OFFSCREEN_FACTOR;

/** A sound is a film from this length on, s (SPEC FV-10). */
const SOUND_MIN_S = 30;
/** What is only heard counts less than the least that is seen, short and silent though that is. */
const HEARD = PLACELESS * SHORT_FACTOR * SILENT_FACTOR * UNREADY_FACTOR * 0.25;

/** Another video has to be this much better before the room's video is swapped. */
export const SWAP_FACTOR = 1.5;

/** Decoys have no source. */
export function hasSource(video: HTMLMediaElement): boolean {
  return (
    video.readyState > 0 ||
    video.currentSrc !== '' ||
    video.src !== '' ||
    Boolean(video.srcObject) ||
    video.querySelector('source[src]') !== null
  );
}

/** An ad's length: never takes the place of a film that is still there. */
export function isShort(video: HTMLMediaElement): boolean {
  return video.duration < SHORT_S;
}

/** @returns 0 = not worth driving */
export function score(video: HTMLMediaElement, sight: Sight = {}): number {
  if (!hasSource(video) || !(video.isConnected || sight.loose)) return 0;
  let value = seen(video, sight);
  if (video.muted && video.loop) value *= LOOP_FACTOR;
  // Who pauses a film has not done with it: it keeps its place beside a preview that plays.
  const plays = !video.paused && !video.ended;
  if (plays || (sight.present && video.played?.length > 0)) value *= PLAYING_FACTOR;
  if (sight.pressed && plays) value *= PRESSED_FACTOR;
  if (video.readyState === 0) value *= UNREADY_FACTOR;
  if (isShort(video)) value *= SHORT_FACTOR;
  if (isSilent(video)) value *= SILENT_FACTOR;
  return value;
}

/** What is only heard; a shorter sound is an effect, and one whose length is not known yet is one unless it can be worked. */
function heard({ duration, controls }: HTMLMediaElement): number {
  return (Number.isNaN(duration) ? controls : duration >= SOUND_MIN_S) ? HEARD : 0;
}

/** In square pixels. */
function seen(video: HTMLMediaElement, sight: Sight): number {
  if (video.localName === 'audio') return heard(video);
  const box = video.getBoundingClientRect();
  if (sight.loose || box.width * box.height === 0) return video.duration >= SHORT_S ? PLACELESS : 0;
  if (box.width < MIN_WIDTH_PX || box.height < MIN_HEIGHT_PX) return 0;
  const area = box.width * box.height;
  return Math.max(area * visiblePart(video, box, sight), area * OFFSCREEN_FACTOR);
}

function visiblePart(video: HTMLMediaElement, box: DOMRect, sight: Sight): number {
  const root = video.getRootNode();
  // What floats over every window is looked at, wherever its place on the page has gone.
  if ('pictureInPictureElement' in root && root.pictureInPictureElement === video) return 1;
  if (video.ownerDocument !== document) return 1;
  if (video.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) return 0;
  if (sight.visible !== undefined) return sight.visible;
  const view = video.ownerDocument.defaultView ?? window;
  const width = Math.min(box.right, view.innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, view.innerHeight) - Math.max(box.top, 0);
  return (Math.max(0, width) * Math.max(0, height)) / (box.width * box.height);
}

/** Known to have no sound at all. Muted says nothing: a guest's film starts muted. */
function isSilent(video: HTMLMediaElement): boolean {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
  const counts = video as { mozHasAudio?: boolean; webkitAudioDecodedByteCount?: number };
  if (counts.mozHasAudio === false) return true;
  const played = video.currentTime > 1 && !video.paused && !video.muted;
  return played && counts.webkitAudioDecodedByteCount === 0;
}
