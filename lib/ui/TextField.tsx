import type { JSX, Ref } from 'preact';
import { useId } from 'preact/hooks';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** The person has finished: Enter, or left the field. */
  readonly onCommit?: (value: string) => void;
  readonly placeholder?: string;
  readonly help?: string;
  /** What is wrong and what to do about it; undefined: nothing. */
  readonly error?: string | undefined;
  readonly maxLength?: number;
  /** Codes and addresses: no spelling marks, no capitals made up by a phone, from left to right in every language. */
  readonly literal?: boolean;
  /** Only a whole number up to this. */
  readonly numberMax?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** Shown behind the field in the same row, such as its submit button. */
  readonly children?: JSX.Element;
}

/** A labelled line of text; its error is tied to it, so that a screen reader says both. */
export function TextField(props: TextFieldProps): JSX.Element {
  const id = useId();
  const described = [props.help ? `${id}-help` : '', props.error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="field-row">
        <input
          id={id}
          ref={props.inputRef ?? null}
          {...(props.numberMax === undefined ? { type: 'text' } : { type: 'number', min: 0, max: props.numberMax })}
          value={props.value}
          placeholder={props.placeholder ?? ''}
          autocomplete="off"
          {...(props.maxLength ? { maxLength: props.maxLength } : {})}
          {...(props.literal ? { spellcheck: false, autocapitalize: 'off' as const, dir: 'ltr' as const } : {})}
          {...(described ? { 'aria-describedby': described } : {})}
          {...(props.error ? { 'aria-invalid': true } : {})}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onChange={(event) => props.onCommit?.(event.currentTarget.value)}
        />
        {props.children}
      </div>
      {props.help ? (
        <p class="field-help" id={`${id}-help`}>
          {props.help}
        </p>
      ) : null}
      {props.error ? (
        <p class="field-error" id={`${id}-error`} role="alert">
          {props.error}
        </p>
      ) : null}
    </div>
  );
}
