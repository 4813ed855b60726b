import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Icon } from './Icon';
import { useWords } from './words';

/** A QR code to draw: dark squares in an SVG path, in units of a module. */
interface Drawing {
  readonly size: number;
  readonly path: string;
}

interface QrCodeProps {
  /** Empty until it is known. */
  readonly text: string;
  /** Names the picture. */
  readonly label: string;
  /** Loaded when it is first wanted. Rejects for what is too long for a QR code. */
  readonly draw: (text: string) => Promise<Drawing>;
  /** The button has a picture for its words, where there is no room for them. */
  readonly small?: true;
}

/** A button that shows a text as a picture for a friend's phone or camera (SPEC INV-8). */
export function QrCode({ text, label, draw, small }: QrCodeProps): JSX.Element {
  const t = useWords();
  const id = useId();
  const [isShown, setIsShown] = useState(false);
  const [drawn, setDrawn] = useState<Drawing | 'too-long'>();
  useEffect(() => {
    if (!isShown || text === '') return undefined;
    let isCurrent = true;
    draw(text)
      .catch(() => 'too-long' as const)
      .then((drawing) => isCurrent && setDrawn(drawing));
    return () => {
      isCurrent = false;
    };
  }, [isShown, text]);
  return (
    <>
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        {...(small ? { 'aria-label': t('showQr'), title: t('showQr') } : {})}
        onClick={() => setIsShown(!isShown)}
      >
        {small ? <Icon name="qr" /> : t('showQr')}
      </button>
      <div id={id} class="qr-place" hidden={!isShown}>
        {drawn === 'too-long' ? <p class="field-help">{t('qrTooLong')}</p> : null}
        {drawn && drawn !== 'too-long' ? (
          <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${drawn.size} ${drawn.size}`}>
            <path d={drawn.path} />
          </svg>
        ) : null}
      </div>
    </>
  );
}
