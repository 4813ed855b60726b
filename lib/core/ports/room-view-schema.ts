import * as v from 'valibot';
import { SUBJECTS } from '../doctor/check';
import { SHIFT_MAX_S } from '../film/shifts';
import { colourSchema } from '../wire/colours';
import { counterSchema } from '../wire/fields';
import { controlSchema, DRIFT_MAX_MS, memberStateSchema, RTT_MAX_MS } from '../wire/protocol';
import { checksSchema } from './check-schema';
import { partySchema } from './presence';
import type { RoomView } from './room-view';
import {
  filmQuestionSchema,
  finite,
  type IsComplete,
  namesSchema,
  problemSchema,
  skipQuestionSchema,
  textSchema,
  within,
} from './schema-parts';

/** What comes over the port `view` (SPEC EX-5): a popup draws nothing else. */

const tabId = v.pipe(v.number(), v.safeInteger());
const id = textSchema;

const memberViewSchema = v.object({
  id,
  name: textSchema,
  colour: v.optional(colourSchema),
  isHost: v.boolean(),
  self: v.boolean(),
  state: memberStateSchema,
  drives: v.optional(v.literal(true)),
  driftMs: v.optional(within(-DRIFT_MAX_MS, DRIFT_MAX_MS)),
  rttMs: v.optional(within(0, RTT_MAX_MS)),
  reached: v.optional(
    v.object({ path: v.picklist(['direct', 'turn', 'relay', 'public-relay']), by: v.picklist(SUBJECTS) }),
  ),
});
const lineSchema = v.object({
  id,
  points: v.pipe(v.array(v.object({ ageMs: finite, driftMs: finite })), v.readonly()),
});

const roomViewSchema = v.variant('state', [
  v.object({ state: v.literal('none') }),
  v.object({
    state: v.literal('connecting'),
    creates: v.boolean(),
    trying: v.picklist(['server', 'host', 'hello', 'knock']),
    tabId,
  }),
  v.object({
    state: v.literal('room'),
    isHost: v.boolean(),
    code: textSchema,
    inviteServer: v.optional(textSchema),
    tabId,
    tabClosed: v.exactOptional(v.literal(true)),
    alone: v.exactOptional(v.literal(true)),
    control: controlSchema,
    canControl: v.boolean(),
    together: v.boolean(),
    locked: v.boolean(),
    approves: v.boolean(),
    knocks: v.pipe(v.array(v.object({ id, name: textSchema })), v.maxLength(64), v.readonly()),
    asks: v.pipe(v.array(v.object({ id, name: textSchema })), v.maxLength(64), v.readonly()),
    asking: v.exactOptional(v.literal(true)),
    waiting: namesSchema,
    holdsUp: v.exactOptional(v.literal(true)),
    members: v.pipe(v.array(memberViewSchema), v.maxLength(64), v.readonly()),
    audience: v.exactOptional(counterSchema),
    watches: v.exactOptional(v.object({ hostName: textSchema, isAsking: v.boolean() })),
    drift: v.pipe(v.array(lineSchema), v.maxLength(64), v.readonly()),
    connection: v.picklist(['open', 'reconnecting', 'signalling-lost']),
    pairLost: v.exactOptional(v.literal(true)),
    video: v.picklist(['none', 'playing', 'paused']),
    start: v.exactOptional(v.picklist(['possible', 'counting'])),
    unread: v.exactOptional(within(0, 1e6)),
    shift: v.exactOptional(
      v.object({ seconds: within(-SHIFT_MAX_S, SHIFT_MAX_S), suggestedS: v.exactOptional(finite) }),
    ),
    question: v.exactOptional(filmQuestionSchema),
    taking: v.exactOptional(textSchema),
    skip: v.exactOptional(skipQuestionSchema),
    party: v.exactOptional(partySchema),
    prompt: v.exactOptional(v.picklist(['unmute', 'press-play'])),
  }),
  v.object({ state: v.literal('problem'), problem: problemSchema, checks: v.exactOptional(checksSchema) }),
]);

true satisfies IsComplete<RoomView, v.InferOutput<typeof roomViewSchema>>;

/** @returns undefined for what no room service shows */
export function parseRoomView(message: unknown): RoomView | undefined {
  const result = v.safeParse(roomViewSchema, message);
  return result.success ? result.output : undefined;
}
