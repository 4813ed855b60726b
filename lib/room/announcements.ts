import type { ToPlayer } from '../core/ports/player-port';
import { type HeardCountdown, hostName } from '../core/room/facts';
import { namesOf } from '../core/room/names';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberId } from '../core/wire/protocol';
import { PressNews, type PressText } from './press-news';
import type { Room } from './room';

/** A member whose player goes in and out of ads is not told of again and again. */
const AD_AGAIN_MS = 60_000;

type Toast = Extract<ToPlayer, { type: 'toast' }>;

/** What is said in the page, once each: who is waited for, who is in an ad, who has pressed what, and who may drive. */
export class Announcements {
  private waiting: readonly MemberId[] = [];
  private inAd: readonly MemberId[] = [];
  private readonly adSaid = new Map<MemberId, number>();
  private countdown: HeardCountdown | undefined;
  private readonly presses: PressNews;
  /** Undefined until the host has said what this member may. */
  private mayDrive: boolean | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly post: (toast: Toast) => void,
  ) {
    this.presses = new PressNews(scheduler, (...words) => this.say(...words));
  }

  /** @param alone the member here watches alone: it hears only whether it may drive */
  of(room: Pick<Room, 'members' | 'self' | 'waiting' | 'facts' | 'powers' | 'canControl'>, alone: boolean) {
    this.ofDriving(room);
    this.presses.of(room, alone);
    if (alone) return;
    this.ofCountdown(room);
    this.ofWaiting(room);
    this.ofAds(room, this.scheduler.now());
  }

  close() {
    this.presses.close();
  }

  private say(
    text: 'waiting' | 'holds-up' | 'ad' | 'drives' | 'host-only' | 'counts' | 'counts-no-more' | PressText,
    name = '',
    detail = '',
  ) {
    this.post({ type: 'toast', text, name, ...(detail === '' ? {} : { detail }) });
  }

  /** Also to who watches alone: this member may drive from now on, or no more (SPEC RO-3). */
  private ofDriving({ facts, powers, canControl }: Pick<Room, 'facts' | 'powers' | 'canControl'>) {
    if (facts.members.length === 0) return;
    const isNews = this.mayDrive !== undefined && this.mayDrive !== canControl;
    this.mayDrive = canControl;
    // Who is host by now is told that.
    if (isNews && !powers) this.say(canControl ? 'drives' : 'host-only', hostName(facts));
  }

  /** Said once by whom the film is counted in; and that it is not, where nobody's press says so (SPEC WA-9). */
  private ofCountdown({ facts }: Pick<Room, 'facts'>) {
    const { playback, change, countdown } = facts;
    const before = this.countdown;
    this.countdown = countdown;
    // As it ends well, the film starts: nobody has to be told.
    if (!playback?.paused) return;
    if (countdown?.change === change && countdown.at !== before?.at) {
      this.say('counts', namesOf(facts, [countdown.by]).join());
    }
    if (countdown?.change !== change && before?.change === change) this.say('counts-no-more');
  }

  /** Whoever is waited for is spoken to, not of. */
  private ofWaiting({ waiting, self, facts }: Pick<Room, 'waiting' | 'self' | 'facts'>) {
    const before = this.waiting;
    this.waiting = waiting;
    if (waiting.includes(self) && !before.includes(self)) this.say('holds-up');
    const others = waiting.filter((id) => id !== self);
    const isNews = others.some((id) => !before.includes(id));
    if (isNews) this.say('waiting', namesOf(facts, others).join(', '));
  }

  private ofAds({ members, self }: Pick<Room, 'members' | 'self'>, now: number) {
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
