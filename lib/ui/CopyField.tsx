import type { ComponentChildren, JSX, Ref } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Icon } from './Icon';
import { useWords } from './words';

/** Long enough to be noticed and read out, short enough not to be taken for the state of things. */
const SAID_FOR_MS = 4_000;

export interface CopyFieldProps {
  readonly label: string;
  /** The button's accessible name, which stays the same after a press. */
  readonly copyLabel: string;
  readonly value: string;
  /** Puts the text on the clipboard; false: the browser would not. */
  readonly copy: (text: string) => Promise<boolean>;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  /** Shown behind the button, and what that opens below. */
  readonly children?: ComponentChildren;
}

/** A text to hand on, and the button that copies it; that it was copied is said beside the label. */
export function CopyField({ label, copyLabel, value, copy, buttonRef, children }: CopyFieldProps): JSX.Element {
  const t = useWords();
  const id = useId();
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const press = async () => setOutcome((await copy(value)) ? 'copied' : 'copyFailed');
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{label}</label>
        <span class="field-said" role="status">
          {outcome ? t(outcome) : ''}
        </span>
      </div>
      <input
        id={id}
        type="text"
        readOnly
        value={value}
        spellcheck={false}
        dir="ltr"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="copy-row">
        <button ref={buttonRef ?? null} type="button" class="primary" onClick={press}>
          <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
          {copyLabel}
        </button>
        {children}
      </div>
    </div>
  );
}
