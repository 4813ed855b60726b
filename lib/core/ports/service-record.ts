import * as v from 'valibot';
import { FOLLOW_MODES } from '../film/follow';
import { mediaSchema } from '../film/media-schema';
import { POSITION_MAX_S, TIME_MAX_MS } from '../time/playback';
import { parseRoomCode, parseServer } from '../wire/invite';
import { cleanName, controlSchema, counterSchema, keySchema, playbackSchema, shortIdSchema } from '../wire/protocol';
import { within } from './schema-parts';

/**
 * What a room place leaves to its next life, in `storage.session` (SPEC RS-2): only the extension's own pages can read it,
 * and it is read as hostile all the same, since another version may have written it.
 */

const code = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform((text) => {
    const parsed = parseRoomCode(text);
    return parsed.ok ? parsed.code : '';
  }),
  v.minLength(1),
);
const server = v.pipe(
  v.string(),
  v.transform((text) => parseServer(text) ?? ''),
  v.minLength(1),
);
const name = v.pipe(v.string(), v.transform(cleanName));
/** The next life counts on from it. */
const epoch = v.pipe(counterSchema, v.maxValue(Number.MAX_SAFE_INTEGER - 1));

/** A place, less the reading of a clock. */
const KEPT_MAX_S = POSITION_MAX_S + TIME_MAX_MS / 1000;

/** `at` by the wall clock of this machine, ms since 1970; of a stream, how far its place is from there. */
const keptPlaybackSchema = v.object({
  ...playbackSchema.entries,
  position: within(-KEPT_MAX_S, KEPT_MAX_S),
  at: within(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
});

const base = { code, server: v.exactOptional(server), name, identity: v.unknown() };
const roomRecordSchema = v.variant('role', [
  v.object({
    ...base,
    role: v.literal('host'),
    run: shortIdSchema,
    epoch,
    control: controlSchema,
    together: v.boolean(),
    playback: v.exactOptional(keptPlaybackSchema),
    film: counterSchema,
    media: v.exactOptional(mediaSchema),
  }),
  v.object({ ...base, role: v.literal('guest'), pinned: v.exactOptional(keySchema) }),
]);

const configSchema = v.object({
  name,
  gentle: v.exactOptional(v.boolean()),
  follow: v.exactOptional(v.picklist(FOLLOW_MODES)),
  server: v.exactOptional(server),
  defaultServer: v.exactOptional(server),
});

const serviceRecordSchema = v.object({
  version: v.literal(1),
  tabId: v.pipe(v.number(), v.safeInteger()),
  config: configSchema,
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
