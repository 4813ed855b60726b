import type { Failure } from '../core/doctor/cause';
import type { Problem } from '../core/ports/room-view';
import { TransportError, type TransportFailure } from '../transport/transport';
import { type LinkEnd, LinkError } from './links/link';
import { ProblemError } from './problem';

const OF_LINK: Readonly<Record<LinkEnd, Failure>> = {
  lost: 'lost',
  flood: 'lost',
  malformed: 'wrong-key',
  closed: 'lost',
  full: 'full',
  locked: 'locked',
  removed: 'removed',
  refused: 'wrong-key',
  version: 'version-ours-old',
  'version-ours-old': 'version-ours-old',
  'version-theirs-old': 'version-theirs-old',
  // Who holds another key hears nothing that it could answer.
  'hello-timeout': 'wrong-key',
};

const isOver = (reason: TransportFailure): reason is 'aborted' | 'pair-lost' =>
  reason === 'aborted' || reason === 'pair-lost';

/** Why a host that has proved itself lets nobody in. */
const OF_PROBLEM: Readonly<Partial<Record<Problem, Failure>>> = {
  'room-full': 'full',
  'room-locked': 'locked',
  'not-let-in': 'not-let-in',
  removed: 'removed',
  'host-lost': 'lost',
  'host-left': 'lost',
};

/** What a way met, as the doctor is told. */
export function failureOf(error: unknown): Failure {
  if (error instanceof LinkError) return OF_LINK[error.reason];
  if (error instanceof TransportError) return isOver(error.reason) ? 'lost' : error.reason;
  return (error instanceof ProblemError && OF_PROBLEM[error.problem]) || 'refused';
}
