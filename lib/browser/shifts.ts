import { browser } from 'wxt/browser';
import { parseShifts, type Shifts, shiftOf, withShift } from '../core/shifts';

const KEY = 'shifts';

async function read(): Promise<Shifts> {
  const kept: Record<string, unknown> = await browser.storage.local.get(KEY);
  return parseShifts(kept[KEY]);
}

/** How the person has shifted this film before, seconds; 0: not. */
export async function readShift(film: string): Promise<number> {
  return shiftOf(await read(), film);
}

export async function writeShift(film: string, shiftS: number): Promise<void> {
  await browser.storage.local.set({ [KEY]: withShift(await read(), film, shiftS) });
}
