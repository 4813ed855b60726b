import type { FocusChange } from '../../core/player/player-view';

export interface Focus {
  /** When the window last came to the front, or went from it. */
  change(): FocusChange | undefined;
  /** That was seen in another frame of the tab. */
  changedElsewhere(to: FocusChange['to']): void;
}

/**
 * When did the window come to the front, or go from it (SPEC IN-21)? Pages play and pause by that.
 * @param tell that it was seen in this frame: the focused frame alone is told of it by the browser
 */
export function watchFocus(signal: AbortSignal, tell: (to: FocusChange['to']) => void): Focus {
  // When it came there is not known.
  let last: FocusChange | undefined = document.hasFocus() ? { at: Number.NEGATIVE_INFINITY, to: 'front' } : undefined;
  const note = (to: FocusChange['to']) => {
    last = { at: performance.now(), to };
  };
  const listen = (type: 'focus' | 'blur', to: FocusChange['to']) =>
    addEventListener(
      type,
      (event) => {
        // Focus that has only gone to a frame within leaves the window where it is.
        const isWithin = to === 'back' && document.hasFocus();
        if (!event.isTrusted || event.target !== event.currentTarget || isWithin) return;
        note(to);
        tell(to);
      },
      { capture: true, signal },
    );
  listen('focus', 'front');
  listen('blur', 'back');
  return { change: () => last, changedElsewhere: note };
}
