/**
 * Chromium freezes a tab that nobody looks at: nothing runs in it, and its film is paused. The `pause` is told once the tab
 * goes on, which may be as it is looked at again.
 *
 * @returns when this frame last went on after that, local ms: now, while it is frozen; undefined: it never was
 */
export function watchFrozen(signal: AbortSignal): () => number | undefined {
  let isFrozen = false;
  let thawedAt: number | undefined;
  document.addEventListener(
    'freeze',
    () => {
      isFrozen = true;
    },
    { signal },
  );
  document.addEventListener(
    'resume',
    () => {
      isFrozen = false;
      thawedAt = performance.now();
    },
    { signal },
  );
  return () => (isFrozen ? performance.now() : thawedAt);
}
