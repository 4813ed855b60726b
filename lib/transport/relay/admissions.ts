import type { PeerId } from '../../core/wire/protocol';
import type { Frame } from './seal';
import { hashOf, type Say, type Words } from './words';

type Bytes = Uint8Array<ArrayBuffer>;
type Ask = Extract<Say, { readonly say: 'ask' }>;

/**
 * Whoever asks says how old the host was as it was announced; what is older was said by somebody long gone, and comes from
 * a relay that says things again. A host announces itself every 30 s, ms.
 */
const FRESH_MS = 90_000;
/** A guest whose connection has died comes back over another one, which takes it a second or two, ms. */
const BACK_MS = 6_000;

interface Guest {
  /** The connection that it speaks over. */
  clientId: string;
  /** Of what it said last. */
  counter: number;
  /** Who has the key to it is the same guest. */
  lock: string;
  gone?: ReturnType<typeof setTimeout>;
}

export interface AdmissionsParts {
  readonly max: number;
  /** How long this end has been the host, ms. */
  readonly ageMs: () => number;
  /** Whether anybody may come. */
  readonly isOpen: () => boolean;
  readonly changed: (guests: readonly PeerId[]) => void;
  readonly say: (said: Say) => void;
  /** Somebody asks who has been told of an older announcement. */
  readonly announceAgain: () => void;
}

/** Who is in the room over this relay: any end that has asked with the code, until it says goodbye or is dropped. */
export function admissions({ max, ageMs, isOpen, changed, say, announceAgain }: AdmissionsParts) {
  const guests = new Map<PeerId, Guest>();
  /** Who has left: what it said before may come again. By when it left. */
  const left = new Map<PeerId, number>();
  const tell = () => changed([...guests.keys()]);

  function forget(id: PeerId): boolean {
    const guest = guests.get(id);
    if (!guest) return false;
    clearTimeout(guest.gone);
    guests.delete(id);
    const now = ageMs();
    for (const [other, leftAt] of left) if (now - leftAt > 2 * FRESH_MS) left.delete(other);
    left.set(id, now);
    tell();
    return true;
  }

  function admit(id: PeerId, clientId: string, counter: number, { nonce, seenMs, lock }: Ask): void {
    if (!isOpen()) return;
    const now = ageMs();
    if (left.has(id)) say({ say: 'out', to: id });
    else if (seenMs > now || now - seenMs > FRESH_MS) announceAgain();
    else if (guests.size >= max) say({ say: 'full', to: id });
    else {
      guests.set(id, { clientId, counter, lock });
      say({ say: 'welcome', to: id, nonce });
      tell();
    }
  }

  async function comeBack(id: PeerId, guest: Guest, clientId: string, counter: number, ask: Ask): Promise<void> {
    if (clientId !== guest.clientId && !(ask.key && (await hashOf('lock', ask.key)) === guest.lock)) return;
    clearTimeout(guest.gone);
    Object.assign(guest, { clientId, counter });
    say({ say: 'welcome', to: id, nonce: ask.nonce });
  }

  return {
    has: (id: PeerId) => guests.has(id),
    count: () => guests.size,
    /**
     * @param clientId the connection that it came over
     * @returns what a guest has to say to the room
     */
    async hear({ sender, counter }: Frame, words: Words, clientId: string): Promise<Bytes | undefined> {
      const guest = guests.get(sender);
      const ask = words.kind === 'say' && words.said.say === 'ask' ? words.said : undefined;
      if (!guest) {
        if (ask) admit(sender, clientId, counter, ask);
        return undefined;
      }
      if (counter <= guest.counter) return undefined;
      if (ask) {
        await comeBack(sender, guest, clientId, counter, ask);
        return undefined;
      }
      if (clientId !== guest.clientId) return undefined;
      guest.counter = counter;
      if (words.kind === 'say' && words.said.say === 'bye') forget(sender);
      return words.kind === 'all' ? words.message : undefined;
    },
    /** The relay says that a connection has died. */
    connectionLost(id: PeerId, clientId: string): void {
      const guest = guests.get(id);
      if (guest?.clientId !== clientId) return;
      clearTimeout(guest.gone);
      guest.gone = setTimeout(() => forget(id), BACK_MS);
    },
    forget,
    close() {
      for (const { gone } of guests.values()) clearTimeout(gone);
      guests.clear();
    },
  };
}
