import type { Check } from './check';

/** Who reports, and of what. */
export interface Reported {
  readonly version: string;
  /** The problem's word; undefined: the connection was only tried out. */
  readonly problem?: string | undefined;
  readonly checks: readonly Check[];
}

const seconds = (ms: number) => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;

/** `public-relay 2`. */
export const checkName = ({ subject, number }: Pick<Check, 'subject' | 'number'>): string =>
  number === undefined ? subject : `${subject} ${number}`;

/**
 * The table as text, to be sent to whoever is to help: the same words in every language, and nothing of any address, code
 * or name (SPEC DR-4).
 */
export function reportText({ version, problem, checks }: Reported): string {
  const head = ['Lockstep', version, ...(problem === undefined ? [] : ['·', problem])].join(' ');
  const rows = checks.map((check) =>
    [check.cause ? '✗' : '✓', checkName(check).padEnd(14), seconds(check.tookMs).padStart(6), check.cause ?? 'ok'].join(
      ' ',
    ),
  );
  return [head, ...rows].join('\n');
}
