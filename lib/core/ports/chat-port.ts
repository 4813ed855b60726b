import * as v from 'valibot';
import { cleanMessage, MESSAGE_MAX } from '../text/clean-message';
import { POSITION_MAX_S } from '../time/playback';
import {
  lineSchema,
  MOMENTS_MAX,
  momentSchema,
  type Ref,
  refSchema,
  type Sign,
  SLOW_MAX_S,
  signSchema,
  type ToldLine,
  type ToldMoment,
} from '../wire/chat-words';
import { type Colour, colourSchema } from '../wire/colours';
import { counterSchema, shortIdSchema } from '../wire/fields';
import { finite, type IsComplete, textSchema, within } from './schema-parts';

/** Over this port the chat page says what its person does, and is shown what is said. */
export const CHAT_PORT = 'chat';

/** Why a message of one's own is not with the others. */
export type NotSent = 'slow' | 'muted' | 'too-fast' | 'too-late' | 'unanswered';

/** What the page shows beside the lines. */
export interface ChatView {
  readonly room: 'none' | 'opening' | 'open';
  readonly self: string;
  readonly isHost: boolean;
  readonly members: readonly { readonly id: string; readonly name: string; readonly colour: Colour }[];
  /** Who types, beside the person here. */
  readonly typists: readonly string[];
  readonly slowS: number;
  readonly muted: readonly string[];
  readonly unsent: readonly { readonly n: number; readonly text: string; readonly failed?: NotSent }[];
  /** Length of the film, s; absent where it has none. */
  readonly lengthS?: number;
  /** Of the film that is watched. */
  readonly moments: readonly ToldMoment[];
}

export type ToChatPage =
  | { readonly type: 'view'; readonly view: ChatView }
  /** New and changed ones. `fresh`: of another room; what was shown is over. */
  | { readonly type: 'lines'; readonly fresh: boolean; readonly lines: readonly ToldLine[] }
  | { readonly type: 'reacted'; readonly name: string; readonly sign: Sign };

export type FromChatPage =
  | { readonly type: 'write'; readonly text: string; readonly re?: Ref }
  | { readonly type: 'rewrite'; readonly n: number; readonly text: string }
  | { readonly type: 'erase'; readonly n: number }
  | { readonly type: 'react'; readonly sign: Sign }
  | { readonly type: 'typing' }
  /** A message that was not sent: once more, or not at all. */
  | { readonly type: 'again'; readonly n: number }
  | { readonly type: 'drop'; readonly n: number }
  /** The person has everything in view. */
  | { readonly type: 'seen' }
  /** The person wants the film at this place, s. */
  | { readonly type: 'go'; readonly place: number }
  /** A host's. */
  | { readonly type: 'slow'; readonly slowS: number }
  | { readonly type: 'mute'; readonly id: string; readonly muted: boolean };

const n = counterSchema;
const text = v.pipe(v.string(), v.maxLength(MESSAGE_MAX * 4), v.transform(cleanMessage));

const fromPageSchema = v.variant('type', [
  v.object({ type: v.literal('write'), text, re: v.exactOptional(refSchema) }),
  v.object({ type: v.literal('rewrite'), n, text }),
  v.object({ type: v.literal('erase'), n }),
  v.object({ type: v.literal('react'), sign: signSchema }),
  v.object({ type: v.literal('typing') }),
  v.object({ type: v.literal('again'), n }),
  v.object({ type: v.literal('drop'), n }),
  v.object({ type: v.literal('seen') }),
  v.object({ type: v.literal('go'), place: within(0, POSITION_MAX_S) }),
  v.object({ type: v.literal('slow'), slowS: within(0, SLOW_MAX_S) }),
  v.object({ type: v.literal('mute'), id: shortIdSchema, muted: v.boolean() }),
]);

const LINES_KEPT = 200;
const MEMBERS_MAX = 64;
const ids = v.pipe(v.array(textSchema), v.maxLength(MEMBERS_MAX), v.readonly());
const unsentSchema = v.object({
  n,
  text,
  failed: v.exactOptional(v.picklist(['slow', 'muted', 'too-fast', 'too-late', 'unanswered'])),
});

const toPageSchema = v.variant('type', [
  v.object({
    type: v.literal('view'),
    view: v.object({
      room: v.picklist(['none', 'opening', 'open']),
      self: textSchema,
      isHost: v.boolean(),
      members: v.pipe(
        v.array(v.object({ id: textSchema, name: textSchema, colour: colourSchema })),
        v.maxLength(MEMBERS_MAX),
        v.readonly(),
      ),
      typists: ids,
      slowS: finite,
      muted: ids,
      unsent: v.pipe(v.array(unsentSchema), v.maxLength(LINES_KEPT), v.readonly()),
      lengthS: v.exactOptional(within(0, POSITION_MAX_S)),
      moments: v.pipe(v.array(momentSchema), v.maxLength(MOMENTS_MAX), v.readonly()),
    }),
  }),
  v.object({
    type: v.literal('lines'),
    fresh: v.boolean(),
    lines: v.pipe(v.array(lineSchema), v.maxLength(LINES_KEPT), v.readonly()),
  }),
  v.object({ type: v.literal('reacted'), name: textSchema, sign: signSchema }),
]);

true satisfies IsComplete<ToChatPage, v.InferOutput<typeof toPageSchema>>;

/** @returns undefined for what no page of ours says */
export function parseFromChatPage(message: unknown): FromChatPage | undefined {
  const result = v.safeParse(fromPageSchema, message);
  return result.success ? (result.output as FromChatPage) : undefined;
}

/** @returns undefined for what no room place says */
export function parseToChatPage(message: unknown): ToChatPage | undefined {
  const result = v.safeParse(toPageSchema, message);
  return result.success ? (result.output as ToChatPage) : undefined;
}
