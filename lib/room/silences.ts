/**
 * The one table of silences (SPEC HB-1): what is done when an end has not been heard for so long, ms. A guest pings, the
 * host answers; whatever arrives counts.
 */

/** A guest's ping, and the host's listening. */
export const PING_MS = 1_000;
/** Two pings missed and half a second: shown, and other ways are used beside this one. */
export const SUSPECT_MS = 2_500;
/** A member is dropped; a guest dials anew. */
export const DEAD_MS = 6_000;
/** A guest that finds no host for so long gives up, in words. */
export const GIVEN_UP_MS = 120_000;
/** A better link is there: the older one is kept for so long, should the new one not hold. */
export const OLDER_LINK_MS = 10_000;
/** A host that has named another is there so long for those who have not gone over yet. */
export const HANDED_OVER_MS = 10_000;
/** Somebody who waits to be let in waits at most so long. */
export const KNOCKS_MS = 600_000;
/** Whoever is expected back after another member has become host may take so long to find it. */
export const EXPECTED_MS = 10_000;
/** Whoever opens an invite waits so long for a host that is just being started again. */
export const FIRST_DIAL_MS = 5_000;
/** Two beats on the air that were not heard, and two seconds: shown to who watches without a seat. */
export const AIR_SILENT_MS = 12_000;
