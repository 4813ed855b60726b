import type { Media } from '../core/film/media';
import type { RoomRecord } from '../core/ports/service-record';
import { memberIdOf } from '../core/room/guest-state';
import {
  admitMember,
  createHostState,
  dropMember,
  HOST_ID,
  type HostState,
  memberOf,
  putMember,
  setControl,
  setMedia,
  updateMember,
} from '../core/room/host-state';
import { applyAnchor, applyIntent, startFilm } from '../core/room/intents';
import type { Intent, PlayerReport } from '../core/room/order';
import { newestSkip, offerSkip } from '../core/room/skip-offer';
import { goOnWithout, nextReviewAt, reviewWaiting, setTogether } from '../core/room/waiting';
import { ownClock } from '../core/time/clock';
import { type GuestMessage, type MemberId, nameToTell } from '../core/wire/protocol';
import type { Transport } from '../transport/transport';
import { HostGuests } from './host-guests';
import { hostRecord, restored, WallWatch } from './host-record';
import { HostVoice } from './host-voice';
import type { GuestLink, Identity, RoomSecrets } from './links/link';
import { address, micros, type RoomParts } from './parts';
import { orderOf, type Room, type RoomListeners, repeat } from './room';

/** Guests are listened for this often. */
const BEAT_MS = 1_000;

/**
 * Opens a room as its host. Rejects with a `TransportError` when the rendezvous cannot be had.
 * @param record of the same room before the room place died: same run, next epoch
 */
export async function openHostRoom(
  parts: RoomParts,
  record: Extract<RoomRecord, { role: 'host' }> | undefined,
  wanted: { readonly code: string; readonly name: string; readonly server?: string },
  listeners: RoomListeners,
  signal: AbortSignal,
): Promise<Room> {
  const { sealing, scheduler, wallNow } = parts;
  listeners.trying('server');
  const [secrets, identity] = await Promise.all([
    sealing.derive(wanted.code),
    record ? sealing.importIdentity(record.identity) : sealing.createIdentity(),
  ]);
  const transport = await parts.open(address(secrets, wanted.server, parts.iceServers), 'host', signal);
  const fresh = createHostState(record?.run ?? parts.randomId(), (record?.epoch ?? 0) + 1, wanted.name);
  const state = record ? restored(fresh, record, wallNow(), scheduler.now()) : fresh;
  return new HostRoom(parts, wanted, identity, secrets, transport, state, listeners);
}

class HostRoom implements Room {
  readonly role = 'host';
  readonly self = HOST_ID;
  readonly canControl = true;
  connection: Room['connection'] = 'open';
  private readonly guests = new HostGuests();
  private readonly links;
  private readonly voice: HostVoice;
  private readonly cancelBeat: () => void;
  private cancelReview: (() => void) | undefined;
  private readonly wall: WallWatch;
  private closed = false;

  constructor(
    private readonly parts: RoomParts,
    private readonly wanted: { readonly code: string; readonly name: string; readonly server?: string },
    private readonly identity: Identity,
    secrets: RoomSecrets,
    private readonly transport: Transport,
    private state: HostState,
    private readonly listeners: RoomListeners,
  ) {
    const { run, epoch } = state;
    this.links = parts.sealing.host(transport, secrets, { identity, name: wanted.name, run, epoch }, parts.scheduler);
    this.voice = new HostVoice(parts.scheduler, () => this.state, this.links);
    this.links.onGuest((link) => this.arrive(link));
    transport.onStatus((status) => {
      if (status.state === 'closed') return this.end();
      this.connection = status.state;
      listeners.changed();
    });
    this.wall = new WallWatch(parts.wallNow, () => this.now());
    this.cancelBeat = repeat(parts.scheduler, BEAT_MS, () => this.beat());
  }

  get members() {
    return this.state.members;
  }
  get control() {
    return this.state.control;
  }
  get playback() {
    return this.state.playback;
  }
  get media() {
    return this.state.media && { film: this.state.film, media: this.state.media };
  }
  get together() {
    return this.state.together;
  }
  get waiting() {
    return (this.state.waiting?.for ?? []).map((id) => this.memberOf(id).name);
  }
  get skip() {
    return newestSkip(this.state, this.now());
  }
  clock() {
    return ownClock;
  }

  order() {
    return orderOf(this, this.wanted.name, this.state, this.state.acks[HOST_ID]?.id ?? 0);
  }

  intent(intent: Intent) {
    this.take(HOST_ID, intent);
  }

  report(report: PlayerReport) {
    const { anchor, ...rest } = report;
    this.figures(HOST_ID, rest);
    if (!anchor) return;
    const next = applyAnchor(this.state, anchor, this.now());
    if (next === this.state) return;
    this.state = next;
    this.publishPlayback();
  }

  goOn(by = HOST_ID) {
    this.adopt(goOnWithout(this.state, by, this.now()));
  }

  offerSkip(to: number, by = HOST_ID) {
    this.adopt(offerSkip(this.state, by, to, this.now()));
  }

  setMedia(media: Media) {
    this.state = setMedia(this.state, media);
    this.voice.media();
    this.listeners.recorded();
  }

  startFilm(media: Media, start: Intent) {
    this.adopt(startFilm(this.state, media, start, this.now()));
  }

  setControl(control: Room['control']) {
    this.state = setControl(this.state, control);
    this.publishRoster();
    this.listeners.recorded();
    this.listeners.ordered();
  }

  setTogether(together: boolean) {
    this.state = setTogether(this.state, together, this.now());
    this.publishPlayback();
    this.publishRoster();
    this.listeners.recorded();
  }

  rename(name: string) {
    this.state = putMember(this.state, { ...this.memberOf(HOST_ID), name: nameToTell(name) });
    this.publishRoster();
  }

  record(): RoomRecord {
    return hostRecord(this.state, this.wanted, this.identity, this.wall.written(), this.now());
  }

  async close() {
    if (this.closed) return;
    this.closed = true;
    this.cancelBeat();
    this.voice.close();
    this.cancelReview?.();
    this.guests.send({ kind: 'bye', reason: 'ended' });
    // The goodbye is sealed and sent before the channel goes.
    await this.links.close();
    this.transport.close();
  }

  private end() {
    if (this.closed) return;
    this.close();
    this.listeners.ended('server-unreachable');
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private memberOf(id: MemberId) {
    return memberOf(this.state, id, this.wanted.name);
  }

  private arrive(link: GuestLink) {
    const id = memberIdOf(link.key);
    const before = this.guests.add(id, link, this.now());
    before?.close();
    link.onMessage((message, arrivedAt) => this.hear(id, link, message, arrivedAt));
    link.onEnd(() => this.lose(id, link));
    link.send({ kind: 'welcome', member: id });
    this.state = admitMember(this.state, { id, name: link.name, role: 'guest', state: 'catching-up' });
    this.voice.greet(link);
    this.publishRoster();
    if (!before) this.listeners.toast('joined', link.name);
  }

  private hear(id: MemberId, link: GuestLink, message: GuestMessage, arrivedAt: number) {
    if (!this.guests.hear(id, link, this.now())) return;
    switch (message.kind) {
      case 'ping': {
        link.send({ kind: 'pong', sent: message.sent, received: micros(arrivedAt), answered: micros(this.now()) });
        if (message.skip !== undefined) this.offerSkip(message.skip, id);
        if (message.goOn) this.goOn(id);
        return this.figures(id, message);
      }
      case 'intent':
        return this.take(id, message);
      case 'rename':
        this.state = putMember(this.state, { ...this.memberOf(id), name: message.name });
        return this.publishRoster();
      case 'leave':
        link.close();
        return this.lose(id, link);
      case 'ready':
        return;
    }
  }

  private take(member: MemberId, intent: Intent) {
    this.adopt(applyIntent(this.state, member, intent, this.now()));
  }

  private adopt(next: HostState) {
    if (next === this.state) return;
    const { film } = this.state;
    this.state = next;
    if (next.film !== film) this.voice.media();
    this.publishPlayback();
    this.listeners.recorded();
  }

  private lose(id: MemberId, link: GuestLink) {
    if (!this.guests.remove(id, link)) return;
    const { name } = this.memberOf(id);
    this.state = dropMember(this.state, id);
    this.review();
    this.publishRoster();
    this.listeners.toast('left', name);
  }

  private figures(id: MemberId, change: Parameters<typeof updateMember>[2]) {
    const word = this.memberOf(id).state;
    this.state = updateMember(this.state, id, change);
    this.review();
    if (change.state !== undefined && change.state !== word) this.publishRoster();
    else this.listeners.changed();
  }

  /** Is somebody to be waited for, or ready again? */
  private review() {
    const next = reviewWaiting(this.state, this.now());
    const said = next.revision !== this.state.revision;
    this.state = next;
    if (said) this.publishPlayback();
    this.cancelReview?.();
    const at = nextReviewAt(next, this.now());
    this.cancelReview = at === undefined ? undefined : this.parts.scheduler.after(at - this.now(), () => this.review());
  }

  private beat() {
    const waitedFor = this.state.waiting?.for ?? [];
    for (const { id, link, dead } of this.guests.silent(this.now())) {
      if (dead) {
        link.close();
        this.lose(id, link);
      } else if (!waitedFor.includes(id)) this.figures(id, { state: 'away' });
    }
    if (this.voice.rosterIsOld) this.publishRoster();
    if (this.voice.playbackIsOld) this.publishPlayback();
    if (this.wall.hasStepped) this.listeners.recorded();
  }

  private publishPlayback() {
    this.voice.playback();
    this.listeners.ordered();
  }

  private publishRoster() {
    this.listeners.changed();
    this.voice.roster();
  }
}
