import { memberIdOf } from '../core/room/facts';
import type { Scheduler } from '../core/time/scheduler';
import type { GuestMessage, MemberId } from '../core/wire/protocol';
import type { Reached } from './dialler';
import { pathOver } from './path';
import { OLDER_LINK_MS } from './silences';

/** A guest's links to its host: a newer one is made before an older one is let go of (SPEC HB-4). */
export class GuestLinks {
  private readonly all = new Set<Reached>();
  /** The one that is spoken on. */
  private current: Reached | undefined;

  constructor(private readonly scheduler: Scheduler) {}

  has(reached: Reached): boolean {
    return this.all.has(reached);
  }

  /** How the host is reached; undefined where it is not known. */
  get path() {
    return this.current && pathOver(this.current, this.current.link.peer);
  }

  /** On the newest link; nothing without one. */
  send(message: GuestMessage) {
    this.current?.link.send(message);
  }

  /** From now on this one is spoken on. Older ones are still heard for a while. */
  add(reached: Reached) {
    const older = [...this.all];
    this.all.add(reached);
    this.current = reached;
    this.scheduler.after(OLDER_LINK_MS, () => {
      for (const old of older) if (old !== this.current) this.partFrom(old);
    });
  }

  /** It is over by itself. @returns whether none is left to speak on */
  ended(reached: Reached): boolean {
    if (!this.all.delete(reached)) return false;
    reached.transport.close();
    if (this.current !== reached) return false;
    this.current = [...this.all].at(-1);
    return this.current === undefined;
  }

  /** What was said last is sealed and sent before the channel goes. */
  async partFrom(reached: Reached) {
    this.all.delete(reached);
    if (this.current === reached) this.current = [...this.all].at(-1);
    await reached.link.close();
    reached.transport.close();
  }

  /** Lets go of every link to this member, which is host no more. */
  partFromHost(id: MemberId) {
    for (const reached of [...this.all]) if (memberIdOf(reached.link.key) === id) this.partFrom(reached);
  }

  async partFromAll() {
    await Promise.all([...this.all].map((reached) => this.partFrom(reached)));
  }
}
