import type { Check } from '../core/doctor/check';
import type { Again, Problem, RoomCommand, RoomConfig } from '../core/ports/room-view';
import type { RoomRecord } from '../core/ports/service-record';
import type { Ways } from '../transport/way';

/** What a session is of: a tab, and a room that this member makes, joins, or takes up again. */
export interface SessionOf {
  readonly tabId: number;
  readonly config: RoomConfig;
  /** Canonical. */
  readonly code: string;
  readonly server: string | undefined;
  readonly creates: boolean;
  /** The person has only opened a link: nothing was said yet of what others see. */
  readonly opened?: boolean;
  /** A page may have read the invite. */
  readonly seen?: boolean;
  /** Members come by hand: from the beginning, where it is made; by this offer of the host, where it is joined. */
  readonly byHand?: true | string;
  /** Of the same room before the room place died. */
  readonly record?: RoomRecord;
  /** Under which key the host knows who was let in; otherwise this member has a new one. */
  readonly identity?: unknown;
  /** This member was host of it: where nobody is, it is host again. */
  readonly again?: Again;
  /** This member watched alone by then. */
  readonly alone?: boolean;
}

/** Of the host that is joined by hand. */
export const offerOf = ({ byHand }: SessionOf) => (typeof byHand === 'string' ? byHand : undefined);

/** What others see of the person here, as it is from now on. */
export function seenAs(config: RoomConfig, { name, colour }: Extract<RoomCommand, { type: 'rename' }>): RoomConfig {
  const { colour: before, ...rest } = config;
  const chosen = colour === undefined ? before : colour === 'auto' ? undefined : colour;
  return { ...rest, name, ...(chosen ? { colour: chosen } : {}) };
}

type Seen = Pick<RoomConfig, 'name'> & { readonly colour?: RoomConfig['colour'] | undefined };
export const isSeenSo = (config: Seen, as: Seen) => config.name === as.name && config.colour === as.colour;

/** The room that is opened. @param config as it is now */
export function roomOf(
  { code, server, record, identity, byHand, seen }: SessionOf,
  { name, colour }: RoomConfig,
  ways: Ways,
) {
  const hand = byHand === true ? { byHand: ways.byHand?.way } : {};
  return { code, name, colour, ...(server ? { server } : {}), record, identity, seen, ...hand };
}

/** @returns the server to name in an invite; undefined: the compiled-in default */
export const inviteServer = (server: string | undefined, { defaultServer }: RoomConfig) =>
  server === defaultServer ? undefined : server;

export interface SessionListeners {
  /** What is shown has changed; `recorded`: and what is kept over a death of the room place too. */
  changed(recorded: boolean): void;
  /** The figures that only a popup shows have changed. */
  looked(): void;
  /** The person leaves, in the page. */
  left(): void;
  /** It is over by itself, and why. */
  ended(problem: Problem, checks: readonly Check[]): void;
}
