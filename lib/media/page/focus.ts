export interface Focus {
  /** Local ms at which the window last came to the front, or went from it. */
  changedAt(): number | undefined;
  /** That was seen in another frame of the tab. */
  changedElsewhere(): void;
}

/**
 * When did the window come to the front, or go from it (SPEC IN-21)? Pages play and pause by that.
 * @param tell that it was seen in this frame: the focused frame alone is told of it by the browser
 */
export function watchFocus(signal: AbortSignal, tell: () => void): Focus {
  let at: number | undefined;
  const change = (event: Event) => {
    // Focus that has only gone to a frame within leaves the window where it is.
    if (!event.isTrusted || event.target !== event.currentTarget || (event.type === 'blur' && document.hasFocus()))
      return;
    at = performance.now();
    tell();
  };
  for (const type of ['blur', 'focus']) addEventListener(type, change, { capture: true, signal });
  return {
    changedAt: () => at,
    changedElsewhere() {
      at = performance.now();
    },
  };
}
