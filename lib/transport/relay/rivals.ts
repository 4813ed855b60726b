import { type Precedence, precedence } from '../precedence';
import { randomId } from './names';
import type { Announcement } from './words';

/** A host that is there answers within a round trip or two, ms. */
const PROBE_MS = 1_500;

/** Other hosts of the same room, at the same rendezvous. */
export interface Rivals {
  /** Somebody else is announced. What a broker keeps may be of one long gone, so it is asked whether it is there. */
  heard(rival: Announcement): void;
  answered(nonce: string, rival: Announcement): void;
  /** Whether one has been heard of, and not settled with. */
  isSettling(): boolean;
  close(): void;
}

/**
 * @param own what this host announces
 * @param probe asks at the rendezvous who is there
 * @param settled what came of it; `stay` also where nobody answered
 */
export function rivals(
  own: () => Announcement,
  probe: (nonce: string) => void,
  settled: (standing: Precedence) => void,
): Rivals {
  let asked: { readonly nonce: string; readonly id: string } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle(standing: Precedence): void {
    clearTimeout(timer);
    asked = undefined;
    settled(standing);
  }
  return {
    heard(rival) {
      if (asked || rival.id === own().id) return;
      asked = { nonce: randomId(), id: rival.id };
      timer = setTimeout(() => settle('stay'), PROBE_MS);
      probe(asked.nonce);
    },
    answered(nonce, rival) {
      if (nonce === asked?.nonce && rival.id === asked.id) settle(precedence(toClaim(own()), toClaim(rival)));
    },
    isSettling: () => asked !== undefined,
    close() {
      clearTimeout(timer);
      asked = undefined;
    },
  };
}

const toClaim = ({ id, claim, ageMs }: Announcement) => ({ id, token: claim, ageMs });
