import { star } from '../star';
import { type Transport, TransportError } from '../transport';
import { waiting } from '../waiting';
import type { Encounter } from './mesh';
import { answered, type Opening, randomId, serversWork } from './opening';

/**
 * A host that is there answers one of the announcements of the first two seconds, and after 15–17 s ICE has given up: no
 * path between the two networks.
 */
const HOST = { ms: 6_000, longerMs: 14_000 } as const;
/**
 * To Trystero a browser that comes back is the same end: an offer that a host still had under way for it keeps the host
 * from another for 4.8 s, and all four announcements may fall into that time. So it is announced once more, ms.
 */
const BACK_AGAIN_MS = 5_000;

/**
 * Rejects with a `TransportError`: `host-not-found`, `no-path`, `full`, `aborted`, or why no server of a board works.
 */
export async function openGuest(opening: Opening, signal: AbortSignal): Promise<Transport> {
  const { address, mesh, introductions, isBack } = opening;
  const self = randomId();
  const wait = waiting(signal);
  const failedBefore = introductions.counts().failed;
  const met = new Set<Encounter>();
  let asked: { readonly encounter: Encounter; readonly host: string } | undefined;
  let outcome: Transport | 'full' | undefined;

  /** One host at a time: the first that is heard, and another where that one is gone. */
  function ask(): void {
    if (asked || outcome || signal.aborted) return;
    for (const encounter of met) {
      const host = encounter.hosts.find(({ at, door }) => at === address.rendezvousId && door === address.door);
      if (!host || encounter.asking) continue;
      asked = { encounter, host: host.id };
      encounter.asking = { id: self, withdraw: () => over(encounter) };
      encounter.send({ kind: 'guest', id: self, to: host.id, door: address.door });
      return;
    }
  }

  function over(encounter: Encounter): void {
    met.delete(encounter);
    if (asked?.encounter === encounter) asked = undefined;
    ask();
  }

  const member = mesh.add({
    met(encounter) {
      met.add(encounter);
      ask();
    },
    heard(encounter, said) {
      if (asked?.encounter === encounter && said.kind === 'full') outcome = 'full';
      if (asked?.encounter === encounter && said.kind === 'welcome') {
        const room = star(self, 'guest');
        room.add(asked.host, encounter.take());
        outcome = room.transport;
      }
      ask();
      wait.tell();
    },
    lost: over,
    changed: wait.tell,
  });
  try {
    await serversWork(member, () => outcome !== undefined, wait);
    if (isBack && !(await answered(() => outcome, { ms: BACK_AGAIN_MS, longerMs: 0 }, introductions, wait)))
      member.again();
    const found = await answered(() => outcome, HOST, introductions, wait);
    if (found === 'full') throw new TransportError('full');
    if (found) return found;
    const { underWay, failed } = introductions.counts();
    throw new TransportError(underWay > 0 || failed > failedBefore ? 'no-path' : 'host-not-found');
  } catch (error) {
    if (outcome !== 'full') outcome?.close();
    throw error;
  } finally {
    if (asked && !outcome) asked.encounter.asking = undefined;
    // The connection lives on without, and nothing is announced for somebody who has been found.
    member.leave();
  }
}
