import * as v from 'valibot';
import { pageSchema } from '../film/media-schema';
import { type KeptList, parseKept, withKept } from '../kept/kept-list';
import { POSITION_MAX_S, positionAt } from '../time/playback';
import { within } from './schema-parts';
import {
  parseServiceRecord,
  roomCodeSchema,
  roomServerSchema,
  type ServiceRecord,
  toldNameSchema,
} from './service-record';

/**
 * What of rooms outlasts the browser (SPEC RS-7, RS-8). Only pages of ours can read it; it is read as hostile all the same,
 * since another version may have written it.
 */

/** A popup lists no more. */
export const RECENT_MAX = 8;
/** So long a room can be taken up again as it was: its members' keys are kept, and nobody's evening is longer, ms. */
export const RESUME_MS = 12 * 3_600_000;
/** A member that was away for longer is no longer waited for anywhere, and its room has stood still if it was alone, ms. */
const GONE_MS = 60_000;
/** A wall clock that was set back since is forgiven so much, ms. */
const AHEAD_MS = 86_400_000;

const wallMs = within(0, Number.MAX_SAFE_INTEGER);

const recentRoomSchema = v.object({
  code: roomCodeSchema,
  server: v.exactOptional(roomServerSchema),
  /** The film's page, as the room last knew it. */
  ...pageSchema.entries,
  /** Who was host. */
  who: toldNameSchema,
  /** That was this member. */
  hosted: v.boolean(),
  /** Where the film was, s; absent for a stream, and where none had begun. */
  positionS: v.exactOptional(within(0, POSITION_MAX_S)),
  /** When it was so: ms since 1970. */
  at: wallMs,
});
/** A room that this member was in, as the popup lists it. */
export type RecentRoom = v.InferOutput<typeof recentRoomSchema>;

/** Rooms that this member was in, the newest last. */
export const recentRooms: KeptList<RecentRoom> = {
  key: 'recent',
  max: RECENT_MAX,
  parse: (said) => {
    const result = v.safeParse(recentRoomSchema, said);
    return result.success ? result.output : undefined;
  },
  nameOf: ({ code }) => code,
};

/** A room in which this member is, for when it has to be taken up again without the browser's memory. */
export interface KeptRoom {
  readonly record: ServiceRecord;
  /** The page of its tab. */
  readonly here: string;
  readonly room: RecentRoom;
}

/** @param wallNow ms since 1970 @returns undefined for what is no such room, or too old */
export function parseKeptRoom(kept: unknown, wallNow: number): KeptRoom | undefined {
  const { record: said, here, room: seen } = Object(kept) as Record<string, unknown>;
  const record = parseServiceRecord(said);
  const room = recentRooms.parse(seen);
  if (!record || !room || typeof here !== 'string') return undefined;
  const ageMs = wallNow - room.at;
  return ageMs > RESUME_MS || ageMs < -AHEAD_MS ? undefined : { record, here, room };
}

/** The list with this room in it. @param formerly the code that it had before somebody was sent away */
export function withRecent(kept: unknown, room: RecentRoom, formerly: string | undefined): readonly RecentRoom[] {
  const others = parseKept(recentRooms, kept).filter(({ code }) => code !== formerly);
  return withKept(recentRooms, others, room);
}

/**
 * A record as it is taken up after so long: a film that nobody has watched meanwhile stands where it was left. Whoever
 * watches on says so, and is believed before that.
 *
 * @param wallNow ms since 1970
 */
export function asLeft({ record, room }: KeptRoom, wallNow: number): ServiceRecord {
  const { facts } = record.room;
  if (!facts?.playback || wallNow - room.at <= GONE_MS) return record;
  const at = room.at - facts.wallAheadMs;
  const { landmarks: _, ...playback } = facts.playback;
  const stood = { ...playback, position: positionAt(playback, at), paused: true, at };
  return { ...record, room: { ...record.room, facts: { ...facts, playback: stood } } };
}
