/**
 * Browsers slow the timers of a tab that nobody sees, and pause videos as it is hidden.
 * @returns since when this frame's tab is hidden, local ms; undefined while it is seen
 */
export function watchHidden(signal: AbortSignal): () => number | undefined {
  const seen = () => (document.hidden ? performance.now() : undefined);
  let since = seen();
  document.addEventListener(
    'visibilitychange',
    () => {
      since = seen();
    },
    { signal },
  );
  return () => since;
}
