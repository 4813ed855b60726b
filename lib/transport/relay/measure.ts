import type { Connection } from './connection';

/** At first a few answers in a row, so that one slow one counts for nothing… */
const BURST = 4;
const BURST_GAP_MS = 200;
/** …and then so often, ms: a cut is noticed four seconds after the question that it swallows. */
const PERIOD_MS = 4_000;

/** Has a connection know how far its broker is, until it is lost or closed. @returns stops it */
export function measure(connection: Connection): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const next = (left: number) => {
    connection.check();
    timer = setTimeout(() => next(left - 1), left > 1 ? BURST_GAP_MS : PERIOD_MS);
  };
  next(BURST);
  return () => clearTimeout(timer);
}
