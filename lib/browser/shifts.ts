import { parseShifts, shiftOf, withShift } from '../core/film/shifts';
import { changeKept, readKept } from './kept';

const KEY = 'shifts';

/** How the person has shifted this film before, seconds; 0: not. */
export async function readShift(film: string): Promise<number> {
  return shiftOf(parseShifts(await readKept(KEY)), film);
}

export async function keepShift(film: string, shiftS: number): Promise<void> {
  await changeKept(KEY, (kept) => withShift(parseShifts(kept), film, shiftS));
}
