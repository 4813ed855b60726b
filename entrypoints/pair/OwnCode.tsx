import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CopyField } from '../../lib/ui/CopyField';
import { QrCode } from '../../lib/ui/QrCode';
import { useWords } from '../../lib/ui/words';

const draw = async (text: string) => (await import('../../lib/qr/write')).drawQr(text);

interface OwnCodeProps {
  readonly code: string;
  /** What to do with it. */
  readonly help: string;
  readonly copy: (text: string) => Promise<boolean>;
}

/** The code that a friend is to be given. */
export function OwnCode({ code, help, copy }: OwnCodeProps): JSX.Element {
  const t = useWords();
  return (
    <div class="own-code">
      <p>{help}</p>
      <CopyField label={t('yourCode')} copyLabel={t('copyCode')} value={code} copy={copy}>
        <QrCode text={code} label={t('qrOfCode')} draw={draw} />
      </CopyField>
    </div>
  );
}

/** How long a code is good for, in words. @param leftMs as of now; 0: it has ended */
export function Countdown({ code, leftMs }: { readonly code: string; readonly leftMs: number }): JSX.Element {
  const t = useWords();
  const [endsAt, setEndsAt] = useState(0);
  const [now, setNow] = useState(0);
  useEffect(() => {
    const at = performance.now();
    setNow(at);
    setEndsAt(at + leftMs);
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, [code, leftMs]);
  const left = Math.ceil((endsAt - now) / 1000);
  // Not read out at each second: that it has ended is.
  return (
    <>
      <p role="timer">{left > 0 ? t('pairLeft', `${left}`) : ''}</p>
      <p role="status">{leftMs === 0 || left <= 0 ? t('pairEnded') : ''}</p>
    </>
  );
}
