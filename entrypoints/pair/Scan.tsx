import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Notice } from '../../lib/ui/Notice';
import { useWords } from '../../lib/ui/words';

/** A hand shakes less than that between two looks, ms. */
const LOOK_MS = 100;
/** Enough for a code of 400 characters that fills half of the picture, pixels. */
const WIDTH = 640;

/** Has the camera look for a QR code, for as long as it is wanted. @param found its text */
export function Scan({ found }: { readonly found: (text: string) => void }): JSX.Element {
  const t = useWords();
  const [state, setState] = useState<'off' | 'on' | 'refused'>('off');
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (state !== 'on') return undefined;
    const over = new AbortController();
    scan(video.current, over.signal).then(
      (text) => {
        setState('off');
        found(text);
      },
      () => over.signal.aborted || setState('refused'),
    );
    return () => over.abort();
  }, [state]);
  return (
    <>
      <button type="button" aria-pressed={state === 'on'} onClick={() => setState(state === 'on' ? 'off' : 'on')}>
        {t(state === 'on' ? 'stopScan' : 'scanQr')}
      </button>
      {state === 'on' ? <video ref={video} class="camera" autoplay muted playsInline aria-label={t('camera')} /> : null}
      {state === 'refused' ? <Notice role="alert">{t('scanFailed')}</Notice> : null}
    </>
  );
}

/** @returns the text of the first QR code that is seen. Rejects where there is no camera to be used */
async function scan(video: HTMLVideoElement | null, signal: AbortSignal): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: WIDTH } });
  signal.addEventListener('abort', () => stop(stream), { once: true });
  if (signal.aborted) stop(stream);
  if (!video) throw new Error('nothing to show it in');
  video.srcObject = stream;
  const { readQr } = await import('../../lib/qr/read');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  for (;;) {
    signal.throwIfAborted();
    const { videoWidth: width, videoHeight: height } = video;
    if (context && width > 0) {
      Object.assign(canvas, { width, height });
      context.drawImage(video, 0, 0);
      const text = readQr(context.getImageData(0, 0, width, height));
      if (text !== undefined) {
        stop(stream);
        return text;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
