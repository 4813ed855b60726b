import type { updateMember } from '../core/host-state';
import type { GuestMessage } from '../core/protocol';

/** What a guest's ping says of its player. */
export function figuresOf({
  state,
  driftMs,
  rttMs,
}: Extract<GuestMessage, { kind: 'ping' }>): Parameters<typeof updateMember>[2] {
  return {
    ...(state ? { state } : {}),
    ...(driftMs === undefined ? {} : { driftMs }),
    ...(rttMs === undefined ? {} : { rttMs }),
  };
}
