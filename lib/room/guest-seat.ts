import { type Belief, believing, heard, mayClaim, told } from '../core/room/belief';
import { memberIdOf } from '../core/room/facts';
import { intentMessage, type PingExtras, pingMessage, renameMessage } from '../core/room/guest-messages';
import { createGuestState, type GuestState, membersSeen, nextTerm, takeSigned } from '../core/room/guest-state';
import type { Intent, PlayerReport } from '../core/room/order';
import { type ToldReport, toldReport } from '../core/room/report';
import { isHostChat } from '../core/wire/chat-words';
import type { GuestMessage, HostMessage, MemberId, SignedMessage } from '../core/wire/protocol';
import { Asking } from './asking';
import { tellComings } from './comings';
import type { Reached } from './dialler';
import { GuestHeartbeat } from './guest-heartbeat';
import { GuestLinks } from './guest-links';
import type { GuestSeatDependencies, GuestSeatListeners } from './guest-seat-parts';
import { byeProblem, ProblemError } from './problem';
import { Redialler } from './redialler';
import { type Connection, orderOf, type Seat } from './seat';
import { FIRST_DIAL_MS, GIVEN_UP_MS } from './silences';
import { untilWelcome } from './welcome';

/** The seat of a member that hears the facts from the host, dials it, and dials it anew when it is lost (SPEC HB-1…). */
export class GuestSeat implements Seat {
  readonly powers = undefined;
  readonly asks: Asking;
  connection: Connection = 'open';
  /** The host's person is asked. */
  private isKnocking = false;
  private readonly links: GuestLinks;
  private latest: ToldReport = { state: 'no-video' };
  private readonly heartbeat: GuestHeartbeat;
  private readonly over = new AbortController();
  private readonly redialler: Redialler;
  readonly carrier = { host: (message: GuestMessage) => this.links.send(message) };

  /** @param state undefined where nothing is known of the room yet @param belief of a room that is taken up again */
  constructor(
    private readonly parts: GuestSeatDependencies,
    private state: GuestState | undefined,
    private known: Belief | undefined,
    private readonly listeners: GuestSeatListeners,
  ) {
    this.links = new GuestLinks(parts.scheduler);
    this.asks = new Asking(parts.scheduler, () => this.facts, this.carrier.host);
    this.heartbeat = new GuestHeartbeat(parts.scheduler, {
      ping: () => this.ping(),
      suspect: (silent) => this.suspect(silent),
      dead: () => this.lost(),
    });
    this.redialler = new Redialler({
      ...parts,
      firstEpoch: () => this.known?.named?.epoch ?? this.known?.epoch ?? 1,
      isMember: () => this.known !== undefined,
      reached: (reached) => this.welcomed(reached),
      nobody: (since) => this.claims(since),
    });
  }

  get belief(): Belief | undefined {
    return this.known;
  }
  get facts(): GuestState {
    return this.state ?? createGuestState(this.parts.self, { run: '', epoch: 0, host: '' });
  }
  get members() {
    return membersSeen(this.facts, this.latest, this.connection === 'open');
  }
  get diary() {
    const { diary } = this.parts.dialler;
    return this.isKnocking ? diary.map((line) => ({ ...line, step: 'knock' as const })) : diary;
  }
  get waiting() {
    return this.facts.waiting;
  }
  get skip() {
    return this.facts.skip;
  }

  pathTo(id: MemberId) {
    return id === this.parts.self && this.connection === 'open' ? this.links.path : undefined;
  }

  clock() {
    return this.heartbeat.reading();
  }

  order() {
    return orderOf(this.facts, this.parts.self, { ...this.facts, waiting: this.waiting });
  }

  intent(intent: Intent) {
    const message = intentMessage({ ...intent, film: this.facts.film });
    if (message) this.links.send(message);
  }

  report(report: PlayerReport) {
    const news = report.state !== this.latest.state;
    this.latest = toldReport(report);
    if (!news) return;
    this.ping();
    this.listeners.changed();
  }

  goOn() {
    this.ping({ goOn: true });
  }

  offerSkip(to: number) {
    this.ping({ skip: to });
  }

  rename(name: string) {
    this.links.send(renameMessage(name, this.parts.colour()));
  }

  /**
   * Dials until a host has proved itself, is believed and has said welcome.
   * Rejects with a `ProblemError` when nobody is found for some seconds, or where dialling again cannot help.
   */
  async join(): Promise<void> {
    const problem = await this.redialler.dial(this.known ? GIVEN_UP_MS : FIRST_DIAL_MS);
    if (problem) throw new ProblemError(problem);
  }

  /** Another member is host now, and this link leads to it. */
  adopt(reached: Reached): Promise<void> {
    return this.welcomed(reached);
  }

  /** Goes on without a link, and dials. */
  resume() {
    this.lost();
  }

  async close() {
    if (this.over.signal.aborted) return;
    this.links.send({ kind: 'leave' });
    await this.stop();
  }

  /** Without a goodbye: this member stays in the room, in another seat. */
  async stop() {
    this.over.abort();
    this.redialler.close();
    this.heartbeat.stop();
    await this.links.partFromAll();
  }

  /** Is the host gone, and this member the next? @param nobodySince local ms since when it is known that nobody is there */
  private claims(nobodySince: number): boolean {
    const turn = this.known && mayClaim(this.known, this.parts.self, nobodySince);
    return turn !== undefined && this.now() >= turn.at && this.listeners.follows(turn.epoch);
  }

  /** Takes in a link whose host has proved itself. Rejects with a `LinkError` when it then says nothing. */
  private async welcomed(reached: Reached): Promise<void> {
    const { link } = reached;
    if (this.over.signal.aborted) return this.links.partFrom(reached);
    const claim = { host: memberIdOf(link.key), run: link.run, epoch: link.epoch };
    const { scheduler } = this.parts;
    await untilWelcome(link, scheduler, {
      begin: (talks) => [this.begin(reached, claim), this.parts.chat.begun(talks)],
      heard: (message, arrivedAt) => this.hear(reached, message, arrivedAt),
      ended: () => this.ended(reached),
      knocking: () => {
        this.isKnocking = true;
        this.listeners.knocking();
      },
      isOver: () => this.over.signal.aborted,
    }).catch((error: unknown) => {
      this.parts.dialler.refused(reached.way, error);
      this.links.partFrom(reached);
      throw error;
    });
  }

  private begin(reached: Reached, claim: { readonly host: MemberId; readonly run: string; readonly epoch: number }) {
    const { state, known } = this;
    this.links.add(reached);
    this.isKnocking = false;
    this.asks.end();
    // It may have been changed since the hello that named it was sent, and a hello tells no colour.
    const name = this.parts.name();
    if (name !== reached.name || this.parts.colour()) this.rename(name);
    // The same term: its clock is the one that was known, and nothing older than what is held is taken.
    const same = known?.run === claim.run && known.epoch === claim.epoch && known.host === claim.host;
    if (known && known.host !== claim.host) this.listeners.toast('hosts', reached.link.name);
    // The host of before waits until all have gone over to the one that it has named.
    if (known?.named?.host === claim.host) this.links.partFromHost(known.host);
    this.known = believing(known, claim, this.now());
    if (!state || state.run !== claim.run) this.state = createGuestState(this.parts.self, claim, state?.members);
    else if (!same) this.state = nextTerm(state, claim);
    this.connection = 'open';
    this.heartbeat.start(same);
    this.redialler.upgradeFrom(reached.way);
    this.listeners.recorded();
    this.listeners.changed();
  }

  private hear(reached: Reached, message: HostMessage | SignedMessage, arrivedAt: number) {
    if (!this.links.has(reached)) return;
    this.heartbeat.heard();
    if (this.known) this.known = heard(this.known, this.now());
    switch (message.kind) {
      case 'welcome':
      case 'knocking':
      case 'invite':
        return;
      case 'moved':
        return this.listeners.moved(message.code);
      case 'pong':
        return this.pong(message, arrivedAt);
      case 'declined':
        return this.listeners.toast('declined', this.asks.declined());
      case 'bye':
        return this.dismissed(message.reason);
      default:
        return isHostChat(message) ? this.parts.chat.take(message) : this.take(message);
    }
  }

  private pong(message: Extract<HostMessage, { kind: 'pong' }>, arrivedAt: number) {
    const knewClock = this.clock() !== undefined;
    this.heartbeat.pong(message, arrivedAt);
    // Only by the room's clock can be kept what is known of it.
    if (!knewClock) this.listeners.recorded();
    this.listeners.ordered();
  }

  private take(message: SignedMessage) {
    const before = this.facts;
    this.state = takeSigned(before, message);
    if (this.state === before) return;
    if (this.known) this.believe(told(this.known, message));
    if (message.kind === 'handover') this.named(message.to);
    if (message.kind === 'roster') tellComings(before, this.state, (text, name) => this.listeners.toast(text, name));
    if (this.state.change !== before.change || this.state.media !== before.media) this.listeners.recorded();
    this.listeners.ordered();
    this.listeners.changed();
  }

  /** The host has named another: this member is host at once, or goes there, on a link beside the one that there is. */
  private named({ host, epoch }: { readonly host: MemberId; readonly epoch: number }) {
    if (host === this.parts.self) this.listeners.follows(epoch);
    else this.redial();
  }

  /** What is believed is kept over a death of the room place; that the host is heard is not. */
  private believe(belief: Belief) {
    const news = JSON.stringify({ ...this.known, heardAt: 0 }) !== JSON.stringify({ ...belief, heardAt: 0 });
    this.known = belief;
    if (news) this.listeners.recorded();
  }

  private dismissed(reason: Extract<HostMessage, { kind: 'bye' }>['reason']) {
    // A flood was of this end's own making: there is no harm in dialling again.
    if (this.over.signal.aborted || reason === 'flood') return;
    this.close();
    this.listeners.ended(byeProblem(reason));
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private ping(more: PingExtras = {}) {
    this.links.send(pingMessage(this.now(), this.latest, this.heartbeat.rttMs, more));
  }

  /** The host is not heard: shown, and dialled beside the link that may yet be heard again. */
  private suspect(silent: boolean) {
    this.connection = silent ? 'reconnecting' : 'open';
    this.listeners.changed();
    if (silent) this.redial();
    else this.redialler.stop();
  }

  /** Nobody waits for these links any more: the film plays on by what is known. */
  private lost() {
    this.links.partFromAll();
    this.heartbeat.stop();
    this.connection = 'reconnecting';
    this.listeners.changed();
    this.redial();
  }

  /** Goes over to where the room is met now, on a link beside the one that there is. */
  redial() {
    if (this.over.signal.aborted) return;
    this.redialler.dial(GIVEN_UP_MS).then((problem) => {
      if (!problem || this.over.signal.aborted || this.connection === 'open') return;
      this.close();
      this.listeners.ended(problem === 'room-not-found' ? 'host-lost' : problem);
    });
  }

  private ended(reached: Reached) {
    if (this.links.ended(reached) && !this.over.signal.aborted) this.lost();
  }
}
