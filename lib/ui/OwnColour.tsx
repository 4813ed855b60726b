import type { JSX } from 'preact';
import type { Colour } from '../core/wire/colours';
import { painted } from './colours';

/** A member's colour beside its name; the name says the same to who does not see it. */
export function OwnColour({ colour }: { readonly colour: Colour | undefined }): JSX.Element | null {
  if (!colour) return null;
  return <span class="own-colour" aria-hidden="true" style={{ '--own': painted(colour) }} />;
}
