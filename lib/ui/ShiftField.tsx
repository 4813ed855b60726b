import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useWords } from './words';

export interface ShiftFieldProps {
  /** How far this player is shifted against the room, seconds. */
  readonly shiftS: number;
  /** What the lengths of the films suggest. */
  readonly suggestedS: number | undefined;
  readonly onChange: (shiftS: number) => void;
}

const STEPS_S = [-1, -0.1, 0.1, 1] as const;

/** A shift as people read it: `+12 s`, `−0.1 s`, `0 s`. @param shiftS in seconds */
export function shiftText(shiftS: number): string {
  const sign = shiftS === 0 ? '' : shiftS > 0 ? '+' : '−';
  return `${sign}${Math.round(Math.abs(shiftS) * 100) / 100} s`;
}

/** For a video that is another cut than the room's: shifted by steps, or by what the lengths suggest. */
export function ShiftField({ shiftS, suggestedS, onChange }: ShiftFieldProps): JSX.Element {
  const t = useWords();
  const id = useId();
  const suggests = suggestedS !== undefined && shiftS === 0;
  return (
    <details class="shift" open={suggests || shiftS !== 0}>
      <summary>{t('videoDiffers')}</summary>
      {suggests ? (
        <div class="shift-suggested">
          <p>{t(suggestedS > 0 ? 'videoLonger' : 'videoShorter', shiftText(Math.abs(suggestedS)).replace('+', ''))}</p>
          <button type="button" onClick={() => onChange(suggestedS)}>
            {t('shiftBy', shiftText(suggestedS))}
          </button>
        </div>
      ) : (
        <p id={id}>{t('shiftHelp')}</p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own */}
      <div class="shift-steps" role="group" aria-label={t('shift')} {...(suggests ? {} : { 'aria-describedby': id })}>
        {STEPS_S.slice(0, 2).map((step) => (
          <Step key={step} step={step} shiftS={shiftS} onChange={onChange} />
        ))}
        <output aria-label={t('shift')}>{shiftText(shiftS)}</output>
        {STEPS_S.slice(2).map((step) => (
          <Step key={step} step={step} shiftS={shiftS} onChange={onChange} />
        ))}
        <button type="button" disabled={shiftS === 0} onClick={() => onChange(0)}>
          {t('shiftReset')}
        </button>
      </div>
    </details>
  );
}

interface StepProps extends Pick<ShiftFieldProps, 'shiftS' | 'onChange'> {
  readonly step: number;
}

function Step({ step, shiftS, onChange }: StepProps): JSX.Element {
  const t = useWords();
  const text = shiftText(step);
  return (
    <button
      type="button"
      aria-label={t('shiftBy', text)}
      onClick={() => onChange(Math.round((shiftS + step) * 100) / 100)}
    >
      {text}
    </button>
  );
}
