import { countDown } from '../core/room/countdown';
import { answerAsk, standingAsks } from '../core/room/drive-asks';
import { setControl, setDoor, setDriver } from '../core/room/host-state';
import { startFilm } from '../core/room/intents';
import { setTogether } from '../core/room/waiting';
import type { MemberId } from '../core/wire/protocol';
import type { HostDoor } from './host-door';
import type { HostFacts } from './host-facts';
import type { HostPowers } from './seat';

/** What of a host's seat its powers work on. */
export interface PowersOver {
  readonly held: HostFacts;
  readonly door: HostDoor;
  readonly now: () => number;
  /** Tells a guest that it may not drive now. */
  readonly decline: (id: MemberId) => void;
  readonly remove: (id: MemberId) => void;
  readonly makeHost: (id: MemberId) => void;
}

/** What the member that is host may do. */
export function hostPowers({ held, door, now, decline, remove, makeHost }: PowersOver): HostPowers {
  return {
    setMedia: (media) => held.setMedia(media),
    startFilm: (media, start) => held.adopt(startFilm(held.now, media, start, now())),
    setControl: (control) => held.set(setControl(held.now, control)),
    setDriver: (id, may) => held.set(setDriver(held.now, id, may)),
    setTogether: (together) => held.set(setTogether(held.now, together, now()), true),
    countDown: (on, by = held.now.host) => held.count(countDown(held.now, by, on, now())),
    setDoor: (change) => held.set(setDoor(held.now, change)),
    get knocks() {
      return door.knocks.all;
    },
    letIn: (id, may) => door.answer(id, may),
    expect: (ids) => {
      door.expected = new Set(ids);
    },
    get asks() {
      return standingAsks(held.now);
    },
    letDrive: (id, may) => {
      const next = answerAsk(held.now, id, may, now());
      if (next === held.now) return;
      if (may) return held.set(next);
      held.note(next);
      decline(id);
    },
    remove,
    makeHost,
  };
}
