import { hostName } from '../core/room/facts';
import type { MemberId } from '../core/wire/protocol';
import type { Room } from './room';

/** A member whose player goes in and out of ads is not told of again and again. */
const AD_AGAIN_MS = 60_000;

/** What is said in the page, once each: who is waited for, and who is in an ad (SPEC WA-1, AD-3). */
export class Announcements {
  private waiting = '';
  private inAd: readonly MemberId[] = [];
  private readonly adSaid = new Map<MemberId, number>();

  /** Undefined until the host has said what this member may. */
  private mayDrive: boolean | undefined;

  constructor(private readonly say: (text: 'waiting' | 'ad' | 'drives' | 'host-only', name: string) => void) {}

  /** Also to who watches alone: this member may drive from now on, or no more (SPEC RO-3). */
  ofDriving({ facts, powers, canControl }: Pick<Room, 'facts' | 'powers' | 'canControl'>) {
    if (facts.members.length === 0) return;
    const isNews = this.mayDrive !== undefined && this.mayDrive !== canControl;
    this.mayDrive = canControl;
    // Who is host by now is told that.
    if (isNews && !powers) this.say(canControl ? 'drives' : 'host-only', hostName(facts));
  }

  /** @param now the service's clock, ms */
  of({ members, self, waiting }: Pick<Room, 'members' | 'self' | 'waiting'>, now: number) {
    const names = waiting.join(', ');
    if (names !== '' && names !== this.waiting) this.say('waiting', names);
    this.waiting = names;
    const inAd = members.filter((m) => m.state === 'ad');
    for (const { id, name } of inAd) {
      if (id === self || this.inAd.includes(id)) continue;
      if (now - (this.adSaid.get(id) ?? Number.NEGATIVE_INFINITY) < AD_AGAIN_MS) continue;
      this.adSaid.set(id, now);
      this.say('ad', name);
    }
    this.inAd = inAd.map((m) => m.id);
  }
}
