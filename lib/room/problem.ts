import type { Problem } from '../core/ports/room-view';
import type { HostMessage } from '../core/wire/protocol';
import { TransportError } from '../transport/transport';
import { LinkError } from './links/link';

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
