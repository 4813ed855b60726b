import { onWake } from '../wake';
import type { Connection } from './connection';
import type { Dialled } from './dial';
import { later } from './later';

/** Before a connection ends by itself there is another, which takes a dial and a few round trips, ms. */
const RENEW_BEFORE_MS = 60_000;
/** What is still on its way over the older of two connections arrives meanwhile, ms. */
const RETIRE_MS = 2_000;
/** Everybody else of a relay that has died comes back too, so no wait is the same for two, and none is nothing, ms. */
const AGAIN_MS = [200, 300, 700, 1_500, 3_000, 6_000, 12_000];
/** A connection that is lost sooner counts as one more try: a relay may let us in only to throw us out, ms. */
const HELD_MS = 10_000;

export interface LineParts {
  readonly dial: (signal: AbortSignal) => Promise<Dialled>;
  /** Makes a new connection one that can be spoken over; rejects where it is none. */
  readonly attach: (connection: Connection, signal: AbortSignal) => Promise<void>;
  /** There is no connection now, or one again. */
  readonly changed: (isUp: boolean) => void;
}

/** A way to a relay that outlives its connections. */
export interface Line {
  /** The connection to speak over; undefined while there is none. */
  readonly connection: Connection | undefined;
  /** Dials anew beside the connection that there is, and goes over to that. */
  renew(): void;
  /** Never dials again; whatever is open is closed once what was said has left. */
  close(): void;
}

/**
 * Keeps to a relay: dials anew when a connection is lost, and before it ends by itself.
 *
 * @param first that is attached already
 */
export function keepLine(first: Dialled, { dial, attach, changed }: LineParts): Line {
  const over = new AbortController();
  let current: Connection | undefined;
  let renewing: ReturnType<typeof setTimeout> | undefined;
  let isDialling = false;
  let tries = 0;

  function use({ connection, lastsMs }: Dialled): void {
    const before = current;
    current = connection;
    clearTimeout(renewing);
    if (lastsMs !== undefined) renewing = setTimeout(again, Math.max(lastsMs / 2, lastsMs - RENEW_BEFORE_MS));
    if (before) setTimeout(() => before.close(), RETIRE_MS);
    else changed(true);
    const since = performance.now();
    connection.onLost(() => {
      if (current !== connection || over.signal.aborted) return;
      current = undefined;
      if (performance.now() - since > HELD_MS) tries = 0;
      changed(false);
      again();
    });
  }

  async function again(): Promise<void> {
    if (isDialling) return;
    isDialling = true;
    while (!over.signal.aborted) {
      const waitMs = AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)] as number;
      await later(waitMs * (0.5 + Math.random()), over.signal);
      if (over.signal.aborted || (await dialOnce())) break;
    }
    isDialling = false;
    // It may have been lost again between the two.
    if (!current && !over.signal.aborted) again();
  }

  async function dialOnce(): Promise<boolean> {
    let dialled: Dialled | undefined;
    try {
      dialled = await dial(over.signal);
      await attach(dialled.connection, over.signal);
      over.signal.throwIfAborted();
      use(dialled);
      return true;
    } catch {
      dialled?.connection.close();
      return false;
    }
  }

  const stopWaking = onWake(() => current?.check());
  use(first);
  return {
    get connection() {
      return current;
    },
    renew: () => void again(),
    close() {
      over.abort();
      clearTimeout(renewing);
      stopWaking();
      current?.close();
    },
  };
}
