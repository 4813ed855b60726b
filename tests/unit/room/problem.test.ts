import { describe, expect, it } from 'vitest';
import { LinkError } from '../../../lib/room/links/link';
import { ProblemError, problemOf } from '../../../lib/room/problem';
import { TransportError } from '../../../lib/transport/transport';

describe('the sentence that a failure deserves', () => {
  it.each([
    ['host-not-found', 'room-not-found'],
    ['server-unreachable', 'server-unreachable'],
    ['signalling-silent', 'server-unreachable'],
    ['webrtc-disabled', 'webrtc-disabled'],
    ['lost', 'host-lost'],
    ['no-path', 'no-path'],
    ['no-network', 'no-path'],
    ['full', 'room-full'],
    ['code-in-use', 'refused'],
    ['refused', 'refused'],
  ] as const)('of a transport: %s is %s', (reason, problem) =>
    expect(problemOf(new TransportError(reason))).toBe(problem),
  );

  it.each([
    ['full', 'room-full'],
    ['removed', 'removed'],
    ['hello-timeout', 'host-lost'],
    ['flood', 'refused'],
  ] as const)('of a link: %s is %s', (reason, problem) => expect(problemOf(new LinkError(reason))).toBe(problem));

  it('of anything else is a refusal, or what it says of itself', () => {
    expect(problemOf(new ProblemError('room-full'))).toBe('room-full');
    expect(problemOf(new Error('x'))).toBe('refused');
  });
});
