import type { Check } from '../core/doctor/check';
import type { Outcome } from '../core/ports/offer';
import type { Problem, RoomCommand, RoomConfig, RoomView } from '../core/ports/room-view';
import { parseServiceRecord, type ServiceRecord } from '../core/ports/service-record';
import { parseRoomCode } from '../core/wire/invite';
import type { HandRoom } from './hand-room';
import type { PlayerPort, Port } from './player-ports';
import { problemOf } from './problem';
import { redeemTicket } from './redeem';
import { repeat } from './repeat';
import { badgeKey } from './room-view';
import type { ServiceDependencies } from './service-dependencies';
import { Session } from './session';
import type { SessionOf } from './session-of';
import { HANDED_OVER_MS } from './silences';
import { withTimeLimit } from './time-limit';
import { Views } from './views';

/** A closed tab is got back by its person (SPEC RS-3): to find the invite again, or the menu, takes most of a minute. */
const TAB_GRACE_MS = 60_000;
/** The film's place, as it is remembered, is so old at most. */
const REMEMBER_MS = 10_000;
/** A host is there until the others have gone over to the next; a stuck channel must not keep a room place alive, ms. */
const LEFT_MS = HANDED_OVER_MS + 500;

/**
 * The room service (SPEC RS-1): says which room there is, one a browser profile, bound to one tab. Serves the players of
 * that tab and the popups; runs in the offscreen document on Chrome and in the background page on Firefox.
 */
export class RoomService {
  private session: Session | undefined;
  private readonly views: Views;
  /** Set while the room's tab is gone and may come back. */
  private cancelLeave: (() => void) | undefined;
  private cancelRemember = () => {};
  private badge = '';
  private readonly watchers = new Set<() => void>();
  private redeeming: AbortController | undefined;
  /** Was let in by a ticket, and has not come yet: the room's code, and the key that its host knows. */
  private letIn: { readonly code: string; readonly identity: unknown } | undefined;

  constructor(private readonly parts: ServiceDependencies) {
    this.views = new Views(parts.scheduler, () => this.view());
  }

  /** Does what a person, or the background for them, asks. Resolves once it is under way. */
  async perform(command: RoomCommand): Promise<void> {
    const { session, parts } = this;
    switch (command.type) {
      case 'create': {
        const { tabId, config } = command;
        const hand = command.byHand ? { byHand: true as const } : {};
        return this.begin({ tabId, config, code: parts.makeCode(), server: config.server, creates: true, ...hand });
      }
      case 'join': {
        const { tabId, config, invite, opened = false, seen = false, again } = command;
        const server = invite.server ?? config.defaultServer;
        const hand = command.offer === undefined ? {} : { byHand: command.offer };
        const more = { ...hand, ...(again ? { again } : {}), ...this.identityFor(invite.code) };
        return this.begin({ tabId, config, code: invite.code, server, creates: false, opened, seen, ...more });
      }
      case 'leave':
        this.cancelRedeeming();
        return this.end(undefined, command.ends);
      case 'tab-gone':
        // Told late: the room may have another tab by then.
        if (command.tabId !== session?.tabId) return;
        this.cancelLeave ??= parts.scheduler.after(TAB_GRACE_MS, () => this.end('tab-closed'));
        return this.changed(false);
      case 'tab-replaced':
        if (!session) return;
        this.stay();
        return session.perform(command);
      case 'tell':
        if (!session) return;
        this.badge = '';
        return this.changed(false);
      default:
        return session?.perform(command);
    }
  }

  /** Neither a room, nor one on its way: this place may end. */
  get isIdle(): boolean {
    return !this.session && !this.redeeming;
  }

  /** Takes a join ticket to its host. @returns undefined where it was given up, as one is when another is taken */
  async redeem(ticket: string, config: RoomConfig): Promise<Outcome | undefined> {
    this.cancelRedeeming();
    const redeeming = new AbortController();
    this.redeeming = redeeming;
    const outcome = await redeemTicket(this.parts, ticket, config, redeeming.signal).catch((error: unknown) => ({
      problem: problemOf(error),
    }));
    if (this.redeeming !== redeeming) return undefined;
    this.redeeming = undefined;
    if ('problem' in outcome) return outcome;
    const { identity, ...redeemed } = outcome;
    this.letIn = { code: redeemed.invite.code, identity };
    return redeemed;
  }

  private identityFor(code: string): { readonly identity?: unknown } {
    const { letIn } = this;
    this.letIn = undefined;
    return letIn?.code === code ? { identity: letIn.identity } : {};
  }

  cancelRedeeming() {
    this.redeeming?.abort();
    this.redeeming = undefined;
  }

  /** Takes up the room that a dead room place held. @returns false when there is nothing to take up */
  resume(kept: unknown): boolean {
    const record = parseServiceRecord(kept);
    if (this.session || !record) return false;
    const { tabId, config, room, alone = false } = record;
    this.begin({ tabId, config, code: room.code, server: room.server, creates: false, record: room, alone });
    return true;
  }

  /**
   * Serves the page of the room's tab. The port of any other is closed, and its page asks the background whether its tab
   * is in a room: a page that is faster than its tab's room comes again.
   * @param tabId of the sender
   */
  servePlayer(port: PlayerPort, tabId: number | undefined, site?: string) {
    if (!this.session || tabId !== this.session.tabId) return port.close();
    this.session.serve(port, site);
  }

  serveView(port: Port<unknown, RoomView>) {
    this.views.add(port);
  }

  /** The tab of the room that there is. */
  get tabId(): number | undefined {
    return this.session?.tabId;
  }

  /** The room that is open. */
  get room() {
    return this.session?.entered;
  }

  /** The room that there is, as far as it is met by hand. */
  get byHand(): HandRoom | undefined {
    return this.session?.byHand;
  }

  /** Calls when what a page shows of the room may be otherwise. */
  onChanged(listener: () => void): () => void {
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  }

  /** What went wrong is said once, when it does; after that there is no room, and nothing to say of it. */
  view(): RoomView {
    if (!this.session) return { state: 'none' };
    const view = this.session.view();
    return this.cancelLeave && view.state === 'room' ? { ...view, tabClosed: true } : view;
  }

  private begin(of: SessionOf) {
    this.end(undefined);
    const canonical = parseRoomCode(of.code);
    if (!canonical.ok) return this.tell({ state: 'problem', problem: canonical.problem });
    const session: Session = new Session(
      this.parts,
      { ...of, code: canonical.code },
      {
        changed: (recorded) => this.session === session && this.changed(recorded),
        looked: () => this.session === session && this.views.show(),
        left: () => this.session === session && this.end(undefined),
        ended: (problem, checks) => this.session === session && this.end(problem, false, checks),
      },
    );
    this.session = session;
    this.cancelRemember = repeat(this.parts.scheduler, REMEMBER_MS, () => this.remember());
    this.changed(true);
    session.open();
  }

  /** The room's tab is there again, or the room is over. */
  private stay() {
    this.cancelLeave?.();
    this.cancelLeave = undefined;
  }

  private end(problem: Problem | undefined, ends = false, checks: readonly Check[] = []) {
    const { session } = this;
    this.stay();
    if (!session) return;
    this.cancelRemember();
    // Where the film is by now; and that there is nothing to take up any more.
    this.remember();
    this.parts.remember(null);
    this.session = undefined;
    const known = checks.length > 0 ? { checks } : {};
    const last: RoomView = problem ? { state: 'problem', problem, ...known } : { state: 'none' };
    const goodbye = session.close(problem, ends);
    this.views.say(last);
    this.tellWatchers();
    // Told outside only once the goodbye is on its way: the room place may be ended at that word.
    void withTimeLimit(this.parts.scheduler, LEFT_MS, goodbye).then(() => {
      if (!this.session) this.tell(last);
    });
  }

  /** The last word of a room, or of one that there never was. */
  private tell(last: RoomView) {
    this.parts.keep(null);
    this.badge = '';
    this.parts.changed(last);
    this.views.say(last);
    this.views.close();
  }

  /** Nothing is remembered of a private window (SPEC EX-4). */
  private remember() {
    const seen = this.session?.config.private ? undefined : this.session?.wayBack.remembered;
    const record = this.record();
    if (seen && record) this.parts.remember({ record, ...seen });
  }

  private record(): ServiceRecord | null {
    const { session } = this;
    const room = session?.record();
    if (!session || !room) return null;
    const { tabId, config, alone } = session;
    return { version: 2, tabId, config, ...(alone.is ? { alone: true as const } : {}), room };
  }

  private changed(recorded: boolean) {
    if (recorded) {
      this.parts.keep(this.record());
      this.remember();
    }
    const view = this.view();
    const badge = badgeKey(view);
    if (badge !== this.badge) this.parts.changed(view);
    this.badge = badge;
    this.views.show();
    this.tellWatchers();
  }

  private tellWatchers() {
    for (const listener of [...this.watchers]) listener();
  }
}
