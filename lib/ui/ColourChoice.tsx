import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Colour } from '../core/wire/colours';
import { COLOUR_VALUES } from './colours';
import { OwnColour } from './OwnColour';
import { type MessageKey, useWords } from './words';

const WORDS: { readonly [C in Colour]: MessageKey } = {
  blue: 'colour_blue',
  orange: 'colour_orange',
  teal: 'colour_teal',
  pink: 'colour_pink',
  olive: 'colour_olive',
  purple: 'colour_purple',
  green: 'colour_green',
  red: 'colour_red',
};

interface ColourChoiceProps {
  readonly value: Colour | 'auto';
  readonly onChange: (colour: Colour | 'auto') => void;
}

/** A radio group of the colours, each with its name, for who does not see them. */
export function ColourChoice({ value, onChange }: ColourChoiceProps): JSX.Element {
  const t = useWords();
  const id = useId();
  const all = ['auto', ...(Object.keys(COLOUR_VALUES) as Colour[])] as const;
  return (
    <div class="colours" role="radiogroup" aria-labelledby={id} aria-describedby={`${id}-help`}>
      <span class="label" id={id}>
        {t('yourColour')}
      </span>
      <div class="colours-row">
        {all.map((colour) => (
          <label key={colour} class="colours-one">
            <input type="radio" name={id} checked={colour === value} onChange={() => onChange(colour)} />
            {colour === 'auto' ? null : <OwnColour colour={colour} />}
            <span>{t(colour === 'auto' ? 'automatic' : WORDS[colour])}</span>
          </label>
        ))}
      </div>
      <p class="field-help" id={`${id}-help`}>
        {t('yourColourHelp')}
      </p>
    </div>
  );
}
