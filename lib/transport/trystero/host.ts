import { type Precedence, precedence } from '../precedence';
import { star } from '../star';
import { type Transport, TransportError } from '../transport';
import { waiting } from '../waiting';
import type { Greeting } from './greeting';
import type { Encounter, HostGreeting, Party } from './mesh';
import { answered, GUESTS_MAX, type Opening, randomId, serversWork } from './opening';

/**
 * How long a new host looks for one that has the room already: the way to an end that is there opens within a second or
 * two. One that is met later is settled with all the same.
 */
const PROBE = { ms: 2_000, longerMs: 3_000 } as const;

/** Rejects with a `TransportError`: `code-in-use`, `aborted`, or why no server of a board works. */
export async function openHost(opening: Opening, signal: AbortSignal): Promise<Transport> {
  const { address, mesh, introductions, onWake } = opening;
  const { rendezvousId: at, door, token } = address;
  const self = randomId();
  const since = performance.now();
  const guests = star(self, 'host');
  const wait = waiting(signal);
  let standing = 'stay' as Precedence;
  let hasMetHost = false;
  let isOpen = false;

  const claim = (): HostGreeting => ({ kind: 'host', id: self, at, door, token, ageMs: performance.now() - since });
  const party: Party = {
    claim,
    meetHost,
    met: (encounter) => encounter.send(claim()),
    heard(encounter, said) {
      if (said.kind === 'guest' && said.to === self && said.door === door) admit(encounter, said);
    },
    lost: () => {},
    changed: look,
  };
  const member = mesh.add(party);

  function look(): void {
    wait.tell();
    if (!isOpen || guests.over.aborted) return;
    const isReachable = standing === 'stay' && member.isWorking();
    guests.here.setStatus({ state: isReachable ? 'open' : 'signalling-lost' });
  }

  function admit(encounter: Encounter, { id }: Extract<Greeting, { kind: 'guest' }>): void {
    if (standing !== 'stay' || guests.over.aborted) return;
    // Two hosts that dial each other over one connection: one of them is the guest in it, and both know which.
    if (encounter.asking && encounter.asking.id < id) return;
    encounter.asking?.withdraw();
    if (guests.has(id)) encounter.close();
    else if (guests.count() >= GUESTS_MAX) {
      encounter.send({ kind: 'full' });
      encounter.close();
    } else {
      encounter.send({ kind: 'welcome' });
      guests.add(id, encounter.take());
    }
  }

  /** Nobody decides between two hosts but they themselves. */
  function meetHost(other: HostGreeting): void {
    if (other.at !== at || other.door !== door) return;
    hasMetHost = true;
    if (standing === 'stay') standing = precedence(claim(), other);
    if (standing === 'code-in-use') guests.close('code-in-use');
    if (standing === 'superseded') member.leave();
    look();
  }

  const stopWaking = onWake(member.again);
  guests.over.addEventListener('abort', () => {
    stopWaking();
    member.leave();
  });
  mesh.meetOwnHosts(party);
  try {
    await serversWork(member, () => hasMetHost, wait);
    await answered(() => hasMetHost || undefined, PROBE, introductions, wait);
    if (standing === 'code-in-use') throw new TransportError('code-in-use');
  } catch (error) {
    guests.close('aborted');
    throw error;
  }
  isOpen = true;
  look();
  return guests.transport;
}
