import type { Scheduler } from '../core/time/scheduler';
import type { SignedMessage } from '../core/wire/protocol';
import type { Doorway } from './doorway';
import { HostAir, type HostAirParts } from './host-air';
import { HANDED_OVER_MS } from './silences';

/** A host's ways in: those under the room's code, and for a while those under the code that it had before (SPEC RO-17). */
export class HostWays {
  private before: Doorway | undefined;
  private closed = false;

  private readonly air: HostAir;

  constructor(
    private readonly scheduler: Scheduler,
    private doorway: Doorway,
    audience: Pick<HostAirParts, 'state' | 'counted'>,
  ) {
    this.air = new HostAir({ ...audience, scheduler, doorway: () => this.doorway });
  }

  /** Those under the present code. */
  get current(): Doorway {
    return this.doorway;
  }

  /** To every guest, on whichever way, and to the audience, if there is any. */
  publish(message: SignedMessage) {
    this.air.published(message);
    this.before?.publish(message);
    this.doorway.publish(message);
  }

  /** Resolves once others can come under the new code. Those who are here have so long to come over. */
  async move(next: Doorway): Promise<void> {
    this.before?.close();
    const { doorway } = this;
    this.before = doorway;
    this.doorway = next;
    // Where no way can be opened just now, each is tried again and again.
    await next.opened().catch(() => {});
    this.scheduler.after(HANDED_OVER_MS, () => {
      if (this.before !== doorway || this.closed) return;
      this.before = undefined;
      doorway.close();
    });
  }

  /** The audience hears that the room has ended; the members are told each by itself. */
  end() {
    this.air.end();
  }

  async close() {
    this.closed = true;
    this.air.close();
    await Promise.all([this.doorway.close(), this.before?.close()]);
  }
}
