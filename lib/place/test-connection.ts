import { causeOf, type Failure, subjectOf } from '../core/doctor/cause';
import type { Cause, Check } from '../core/doctor/check';
import type { Tested } from '../core/ports/check-schema';
import type { ServerOffer } from '../core/wire/server-offer';
import { failureOf } from '../room/failure';
import { type RoomAddress, type Transport, TransportError } from '../transport/transport';
import type { Way, Ways } from '../transport/way';

/** Every way has said by then why it leads nowhere, ms. */
const TEST_MS = 25_000;
/** The ends of Trystero's in one page are one end to it: a host says that trackers and relays work, and no guest is tried. */
const HOST_ONLY: ReadonlySet<string> = new Set(['trystero']);

export interface TestParts {
  /** Undefined: the public PeerJS service, which offers nothing else. */
  readonly askServer: ((signal: AbortSignal) => Promise<ServerOffer>) | undefined;
  readonly ways: Ways;
  /** Of a room that is nobody's. */
  readonly address: RoomAddress;
  readonly now: () => number;
}

/**
 * Tries out each way with a room of its own, and what they all need (SPEC DR-5). Tells all that is known so far at each
 * answer; resolves when all is known.
 */
export async function testConnection(
  { askServer, ways, address, now }: TestParts,
  tell: (tested: Tested) => void,
  signal: AbortSignal,
): Promise<void> {
  const since = now();
  const over = AbortSignal.any([signal, AbortSignal.timeout(TEST_MS)]);
  // A server's ICE servers are what the network is looked at with.
  const network = ways.lookAtNetwork?.();
  const looks: readonly Look[] = [
    ...(askServer ? [{ of: { subject: 'server' }, look: () => serverCause(askServer, over) } as const] : []),
    ...(network ? [{ of: { subject: 'network' }, look: () => network } as const] : []),
    ...ways.list.map((way) => {
      const of = subjectOf(way.name);
      const look = async () => {
        const failure = await failureOn(way, address, over);
        return failure && causeOf(of.subject, failure, await network);
      };
      return { of, look };
    }),
  ];
  const known: (Check | undefined)[] = looks.map(() => undefined);
  const said = (done: boolean) => tell({ checks: known.filter((check) => check !== undefined), done });
  await Promise.all(
    looks.map(async ({ of, look }, at) => {
      const cause = await look();
      known[at] = { ...of, tookMs: Math.round(now() - since), ...(cause ? { cause } : {}) };
      if (!signal.aborted) said(false);
    }),
  );
  if (!signal.aborted) said(true);
}

interface Look {
  readonly of: Pick<Check, 'subject' | 'number'>;
  readonly look: () => Promise<Cause | undefined>;
}

async function serverCause(ask: (signal: AbortSignal) => Promise<unknown>, signal: AbortSignal) {
  try {
    await ask(signal);
    return undefined;
  } catch (error) {
    const isOther = error instanceof TransportError && error.reason === 'refused';
    return isOther ? 'server-other' : 'server-unreachable';
  }
}

/** A host and its guest, both here. @returns why the one does not reach the other; undefined: it does */
async function failureOn(way: Way, address: RoomAddress, signal: AbortSignal): Promise<Failure | undefined> {
  const open: Transport[] = [];
  try {
    for (const role of HOST_ONLY.has(way.name) ? (['host'] as const) : (['host', 'guest'] as const)) {
      open.push(await way.open(address, role, signal));
    }
    return undefined;
  } catch (error) {
    const isLate = error instanceof TransportError && error.reason === 'aborted';
    return isLate ? 'no-path' : failureOf(error);
  } finally {
    for (const transport of open.reverse()) transport.close();
  }
}
