import * as v from 'valibot';
import { KEPT_MAX, lineSchema, MOMENTS_MAX, MUTED_MAX, momentSchema, SLOW_MAX_S } from '../wire/chat-words';
import { counterSchema, shortIdSchema } from '../wire/fields';
import { within } from './schema-parts';

/** What a member keeps of the chat over a death of its room place (SPEC CH-20). */
const schema = v.object({
  /** The oldest first, as they were told at `wallAt`. */
  lines: v.pipe(v.array(lineSchema), v.maxLength(KEPT_MAX), v.readonly()),
  moments: v.pipe(v.array(momentSchema), v.maxLength(MOMENTS_MAX), v.readonly()),
  slowS: within(0, SLOW_MAX_S),
  muted: v.pipe(v.array(shortIdSchema), v.maxLength(MUTED_MAX), v.readonly()),
  unread: counterSchema,
  /** Ms since 1970: how old a message is, is known to the next life by this alone. */
  wallAt: within(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
});
export type KeptChat = v.InferOutput<typeof schema>;

const NOTHING: KeptChat = { lines: [], moments: [], slowS: 0, muted: [], unread: 0, wallAt: 0 };

/** A chat that cannot be read is none: its room can be taken up all the same. */
export const keptChatSchema = v.fallback(schema, NOTHING);
