import type { MemberId } from '../wire/protocol';

/**
 * Who asks for a seat while there is none (SPEC AU-5): a short line at the host, the first to ask the first to be called. Who
 * is called says hello like anybody who comes in, so that a lock, an approval and the room's bound hold for it too.
 */
export interface SeatLine {
  readonly waiting: readonly MemberId[];
  /** Called, and not here yet: a seat is kept for each until then, host's clock in ms. */
  readonly called: readonly { readonly id: MemberId; readonly until: number }[];
}

/** Beyond these nobody is written down: they ask again. */
export const LINE_MAX = 16;
/** A hello over a relay takes a second or two; who does not come in this time has gone, ms. */
const CALL_MS = 20_000;

export const emptyLine: SeatLine = { waiting: [], called: [] };

/** How many more may ask. */
export const placesInLine = ({ waiting }: SeatLine): number => LINE_MAX - waiting.length;

/** Once, however often it asks. */
export function askForSeat(line: SeatLine, id: MemberId): SeatLine {
  const isKnown = line.waiting.includes(id) || line.called.some((call) => call.id === id);
  return isKnown || placesInLine(line) <= 0 ? line : { ...line, waiting: [...line.waiting, id] };
}

/**
 * Calls the next ones where seats are free.
 *
 * @param members who is in
 * @returns the same line where nobody is called, and no call is over
 */
export function callToSeats(line: SeatLine, members: readonly MemberId[], free: number, now: number): SeatLine {
  const called = line.called.filter(({ id, until }) => until > now && !members.includes(id));
  const waiting = line.waiting.filter((id) => !members.includes(id));
  const next = waiting.slice(0, Math.max(0, free - called.length));
  if (next.length === 0 && called.length === line.called.length && waiting.length === line.waiting.length) return line;
  return {
    waiting: waiting.slice(next.length),
    called: [...called, ...next.map((id) => ({ id, until: now + CALL_MS }))],
  };
}
