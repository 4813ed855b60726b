/** What of a video tells whether it is heard; the last two only real elements have, each in one browser. */
export interface Audible {
  readonly muted: boolean;
  readonly volume?: number;
  /** Firefox: the film has sound, known with its metadata. */
  readonly mozHasAudio?: boolean;
  /** Chromium: so much sound has been decoded, before the film begins to play. */
  readonly webkitAudioDecodedByteCount?: number;
}

/** Is there anything to hear of it? Where it cannot be told, there is. */
export function isAloud({ muted, volume, mozHasAudio, webkitAudioDecodedByteCount }: Audible): boolean {
  return !muted && volume !== 0 && mozHasAudio !== false && webkitAudioDecodedByteCount !== 0;
}
