import { isAloud } from '../../lib/media/player/aloud';

/** What is asked of a video in a page. */

const video = document.querySelector('video') as HTMLVideoElement;
const RECORDED_MS = 400;
const AFTER_MS = 500;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function ofFilm(source: string): Promise<boolean> {
  video.src = source;
  await video.play();
  await pause(AFTER_MS);
  return isAloud(video);
}

/** A picture that moves, and no sound. */
async function recordPicture(): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  for (let at = 0; at < RECORDED_MS; at += 40) {
    drawing?.fillRect(at % 100, at % 70, 5, 5);
    await pause(40);
  }
  recorder.stop();
  await stopped;
  return new Blob(pieces, { type: 'video/webm' });
}

const audible = {
  ofFilm,
  async captured() {
    const context = new AudioContext();
    context.createMediaElementSource(video).connect(context.destination);
    await pause(AFTER_MS);
    return isAloud(video);
  },
  async muted() {
    video.muted = true;
    const heard = isAloud(video);
    video.muted = false;
    return heard;
  },
  async volume(to: number) {
    video.volume = to;
    const heard = isAloud(video);
    video.volume = 1;
    return heard;
  },
  ofPicture: async () => ofFilm(URL.createObjectURL(await recordPicture())),
};
export type Audible = typeof audible;
Object.assign(window, { audible });
