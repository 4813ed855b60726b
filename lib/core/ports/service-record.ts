import * as v from 'valibot';
import { FOLLOW_MODES } from '../film/follow';
import { mediaSchema } from '../film/media-schema';
import type { Belief } from '../room/belief';
import { POSITION_MAX_S, TIME_MAX_MS } from '../time/playback';
import { colourSchema } from '../wire/colours';
import { cleanName, counterSchema, playbackSchema, shortIdSchema } from '../wire/fields';
import { parseRoomCode, parseServer } from '../wire/invite';
import { controlSchema, MEMBERS_MAX } from '../wire/protocol';
import { reachSchema } from '../wire/reach';
import { keptChatSchema } from './kept-chat';
import { within } from './schema-parts';

/**
 * What a room place leaves to its next life, in `storage.session` (SPEC RS-2): only the extension's own pages can read it,
 * and it is read as hostile all the same, since another version may have written it.
 */

export const roomCodeSchema = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform((text) => {
    const parsed = parseRoomCode(text);
    return parsed.ok ? parsed.code : '';
  }),
  v.minLength(1),
);
export const roomServerSchema = v.pipe(
  v.string(),
  v.transform((text) => parseServer(text) ?? ''),
  v.minLength(1),
);
export const toldNameSchema = v.pipe(v.string(), v.transform(cleanName));
/** The next life counts on from it. */
const epoch = v.pipe(counterSchema, v.maxValue(Number.MAX_SAFE_INTEGER - 1));
const ids = (max: number) => v.pipe(v.array(shortIdSchema), v.maxLength(max), v.readonly());

/** A place, less the reading of a clock. */
const KEPT_MAX_S = POSITION_MAX_S + TIME_MAX_MS / 1000;
/** Who was ever met in a run, at most. */
export const MET_MAX = 256;

/** By this machine's own clock of then; of a stream, how far its place is from there. */
const keptPlaybackSchema = v.object({
  ...playbackSchema.entries,
  position: within(-KEPT_MAX_S, KEPT_MAX_S),
  at: within(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
});

/**
 * What every member keeps of the room over a death of its room place: the host to go on as it was, everybody else to be
 * able to follow a host that is gone by then.
 */
const keptFactsSchema = v.object({
  run: shortIdSchema,
  epoch,
  control: controlSchema,
  drivers: ids(MEMBERS_MAX),
  together: v.boolean(),
  locked: v.exactOptional(v.boolean()),
  approves: v.exactOptional(v.boolean()),
  film: counterSchema,
  media: v.exactOptional(mediaSchema),
  /** So many watch without a seat: they are spoken to in the next life, too. */
  audience: v.exactOptional(counterSchema),
  playback: v.exactOptional(keptPlaybackSchema),
  /** Who was here beside this member: they are waited for, and looked for should they have another host by now. */
  others: v.pipe(
    v.array(v.object({ id: shortIdSchema, name: toldNameSchema })),
    v.maxLength(MEMBERS_MAX),
    v.readonly(),
  ),
  /** Who was lost of late, without a goodbye. */
  lost: ids(MET_MAX),
  /** Who was ever met in this run: a host goes over to them with all who are here. */
  met: ids(MET_MAX),
  /** This machine's wall clock − the room's clock, ms: its only use, over seconds, on one machine (SPEC CL-3). */
  wallAheadMs: within(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
});
export type KeptFacts = v.InferOutput<typeof keptFactsSchema>;

/** Whom a member believes to be host, that is not host itself. */
const beliefSchema: v.GenericSchema<unknown, Belief> = v.object({
  run: shortIdSchema,
  epoch,
  host: shortIdSchema,
  order: ids(MET_MAX),
  named: v.optional(v.object({ host: shortIdSchema, epoch })) as v.GenericSchema<unknown, Belief['named']>,
  heardAt: within(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
});

const roomRecordSchema = v.object({
  code: roomCodeSchema,
  /** The code before somebody was sent away: what was kept under it is of this room. */
  formerly: v.exactOptional(roomCodeSchema),
  server: v.exactOptional(roomServerSchema),
  name: toldNameSchema,
  identity: v.unknown(),
  /** The room as it was known; absent before the host's first words. */
  facts: v.exactOptional(keptFactsSchema),
  belief: v.exactOptional(beliefSchema),
  /** What was said, once something was. */
  chat: v.exactOptional(keptChatSchema),
});

const configSchema = v.object({
  name: toldNameSchema,
  colour: v.exactOptional(colourSchema),
  gentle: v.exactOptional(v.boolean()),
  follow: v.exactOptional(v.picklist(FOLLOW_MODES)),
  server: v.exactOptional(roomServerSchema),
  defaultServer: v.exactOptional(roomServerSchema),
  reach: v.exactOptional(reachSchema),
  private: v.exactOptional(v.literal(true)),
});

const serviceRecordSchema = v.object({
  version: v.literal(2),
  tabId: v.pipe(v.number(), v.safeInteger()),
  config: configSchema,
  /** This member watched alone. */
  alone: v.exactOptional(v.literal(true)),
  room: roomRecordSchema,
});

/** What of a room survives a death of its room place. */
export type RoomRecord = v.InferOutput<typeof roomRecordSchema>;
export type ServiceRecord = v.InferOutput<typeof serviceRecordSchema>;

/** @returns undefined for what is no record of this version */
export function parseServiceRecord(kept: unknown): ServiceRecord | undefined {
  const result = v.safeParse(serviceRecordSchema, kept);
  return result.success ? result.output : undefined;
}
