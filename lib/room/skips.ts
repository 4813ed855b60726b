import { type SkipAnswer, type SkipQuestion, skipLeftMs } from '../core/room/skip-offer';
import { toRemote } from '../core/time/clock';
import type { Scheduler } from '../core/time/scheduler';
import type { Room } from './room';

export interface SkipsDependencies {
  readonly scheduler: Scheduler;
  readonly room: () => Room | undefined;
  /** The player here shows the room's film, and can be taken elsewhere in it. */
  readonly isHere: () => boolean;
  /** To be shown in the page, or no more. */
  readonly show: (question: SkipQuestion | undefined) => void;
  /** The others are asked about the skip of the player here. */
  readonly asked: () => void;
  /** Takes the room to this place of it, s. */
  readonly go: (place: number) => void;
  /** The popup has to be told. */
  readonly changed: () => void;
}

/** What a member is shown of what the players of others have skipped (SPEC RO-9). */
export class Skips {
  /** As it is shown now. */
  question: SkipQuestion | undefined;
  /** The offer that was answered, and the own one that was told of, by its room time, ms. */
  private answeredAt: number | undefined;
  private toldAt: number | undefined;
  private cancelAgain: (() => void) | undefined;

  constructor(private readonly parts: SkipsDependencies) {}

  /** Looks anew: at each change of the room. @param afresh whoever shows it has forgotten it */
  look(afresh = false) {
    const { parts } = this;
    const [room, clock] = [parts.room(), parts.room()?.clock()];
    this.cancelAgain?.();
    const offer = room?.skip;
    const now = parts.scheduler.now();
    const leftMs = offer && clock ? skipLeftMs(offer, room.facts.playback, toRemote(clock, now)) : 0;
    if (!room || !offer || leftMs <= 0) return this.show(undefined, afresh);
    this.cancelAgain = parts.scheduler.after(leftMs, () => this.look());
    if (offer.by === room.self) {
      if (this.toldAt !== offer.at) parts.asked();
      this.toldAt = offer.at;
      return this.show(undefined, afresh);
    }
    const who = room.members.find(({ id }) => id === offer.by)?.name;
    const isOpen = who !== undefined && this.answeredAt !== offer.at && parts.isHere();
    this.show(isOpen ? { who, to: offer.to, may: room.canControl } : undefined, afresh);
  }

  /** @param to of the offer that was answered: another may have come meanwhile */
  answer(answer: SkipAnswer, to: number) {
    const { question, parts } = this;
    if (question?.to !== to) return;
    this.answeredAt = parts.room()?.skip?.at;
    if (answer === 'skip') parts.go(to);
    this.look();
  }

  close() {
    this.cancelAgain?.();
  }

  private show(question: SkipQuestion | undefined, afresh: boolean) {
    const news = JSON.stringify(question) !== JSON.stringify(this.question);
    this.question = question;
    if (news || (afresh && question)) this.parts.show(question);
    if (news) this.parts.changed();
  }
}
