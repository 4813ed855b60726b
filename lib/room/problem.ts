import type { Problem } from '../core/ports/room-view';
import type { HostMessage } from '../core/wire/protocol';
import { TransportError } from '../transport/transport';
import { LinkError } from './links/link';

/** The sentence that says most about why nobody could be reached comes first. */
const TELLING: readonly Problem[] = [
  'removed',
  'room-full',
  'room-locked',
  'not-let-in',
  'version-ours-old',
  'version-theirs-old',
  'refused',
  'no-path',
  'pair-lost',
  'host-lost',
  'webrtc-disabled',
  'room-not-found',
  'server-unreachable',
];

/** Of all reasons why nobody could be reached, the one that says most. */
export const mostTelling = (problems: readonly Problem[]): Problem =>
  TELLING.find((known) => problems.includes(known)) ?? 'refused';

/** Whether the first of them says more of why nobody could be reached. */
export const tellsMore = (one: Problem, other: Problem): boolean =>
  one !== other && mostTelling([one, other]) === one && TELLING.includes(one);

/** Why a room could not be had, as the word that `lib/ui/problem` explains. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

/** What a host's goodbye means to whom it is said. */
export function byeProblem(reason: Extract<HostMessage, { kind: 'bye' }>['reason']): Problem {
  switch (reason) {
    case 'full':
      return 'room-full';
    case 'locked':
      return 'room-locked';
    case 'refused':
      return 'not-let-in';
    case 'ended':
      return 'host-left';
    default:
      return 'removed';
  }
}

/** Which sentence a failure deserves. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof TransportError) {
    switch (error.reason) {
      case 'host-not-found':
        return 'room-not-found';
      case 'server-unreachable':
      case 'signalling-silent':
        return 'server-unreachable';
      case 'webrtc-disabled':
        return 'webrtc-disabled';
      case 'lost':
        return 'host-lost';
      case 'pair-lost':
        return 'pair-lost';
      case 'no-path':
      case 'no-network':
        return 'no-path';
      case 'full':
        return 'room-full';
      default:
        return 'refused';
    }
  }
  if (error instanceof LinkError) {
    switch (error.reason) {
      case 'version-ours-old':
      case 'version-theirs-old':
      case 'removed':
        return error.reason;
      case 'full':
        return 'room-full';
      case 'locked':
        return 'room-locked';
      case 'lost':
      case 'hello-timeout':
        return 'host-lost';
      default:
        return 'refused';
    }
  }
  return 'refused';
}
