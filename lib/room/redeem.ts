import { pageUrl } from '../core/film/media';
import type { Redeemed } from '../core/ports/offer';
import type { Problem, RoomConfig } from '../core/ports/room-view';
import { slotsFrom } from '../core/room/belief';
import { parseRoomCode, parseServer } from '../core/wire/invite';
import type { HostMessage, SignedMessage } from '../core/wire/protocol';
import { parseTicket, type Ticket } from '../core/wire/ticket';
import { DialError, type Dialler, later, type Reached } from './dialler';
import type { HostLink, Identity } from './links/link';
import { ProblemError, problemOf } from './problem';
import { Reach } from './reach';
import type { SessionDependencies } from './service-dependencies';

/** So long a host is looked for, also on ways that are used at need, ms. */
const LOOKED_FOR_MS = 12_000;
/** A host that has proved itself answers at once, ms. */
const ANSWER_MS = 5_000;

/**
 * Takes a join ticket to the host that made it (SPEC TK-4). Rejects with a `ProblemError`.
 *
 * @param text as Discord handed it over
 * @returns also the key by which the host knows who was let in
 */
export async function redeemTicket(
  parts: SessionDependencies,
  text: string,
  config: RoomConfig,
  signal: AbortSignal,
): Promise<Redeemed & { readonly identity: unknown }> {
  const parsed = parseTicket(text);
  if (!parsed.ok) throw new ProblemError(parsed.problem);
  const { ticket } = parsed;
  const server = ticket.server ?? config.defaultServer;
  const ways = parts.openWays(server, config.reach);
  try {
    const { reach, identity } = await reachOf({ ...parts, ways: ways.list }, ticket, server, config.name);
    const reached = await find(reach, parts, signal);
    try {
      return { ...(await invitation(reached.link, parts, ticket)), identity: identity.exported };
    } finally {
      await part(reached);
    }
  } catch (error) {
    throw new ProblemError(ticketProblem(error));
  } finally {
    ways.close();
  }
}

async function reachOf(
  parts: Omit<ConstructorParameters<typeof Reach>[0], 'secrets' | 'server' | 'identity' | 'name'>,
  { secret }: Ticket,
  server: string | undefined,
  name: string,
): Promise<{ readonly reach: Reach; readonly identity: Identity }> {
  const { sealing } = parts;
  // One that nobody knows from anywhere, and this member's in the room: who was let in once is not asked about again.
  const [secrets, identity] = await Promise.all([sealing.deriveTicket(secret), sealing.createIdentity()]);
  return { reach: new Reach({ ...parts, secrets, server, identity, name: () => name }), identity };
}

/** Dials on the ways that are always used, and beside them on the others. */
async function find(reach: Reach, { scheduler }: SessionDependencies, signal: AbortSignal): Promise<Reached> {
  // Whoever answers there has the ticket, and so is its host, or somebody who was let in by it.
  const dialler: Dialler = reach.dialler({ known: () => undefined, judge: () => 'accept', changed: () => {} });
  const over = new AbortController();
  const abort = () => over.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const cancel = scheduler.after(LOOKED_FOR_MS, abort);
  const hurry = new AbortController();
  const slots = slotsFrom(0).slice(0, 1);
  try {
    const always = again(dialler, slots, scheduler, over.signal, () => hurry.abort());
    if (!dialler.hasAtNeed) return await always;
    const both = [always, dialler.dialAtNeed(slots, over.signal, hurry.signal)];
    const found = await Promise.any(both).catch(({ errors }: AggregateError) => {
      throw errors[0];
    });
    // The other may have proved itself at the same moment.
    for (const other of both) {
      other.then(
        (reached) => (reached === found ? undefined : part(reached)),
        () => {},
      );
    }
    return found;
  } finally {
    cancel();
    signal.removeEventListener('abort', abort);
    over.abort();
  }
}

async function part({ link, transport }: Reached) {
  await link.close();
  transport.close();
}

/** Between two rounds, ms. */
const AGAIN_MS = 1_000;
/** Rounds: a host that is just registering, or a network that hiccups, is there by the second. */
const ROUNDS = 2;

async function again(
  dialler: Dialler,
  slots: readonly number[],
  scheduler: SessionDependencies['scheduler'],
  signal: AbortSignal,
  failedOnce: () => void,
): Promise<Reached> {
  let failure: unknown = new ProblemError('host-lost');
  for (let round = 1; ; round++) {
    try {
      return await dialler.dial(slots, signal);
    } catch (error) {
      failedOnce();
      // What was cut short says nothing.
      if (signal.aborted) throw failure;
      failure = error;
      const isFinal = error instanceof DialError && FINAL.has(error.problem);
      if (isFinal || round === ROUNDS) throw error;
      await later(scheduler, AGAIN_MS, signal);
    }
  }
}

/** The host has said why: to ask it again at once does not help. */
const FINAL: ReadonlySet<Problem> = new Set(['refused', 'room-full', 'room-locked', 'version-ours-old']);

function invitation(link: HostLink, { scheduler }: SessionDependencies, ticket: Ticket): Promise<Redeemed> {
  return new Promise((resolve, reject) => {
    const cancel = scheduler.after(ANSWER_MS, () => reject(new ProblemError('host-lost')));
    const end = (act: () => void) => {
      cancel();
      act();
    };
    link.onEnd(() => end(() => reject(new ProblemError('host-lost'))));
    link.onMessage((message) => {
      const redeemed = readAnswer(message, ticket);
      if (redeemed) end(() => resolve(redeemed));
      else if (message.kind === 'invite' || message.kind === 'bye') {
        const reason = message.kind === 'bye' ? message.reason : undefined;
        end(() => reject(new ProblemError(reason === 'refused' ? 'ticket-used' : 'refused')));
      }
    });
  });
}

/** Read as an invite is: the host may be anybody who was ever let in. */
function readAnswer(message: HostMessage | SignedMessage, ticket: Ticket): Redeemed | undefined {
  if (message.kind !== 'invite') return undefined;
  const code = parseRoomCode(message.code);
  const page = pageUrl(message.page);
  const server = message.server === undefined ? undefined : parseServer(message.server);
  // The room is where the ticket was: nobody is sent on to another server than the one that was agreed to.
  if (!code.ok || page === undefined || server !== ticket.server) return undefined;
  return { invite: { code: code.code, ...(server === undefined ? {} : { server }) }, page };
}

/** Why a ticket was good for nothing, in the word that helps whoever has it. */
function ticketProblem(error: unknown): Problem {
  const problem = error instanceof DialError ? error.problem : problemOf(error);
  if (problem === 'room-not-found') return 'ticket-expired';
  return problem === 'refused' ? 'ticket-used' : problem;
}
