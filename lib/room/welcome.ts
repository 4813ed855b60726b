import type { Scheduler } from '../core/time/scheduler';
import type { HostMessage, SignedMessage } from '../core/wire/protocol';
import { type HostLink, LinkError } from './links/link';
import { byeProblem, ProblemError } from './problem';
import { DEAD_MS, KNOCKS_MS } from './silences';

export interface WelcomeListeners {
  /** The host has said welcome. @param talks something was said in the chat already */
  begin(talks: boolean): void;
  /** What it said, the welcome aside: not before `begin`. */
  heard(message: HostMessage | SignedMessage, arrivedAt: number): void;
  /** The link is over, whenever that is. */
  ended(): void;
  /** The host's person is asked whether this member may come in. */
  knocking(): void;
  /** Nobody waits for this host any more. */
  isOver(): boolean;
}

/**
 * Resolves once a host that has proved itself has said welcome. Rejects with a `LinkError` when it does not, and with a
 * `ProblemError` when it says why.
 */
export function untilWelcome(link: HostLink, scheduler: Scheduler, listeners: WelcomeListeners): Promise<void> {
  return new Promise((resolve, reject) => {
    const wait = (forMs: number) => scheduler.after(forMs, () => reject(new LinkError('lost')));
    let cancel = wait(DEAD_MS);
    // What is said before the welcome is of a room that this member is not in yet.
    let before: [HostMessage | SignedMessage, number][] | undefined = [];
    link.onEnd((reason) => {
      cancel();
      reject(new LinkError(reason));
      listeners.ended();
    });
    link.onMessage((message, arrivedAt) => {
      if (listeners.isOver()) return reject(new LinkError('closed'));
      if (!before) return listeners.heard(message, arrivedAt);
      if (message.kind === 'knocking') {
        cancel();
        cancel = wait(KNOCKS_MS);
        listeners.knocking();
        return;
      }
      if (message.kind === 'bye') {
        cancel();
        return reject(new ProblemError(byeProblem(message.reason)));
      }
      if (message.kind !== 'welcome') {
        before.push([message, arrivedAt]);
        return;
      }
      const said = before;
      before = undefined;
      cancel();
      listeners.begin(message.talks === true);
      for (const [earlier, at] of said) listeners.heard(earlier, at);
      resolve();
    });
  });
}
