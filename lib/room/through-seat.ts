import type { Intent, PlayerReport } from '../core/room/order';
import type { MemberId } from '../core/wire/protocol';
import type { Seat } from './seat';

/** A room as far as its seat answers for it, whichever seat that is just now. */
export abstract class ThroughSeat<S extends Seat> implements Omit<Seat, 'carrier' | 'rename' | 'close'> {
  protected abstract seat: S;

  get facts() {
    return this.seat.facts;
  }
  get members() {
    return this.seat.members;
  }
  get powers() {
    return this.seat.powers;
  }
  get asks() {
    return this.seat.asks;
  }
  get connection() {
    return this.seat.connection;
  }
  get diary() {
    return this.seat.diary;
  }
  get waiting() {
    return this.seat.waiting;
  }
  get skip() {
    return this.seat.skip;
  }

  pathTo(id: MemberId) {
    return this.seat.pathTo(id);
  }
  order() {
    return this.seat.order();
  }
  clock() {
    return this.seat.clock();
  }
  intent(intent: Intent) {
    this.seat.intent(intent);
  }
  report(report: PlayerReport) {
    this.seat.report(report);
  }
  goOn() {
    this.seat.goOn();
  }
  offerSkip(to: number) {
    this.seat.offerSkip(to);
  }
}
