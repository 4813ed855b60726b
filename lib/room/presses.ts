import type { Intent } from '../core/room/order';
import type { Scheduler } from '../core/time/scheduler';
import { fullBucket, type Rate, refilled, type TokenBucket, takeToken } from '../core/time/token-bucket';
import type { MemberId } from '../core/wire/protocol';

/**
 * So many presses of one member count at once, and so many a second in the long run (SPEC RO-12): no second has more than
 * eight, which is more than anybody can follow.
 */
const PRESSES: Rate = { burst: 2, perSecond: 6 };

interface Allowance {
  bucket: TokenBucket;
  /** The presses that have to wait, the newest of each cause, and what ends their wait. */
  held: { readonly intents: readonly Intent[]; readonly cancel: () => void } | undefined;
}

/**
 * How often one member's presses move everybody: of those that come faster the newest counts, a little later. An allowance
 * is a member's, over however many links it presses.
 */
export class Presses {
  private readonly allowances = new Map<MemberId, Allowance>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly apply: (id: MemberId, intent: Intent) => void,
  ) {}

  take(id: MemberId, intent: Intent) {
    const known = this.allowances.get(id);
    const now = this.scheduler.now();
    const allowance = known ?? { bucket: fullBucket(PRESSES, now), held: undefined };
    this.allowances.set(id, allowance);
    if (allowance.held) {
      allowance.held = { ...allowance.held, intents: newestOfEach([...allowance.held.intents, intent]) };
      return;
    }
    const taken = takeToken(allowance.bucket, PRESSES, now);
    if (taken) {
      allowance.bucket = taken;
      return this.apply(id, intent);
    }
    const { left } = refilled(allowance.bucket, PRESSES, now);
    const cancel = this.scheduler.after(((1 - left) * 1000) / PRESSES.perSecond, () => {
      const due = allowance.held?.intents ?? [];
      allowance.held = undefined;
      const { left, at } = refilled(allowance.bucket, PRESSES, this.scheduler.now());
      allowance.bucket = { left: left - 1, at };
      for (const press of due) this.apply(id, press);
    });
    allowance.held = { intents: [intent], cancel };
  }

  forget(id: MemberId) {
    this.allowances.get(id)?.held?.cancel();
    this.allowances.delete(id);
  }

  close() {
    for (const id of [...this.allowances.keys()]) this.forget(id);
  }
}

/** A pause that was followed by a jump is still wanted; of two jumps the later one is. In the order of the presses. */
function newestOfEach(intents: readonly Intent[]): readonly Intent[] {
  const byCause = new Map<string, Intent>();
  for (const intent of intents) {
    const known = byCause.get(intent.cause);
    if (!known || intent.id > known.id) byCause.set(intent.cause, intent);
  }
  // Who plays and pauses in turn wants the last of it.
  const [play, pause] = [byCause.get('play'), byCause.get('pause')];
  if (play && pause) byCause.delete(play.id > pause.id ? 'pause' : 'play');
  return [...byCause.values()].sort((a, b) => a.id - b.id);
}
