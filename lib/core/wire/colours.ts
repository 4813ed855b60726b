import * as v from 'valibot';

/**
 * The colours that members have, as words (SPEC ME-5): whoever draws one says what it looks like there, so that it can be
 * told from its ground in both schemes. Told apart by most people who see few colours, two neighbours of the list at least.
 */
export const COLOURS = ['blue', 'orange', 'teal', 'pink', 'olive', 'purple', 'green', 'red'] as const;
export type Colour = (typeof COLOURS)[number];

export const colourSchema = v.picklist(COLOURS);

/** A colour that is none, or that only a newer version knows, is as good as none. */
export const toldColour = v.fallback(v.optional(colourSchema), undefined);

/** The colour of a member: its own choice, else one that everybody makes of its id. */
export function colourOf({ id, colour }: { readonly id: string; readonly colour?: Colour | undefined }): Colour {
  let sum = 0;
  for (let at = 0; at < id.length; at++) sum = (sum * 31 + id.charCodeAt(at)) % 65_521;
  return colour ?? (COLOURS[sum % COLOURS.length] as Colour);
}
