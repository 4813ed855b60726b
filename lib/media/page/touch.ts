/** How long a press counts after its end, ms: a slider that is let go seeks in the same moment, or a little later. */
const PRESSED_MS = 1_000;
/** So long the browser holds a press for fresh (Chromium 156, Firefox ESR 153). */
const ACTIVATION_MS = 5_000;
/** The other frames are told of a press at most this often, ms: a key that is held comes thirty times a second. */
const TELL_MS = 250;

export interface Touch {
  userActive(): boolean;
  /** The person has pressed something in another frame of the tab: its controls may work the film of this one. */
  pressedElsewhere(): void;
  /** The last press was on a button of our own, and says nothing of what the page's player does next. */
  forget(): void;
}

/**
 * Has the person pressed something in this tab just now (SPEC IN-7, IN-8, IN-22)? What is seen of the press itself counts
 * for a second. Of a press that only the browser has seen, it says so for five seconds.
 * @param tell that something was pressed here
 */
export function watchTouch(signal: AbortSignal, tell: () => void = () => {}): Touch {
  let held = false;
  let pressedAt = Number.NEGATIVE_INFINITY;
  let forgottenAt = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  const listen = <E extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'keydown'>(
    type: E,
    heard: (event: WindowEventMap[E]) => void,
  ) =>
    // A page's script may dispatch what it likes; only a person's counts.
    addEventListener(type, (event) => event.isTrusted && heard(event), { capture: true, passive: true, signal });
  const press = () => {
    pressedAt = performance.now();
    if (pressedAt - toldAt < TELL_MS) return;
    toldAt = pressedAt;
    tell();
  };
  const release = () => {
    if (held) press();
    held = false;
  };
  listen('pointerdown', ({ button }) => {
    // Another button opens a menu, and its end may never come (macOS).
    if (button !== 0) return;
    held = true;
    press();
  });
  listen('pointerup', release);
  listen('pointercancel', release);
  // What let go outside the window has told nobody.
  listen('pointermove', ({ buttons }) => {
    if (held && buttons === 0) release();
  });
  listen('keydown', press);
  return {
    userActive() {
      const now = performance.now();
      if (held || now - pressedAt < PRESSED_MS) return true;
      const isExplained = now - Math.max(pressedAt, forgottenAt) <= ACTIVATION_MS;
      return navigator.userActivation?.isActive === true && !isExplained;
    },
    pressedElsewhere() {
      pressedAt = performance.now();
    },
    forget() {
      held = false;
      pressedAt = Number.NEGATIVE_INFINITY;
      forgottenAt = performance.now();
    },
  };
}
