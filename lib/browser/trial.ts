import { browser } from 'wxt/browser';

/** Whose window it is: the person's own, or the one that stands in for a friend's. */
export type TrialSide = 'own' | 'friend';

/** The part of the screen that windows may lie in, px. */
export interface ScreenRoom {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Wide enough for the film and a line of words, and no wider: both lie beside each other, px. */
const WIDTH_MAX_PX = 560;
const HEIGHT_MAX_PX = 720;

/** Where windows may lie on the screen that this page is on. */
export function screenRoom(): ScreenRoom {
  const { availWidth: width, availHeight: height } = screen;
  // Where a second screen begins is told by no standard.
  const { availLeft = 0, availTop = 0 } = screen as Screen & { availLeft?: number; availTop?: number };
  return { left: availLeft, top: availTop, width, height };
}

/** Opens a window in which Lockstep is tried out (SPEC TRY-1), beside the other one. @param code of the room of the two */
export async function openTrialWindow(code: string, side: TrialSide, room: ScreenRoom): Promise<void> {
  const width = Math.min(WIDTH_MAX_PX, Math.floor(room.width / 2));
  const height = Math.min(HEIGHT_MAX_PX, room.height);
  const middle = room.left + Math.floor(room.width / 2);
  const place = { left: side === 'own' ? middle - width : middle, top: room.top };
  const url = browser.runtime.getURL(`/try.html?${new URLSearchParams({ code, side })}`);
  const { id } = (await browser.windows.create({ url, type: 'popup', width, height, ...place })) ?? {};
  // Firefox puts a new window where it likes; some desktops do so in any case.
  if (id !== undefined) await browser.windows.update(id, place).catch(() => {});
}

/** Opens both windows; the person's own is in front. @param code of the room of the two */
export async function openTrial(code: string): Promise<void> {
  const room = screenRoom();
  await openTrialWindow(code, 'friend', room);
  await openTrialWindow(code, 'own', room);
}

/** Closes the window that this page is in. */
export async function closeOwnWindow(): Promise<void> {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.windows.remove(id);
}
