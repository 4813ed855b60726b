import { keep, readKept } from '../../lib/browser/kept';
import { boundShift, shiftList } from '../../lib/core/film/shifts';

/** How the person has shifted the film that this frame shows (SPEC CU-2). */
export interface OwnShift {
  /** The page shows this film now: its shift is looked up if it is another. */
  shows(film: string): void;
  set(shiftS: number): void;
  readonly seconds: number;
}

/** @param apply to the player; told to the room place; never called from within `shows` */
export function createOwnShift(apply: (shiftS: number) => void): OwnShift {
  let shown: string | undefined;
  let seconds = 0;
  const take = (shiftS: number) => {
    seconds = shiftS;
    apply(shiftS);
  };
  return {
    get seconds() {
      return seconds;
    },
    shows(film) {
      if (film === shown) return;
      shown = film;
      // Without its storage, as when the extension was updated under the page, a film is not shifted.
      readKept(shiftList, film).then(
        ([, shiftS] = [film, 0]) => film === shown && shiftS !== seconds && take(shiftS),
        () => {},
      );
    },
    set(shiftS) {
      take(boundShift(shiftS));
      if (shown) keep(shiftList, [shown, seconds]).catch(() => {});
    },
  };
}
