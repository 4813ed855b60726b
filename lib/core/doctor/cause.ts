import type { Cause, Check, Subject } from './check';

/** What a way met: the words of transports, and those of the conversations over them. */
export type Failure =
  | 'server-unreachable'
  | 'signalling-silent'
  | 'host-not-found'
  | 'no-path'
  | 'no-network'
  | 'full'
  | 'code-in-use'
  | 'webrtc-disabled'
  | 'refused'
  | 'lost'
  | 'wrong-key'
  | 'locked'
  | 'not-let-in'
  | 'removed'
  | 'version-ours-old'
  | 'version-theirs-old';

/** Where one way stands that was tried. */
export interface WayOutcome {
  /** As the list of ways names it. */
  readonly way: string;
  readonly tookMs: number;
  readonly failure?: Failure | undefined;
}

/** What the failures of one kind of way mean where they mean something of their own there. */
const OF: Readonly<Partial<Record<Subject, Partial<Record<Failure, Cause>>>>> = {
  relay: {
    'server-unreachable': 'relay-unreachable',
    'signalling-silent': 'relay-silent',
    refused: 'relay-refuses',
  },
  trystero: {
    'server-unreachable': 'trackers-unreachable',
    'signalling-silent': 'trackers-silent',
    refused: 'trackers-refuse',
  },
};

const ANYWHERE: Readonly<Record<Failure, Cause>> = {
  'server-unreachable': 'server-unreachable',
  'signalling-silent': 'server-unreachable',
  'host-not-found': 'nobody-there',
  'no-path': 'no-path',
  'no-network': 'no-candidates',
  full: 'full',
  'code-in-use': 'code-in-use',
  'webrtc-disabled': 'webrtc-off',
  refused: 'refused',
  lost: 'host-silent',
  'wrong-key': 'wrong-key',
  locked: 'locked',
  'not-let-in': 'not-let-in',
  removed: 'removed',
  'version-ours-old': 'version-ours-old',
  'version-theirs-old': 'version-theirs-old',
};

/** What only a look at this machine's own network tells apart. */
const NEEDS_NETWORK: ReadonlySet<Failure> = new Set(['no-path', 'no-network']);

/** Whether these failures are told apart better once this machine's own network has been looked at. */
export const needsNetwork = (tried: readonly WayOutcome[]): boolean =>
  tried.some(({ failure }) => failure !== undefined && NEEDS_NETWORK.has(failure));

/** What a way of the list is a case of, and which of several. */
export function subjectOf(way: string): Pick<Check, 'subject' | 'number'> {
  const [, number] = /^public-relay-(\d{1,2})$/.exec(way) ?? [];
  if (number !== undefined) return { subject: 'public-relay', number: Number(number) };
  const known = (['relay', 'trystero', 'manual'] as const).find((subject) => subject === way);
  return { subject: known ?? 'peerjs' };
}

/**
 * Why a way led nowhere (SPEC DR-1).
 *
 * @param network what keeps this machine from being reached; undefined: nothing, or nobody has looked
 */
export function causeOf(subject: Subject, failure: Failure, network: Cause | undefined): Cause {
  if (network && NEEDS_NETWORK.has(failure)) return network;
  return OF[subject === 'public-relay' ? 'relay' : subject]?.[failure] ?? ANYWHERE[failure];
}

/** A row a way, in their order. */
export function checksOf(tried: readonly WayOutcome[], network: Cause | undefined): readonly Check[] {
  return tried.map(({ way, tookMs, failure }) => {
    const of = subjectOf(way);
    return { ...of, tookMs: Math.round(tookMs), ...(failure ? { cause: causeOf(of.subject, failure, network) } : {}) };
  });
}

/** What lies in this machine's own network or browser: of all rows these say best what to do. */
const OF_NETWORK: ReadonlySet<Cause> = new Set([
  'webrtc-off',
  'no-candidates',
  'tcp-only',
  'stun-silent',
  'turn-silent',
  'symmetric-nat',
]);

/** @returns what keeps this machine from being reached, as the rows have it; undefined: none says so */
export const networkCauseIn = (checks: readonly Check[]): Cause | undefined =>
  checks.map(({ cause }) => cause).find((cause) => cause !== undefined && OF_NETWORK.has(cause));
