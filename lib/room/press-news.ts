import { namesOf } from '../core/room/names';
import { clockText } from '../core/text/format-position';
import type { Scheduler } from '../core/time/scheduler';
import type { Room } from './room';

/** What is said of a press: `detail` is the place that it went to, or the speed. */
export type PressText = 'paused' | 'played' | 'jumped' | 'jumped-live' | 'rate';
type Say = (text: PressText, name: string, detail: string) => void;

/** A play after a jump, and the jumps of one who scrubs, are one thing to say… */
const TOGETHER_MS = 400;
/** …and so often something is said at most, whatever is pressed. */
const GAP_MS = 2_000;

/** Says in the page who has paused, played, jumped or changed the speed (SPEC AN-1). */
export class PressNews {
  private known: { readonly epoch: number; readonly change: number } | undefined;
  private saidAt = Number.NEGATIVE_INFINITY;
  private next: readonly [PressText, string, string] | undefined;
  private isWaiting = false;
  private cancel = () => {};

  constructor(
    private readonly scheduler: Scheduler,
    private readonly say: Say,
  ) {}

  /** @param alone the member here watches alone: nothing that is pressed moves its player */
  of({ facts, self }: Pick<Room, 'facts' | 'self'>, alone: boolean) {
    const before = this.known;
    this.known = facts;
    const isNews = before && before.epoch === facts.epoch && before.change >= 0 && before.change !== facts.change;
    if (alone) this.next = undefined;
    else if (isNews) this.soon(facts.by === self ? undefined : pressOf(facts));
  }

  close() {
    this.cancel();
  }

  /** Of several presses the last is said: it is what has come of them. A press here needs no word, and ends another's. */
  private soon(press: PressNews['next']) {
    this.next = press;
    if (this.isWaiting || !press) return;
    this.isWaiting = true;
    const inMs = Math.max(TOGETHER_MS, this.saidAt + GAP_MS - this.scheduler.now());
    this.cancel = this.scheduler.after(inMs, () => {
      const { next } = this;
      this.isWaiting = false;
      this.next = undefined;
      if (!next) return;
      this.saidAt = this.scheduler.now();
      this.say(...next);
    });
  }
}

/** @returns undefined for what nobody has pressed, or somebody who is gone */
function pressOf({ by, cause, playback, members }: Room['facts']): PressNews['next'] {
  const [name] = namesOf({ members }, by === undefined ? [] : [by]);
  if (name === undefined || !playback) return undefined;
  switch (cause) {
    case 'pause':
      return ['paused', name, ''];
    case 'play':
      return ['played', name, ''];
    case 'seek':
      return playback.live ? ['jumped-live', name, ''] : ['jumped', name, clockText(playback.position)];
    case 'rate':
      return ['rate', name, `×${Math.round(playback.rate * 100) / 100}`];
    default:
      return undefined;
  }
}
