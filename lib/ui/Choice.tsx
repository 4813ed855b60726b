import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly help?: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** A radio group drawn as joined segments; real radio buttons underneath, so arrow keys work. */
export function Choice<Value extends string>({
  label,
  help,
  value,
  options,
  onChange,
}: ChoiceProps<Value>): JSX.Element {
  const id = useId();
  return (
    <div class="choice" role="radiogroup" aria-labelledby={id} {...(help ? { 'aria-describedby': `${id}-help` } : {})}>
      <span class="label" id={id}>
        {label}
      </span>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value} class="segment">
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {help ? (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      ) : null}
    </div>
  );
}
