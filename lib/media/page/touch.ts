/** How long a press counts after its end, ms: a slider that is let go seeks in the same moment, or a little later. */
const RELEASED_MS = 1_000;
/** So long the browser holds a press for fresh (Chromium 156, Firefox ESR 153). */
const ACTIVATION_MS = 5_000;

export interface Touch {
  userActive(): boolean;
  /** The last press was on a button of our own, and says nothing of what the page's player does next. */
  forget(): void;
}

/**
 * Has the person pressed something in this frame just now (SPEC IN-7, IN-8)? The browser says so for five seconds from
 * the beginning of a press; who holds a slider for longer is still pressing.
 */
export function watchTouch(signal: AbortSignal): Touch {
  let held = false;
  let releasedAt = Number.NEGATIVE_INFINITY;
  let forgottenAt = Number.NEGATIVE_INFINITY;
  const listen = (type: 'pointerdown' | 'pointerup' | 'pointercancel', heard: (event: PointerEvent) => void) =>
    // A page's script may dispatch what it likes; only a person's counts.
    addEventListener(type, (event) => event.isTrusted && heard(event), { capture: true, passive: true, signal });
  const release = () => {
    if (held) releasedAt = performance.now();
    held = false;
  };
  listen('pointerdown', () => {
    held = true;
  });
  listen('pointerup', release);
  listen('pointercancel', release);
  return {
    userActive() {
      const now = performance.now();
      const active = navigator.userActivation?.isActive === true && now - forgottenAt > ACTIVATION_MS;
      return held || now - releasedAt < RELEASED_MS || active;
    },
    forget() {
      held = false;
      releasedAt = Number.NEGATIVE_INFINITY;
      forgottenAt = performance.now();
    },
  };
}
