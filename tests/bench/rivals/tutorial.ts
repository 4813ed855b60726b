import type { Wire } from './wire';

/**
 * What tutorials on "watch together" teach: the host says where it is on every event and once a second, with its
 * wall clock; the guest jumps when it is off by more than half a second.
 */

const SAY_EVERY_MS = 1_000;
const JUMP_S = 0.5;

interface Said {
  readonly currentTime: number;
  readonly playing: boolean;
  readonly sentAt: number;
}

export function hostTutorial(video: HTMLVideoElement, wire: Wire): void {
  const say = () => {
    const said: Said = { currentTime: video.currentTime, playing: !video.paused, sentAt: Date.now() };
    wire.send(said);
  };
  for (const type of ['play', 'pause', 'seeked']) video.addEventListener(type, say);
  setInterval(say, SAY_EVERY_MS);
}

export function followTutorial(video: HTMLVideoElement, wire: Wire): void {
  wire.onMessage(({ currentTime, playing, sentAt }: Said) => {
    const expected = currentTime + (playing ? (Date.now() - sentAt) / 1000 : 0);
    if (Math.abs(video.currentTime - expected) > JUMP_S) video.currentTime = expected;
    if (playing && video.paused) void video.play();
    if (!playing && !video.paused) video.pause();
  });
}
