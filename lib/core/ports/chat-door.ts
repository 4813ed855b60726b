import * as v from 'valibot';

/**
 * How the chat comes into a web page: over the door a page's part is handed a pass, which it hands to the frame of ours that
 * it has made, and which lets that frame open the chat over a port of its own (SPEC CH-16).
 */
export const CHAT_DOOR_PORT = 'chat-door';
/** Over this port the frame shows its pass, and from then on says and is told what the chat page is. */
export const CHAT_FRAME_PORT = 'chat-frame';

export type ToChatDoor =
  /** For one frame, once. */
  | { readonly type: 'pass'; readonly pass: string }
  /** A frame has come in by it. */
  | { readonly type: 'entered' }
  /** The person has closed the chat in the frame. */
  | { readonly type: 'closed' };

/** What a page's part says to its frame, and a frame to the room place. */
export interface Pass {
  readonly type: 'pass';
  readonly pass: string;
}

const PASS = /^[0-9a-z]{16,64}$/;
const passSchema = v.object({ type: v.literal('pass'), pass: v.pipe(v.string(), v.regex(PASS)) });
const toDoorSchema = v.variant('type', [
  passSchema,
  v.object({ type: v.literal('entered') }),
  v.object({ type: v.literal('closed') }),
]);

/** @returns undefined for what no room place says */
export function parseToChatDoor(message: unknown): ToChatDoor | undefined {
  const result = v.safeParse(toDoorSchema, message);
  return result.success ? result.output : undefined;
}

/** @returns undefined for what is no pass; that it looks like one makes it none that is good */
export function parsePass(message: unknown): Pass | undefined {
  const result = v.safeParse(passSchema, message);
  return result.success ? result.output : undefined;
}

/** @returns whether the person closes the chat in its frame */
export const isClosing = (message: unknown): boolean => v.is(v.object({ type: v.literal('close') }), message);
