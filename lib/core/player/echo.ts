/**
 * Our own writes to a player come back as DOM events. Each write leaves a token, and the event that it
 * causes consumes it (SPEC EC-1): no blind time windows, which would eat real presses.
 */

export type EchoKind = 'play' | 'pause' | 'seeking' | 'ratechange';

export interface EchoToken {
  readonly kind: EchoKind;
  /** What the video shows after the write: position in seconds (SPEC EC-2), or rate. */
  readonly value: number | undefined;
  /** Local time of the write, ms. */
  readonly at: number;
}

/** A browser fires the event of a write within a task or two; after this the write had no event at all. */
const EXPIRES_MS = 3_000;
/** Some players begin a seek only seconds after it was asked of them. Their place tells it from a press. */
const SEEK_EXPIRES_MS = 8_000;
/** Players round what is written to their own time base. */
const POSITION_GRAIN_S = 0.06;
const RATE_GRAIN = 1e-4;
/** A page that answers a seek by another load does so within that seek's event. */
const LOST_PLACE_MS = 500;

/** Notes a write of ours; tokens that have had their time are dropped. */
export function addToken(tokens: readonly EchoToken[], token: EchoToken): readonly EchoToken[] {
  return [...tokens.filter((t) => isLive(t, token.at)), token];
}

/** Writes of this kind are told of no more: what was sought before another load, a start that was refused. */
export function forgetTokens(tokens: readonly EchoToken[], of: EchoKind): readonly EchoToken[] {
  return tokens.filter(({ kind }) => kind !== of);
}

/**
 * Is this event ours? A rate that is not has been written over ours: the events of ours show it as well, and a token that
 * waited for one would be taken for the next write's, whose own would then pass a person's choice for an echo.
 * @param value what the player shows now: position or rate; undefined for a place that is lost already
 * @returns the tokens that are left
 */
export function consume(
  tokens: readonly EchoToken[],
  kind: EchoKind,
  value: number | undefined,
  now: number,
): { readonly echo: boolean; readonly tokens: readonly EchoToken[] } {
  const live = tokens.filter((t) => isLive(t, now));
  const match = live.findIndex((t) => t.kind === kind && fits(t, value, live, now));
  if (match < 0) return { echo: false, tokens: kind === 'ratechange' ? forgetTokens(live, kind) : live };
  return { echo: true, tokens: live.filter((_, i) => i !== match) };
}

function isLive(token: EchoToken, now: number): boolean {
  return now - token.at < (token.kind === 'seeking' ? SEEK_EXPIRES_MS : EXPIRES_MS);
}

/**
 * Two writes in one task make two events that both show the second value: a token also fits when a newer
 * token of its kind has the value that is seen.
 */
function fits(token: EchoToken, value: number | undefined, all: readonly EchoToken[], now: number): boolean {
  if (token.value === undefined) return true;
  if (value === undefined) return now - token.at < LOST_PLACE_MS;
  const grain = token.kind === 'seeking' ? POSITION_GRAIN_S : RATE_GRAIN;
  return all.some(
    (t) => t.kind === token.kind && t.at >= token.at && t.value !== undefined && Math.abs(t.value - value) <= grain,
  );
}
