import { ASK_AGAIN_MS } from '../core/room/drive-asks';
import { hostName, mayDrive } from '../core/room/facts';
import type { GuestState } from '../core/room/guest-state';
import type { Scheduler } from '../core/time/scheduler';
import type { GuestMessage } from '../core/wire/protocol';
import type { GuestAsks } from './seat';

/** What a guest has asked its host for, and has no word of yet (SPEC RO-19). */
export class Asking implements GuestAsks {
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly facts: () => GuestState,
    private readonly send: (message: GuestMessage) => void,
  ) {}

  get isAsking(): boolean {
    return !this.drives && this.scheduler.now() - this.askedAt < ASK_AGAIN_MS;
  }

  toDrive() {
    if (this.drives || this.isAsking) return;
    this.askedAt = this.scheduler.now();
    this.send({ kind: 'ask-to-drive' });
  }

  toCountDown(on: boolean) {
    this.send({ kind: 'countdown', on });
  }

  private get drives(): boolean {
    return mayDrive(this.facts(), this.facts().self);
  }

  /** Not now. @returns whose word that is */
  declined(): string {
    this.end();
    return hostName(this.facts());
  }

  /** The host has said its word, or is another: there is nothing to wait for. */
  end() {
    this.askedAt = Number.NEGATIVE_INFINITY;
  }
}
