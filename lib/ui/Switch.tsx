import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

export interface SwitchProps {
  readonly label: string;
  readonly help?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, help, checked, onChange }: SwitchProps): JSX.Element {
  const id = useId();
  return (
    <div class="switch">
      <div>
        <label for={id}>{label}</label>
        {help ? (
          <p class="field-help" id={`${id}-help`}>
            {help}
          </p>
        ) : null}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        {...(help ? { 'aria-describedby': `${id}-help` } : {})}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}
