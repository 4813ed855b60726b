import type { Check } from './check';
import { reportText } from './report';

/** What one browser's Lockstep is like just now: words and figures, and nothing of any address, code or name. */
export interface Diagnosed {
  readonly version: string;
  /** `Chrome 156 · Linux · en`. */
  readonly browser: string;
  /** Switches and figures of the options, by their names in storage. */
  readonly options: Readonly<Record<string, boolean | number | string>>;
  /** Typed addresses, by their names in storage: only whether there are any. */
  readonly addresses: Readonly<Record<string, boolean>>;
  /** How many are remembered of each kind. */
  readonly kept: Readonly<Record<string, number>>;
  /** Words for the room that there is; none: there is no room. */
  readonly room: readonly string[];
  readonly members: readonly {
    readonly state: string;
    readonly driftMs?: number | undefined;
    readonly rttMs?: number | undefined;
    readonly path?: string | undefined;
  }[];
  readonly problem?: string | undefined;
  readonly checks: readonly Check[];
}

const ms = (amount: number | undefined) => (amount === undefined ? '–' : `${amount.toFixed(1)} ms`);
const pairs = (of: Readonly<Record<string, boolean | number | string>>) =>
  Object.entries(of)
    .map(([name, value]) => `${name} ${value === true ? 'yes' : value === false ? 'no' : value}`)
    .join(', ');

/** All of it as text, the same in every language, to be sent to whoever is to help (SPEC DR-7). */
export function diagnosticsText(told: Diagnosed): string {
  const { version, problem, checks } = told;
  return [
    reportText({ version, problem, checks }),
    `browser: ${told.browser}`,
    `options: ${pairs(told.options)}`,
    `own addresses: ${pairs(told.addresses)}`,
    `remembered: ${pairs(told.kept)}`,
    `room: ${told.room.length === 0 ? 'none' : told.room.join(', ')}`,
    ...told.members.map(
      ({ state, driftMs, rttMs, path = '–' }) => `  ${state}  drift ${ms(driftMs)}  round trip ${ms(rttMs)}  ${path}`,
    ),
    '',
  ].join('\n');
}
