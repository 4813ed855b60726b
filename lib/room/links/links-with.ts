import { TICKET_SECRET_BYTES } from '../../core/wire/ticket';
import { airSeal } from './air';
import { toBase64url } from './bytes';
import type { Suite } from './crypto-suite';
import { guestLink } from './guest-link';
import { hostLinks } from './host-links';
import type { Sealing } from './link';

/** The links of a room, with the cryptography that is handed in. */
export function linksWith(suite: Suite): Sealing {
  return {
    createIdentity: suite.createIdentity,
    importIdentity: suite.importIdentity,
    derive: suite.derive,
    makeTicket: () => toBase64url(suite.random(TICKET_SECRET_BYTES)),
    deriveTicket: suite.deriveTicket,
    air: (secrets) => airSeal(suite, secrets),
    host: (transport, secrets, self, scheduler) => hostLinks(suite, transport, secrets, self, scheduler),
    guest: (transport, secrets, self, scheduler, signal) =>
      guestLink(suite, transport, secrets, self, scheduler, signal),
  };
}
