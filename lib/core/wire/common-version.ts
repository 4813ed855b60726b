import * as v from 'valibot';
import { counterSchema } from './fields';
import { PROTOCOL_MIN, PROTOCOL_VERSION } from './protocol';

/** First look at a hello: enough to refuse another version in words, whatever else it holds. */
export const helloVersionSchema = v.object({ v: counterSchema, min: v.optional(counterSchema) });
type HelloVersion = v.InferOutput<typeof helloVersionSchema>;

/**
 * The protocol that two members speak: the newest that both know (SPEC PR-4).
 *
 * @returns `ours-old`, `theirs-old`: whose Lockstep has to be updated
 */
export function commonVersion({ v: theirs, min = theirs }: HelloVersion): number | 'ours-old' | 'theirs-old' {
  if (min > PROTOCOL_VERSION) return 'ours-old';
  return theirs < PROTOCOL_MIN ? 'theirs-old' : Math.min(theirs, PROTOCOL_VERSION);
}
