import { memberIdOf } from '../core/room/facts';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberId } from '../core/wire/protocol';
import type { GuestLink } from './links/link';
import { KNOCKS_MS } from './silences';

/** More wait at no door; whoever comes then is told that the room is full. */
const KNOCKS_MAX = 16;

interface Knock {
  readonly link: GuestLink;
  readonly cancel: () => void;
}

/** Who has proved that it knows the invite, and waits for the host's person to let it in (SPEC RO-15). */
export class Knocks {
  private readonly waiting = new Map<MemberId, Knock>();

  constructor(
    private readonly scheduler: Scheduler,
    /** Somebody new waits, or somebody waits no more. */
    private readonly changed: (name: string | undefined) => void,
  ) {}

  get all(): readonly { readonly id: MemberId; readonly name: string }[] {
    return [...this.waiting].map(([id, { link }]) => ({ id, name: link.name }));
  }

  add(link: GuestLink) {
    const id = memberIdOf(link.key);
    const isKnown = this.waiting.has(id);
    // On another link: the newest counts.
    this.take(id)?.close();
    if (this.waiting.size >= KNOCKS_MAX) return this.refuse(link, 'full');
    const cancel = this.scheduler.after(KNOCKS_MS, () => this.answer(id));
    this.waiting.set(id, { link, cancel });
    link.send({ kind: 'knocking' });
    link.onMessage((message) => message.kind === 'leave' && this.forget(id, link));
    link.onEnd(() => this.forget(id, link));
    this.changed(isKnown ? undefined : link.name);
  }

  /** Somebody is let in. @returns undefined: waits no more */
  take(id: MemberId): GuestLink | undefined {
    const knock = this.waiting.get(id);
    this.waiting.delete(id);
    knock?.cancel();
    return knock?.link;
  }

  /** Not now. */
  answer(id: MemberId) {
    const link = this.take(id);
    if (link) this.refuse(link, 'refused');
    this.changed(undefined);
  }

  close() {
    for (const id of [...this.waiting.keys()]) {
      const link = this.take(id);
      if (link) this.refuse(link, 'ended');
    }
  }

  private refuse(link: GuestLink, reason: 'full' | 'refused' | 'ended') {
    link.send({ kind: 'bye', reason });
    link.close();
  }

  private forget(id: MemberId, link: GuestLink) {
    if (this.waiting.get(id)?.link !== link) return;
    this.take(id);
    this.changed(undefined);
  }
}
