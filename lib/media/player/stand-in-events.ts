import type { VideoLike } from './player';

/** What a stand-in lets be heard. */
export interface StandInEvents {
  /** Says something of its own. */
  emit(type: string): void;
  /** As of an element; of the options, `once` and `signal` count. */
  addEventListener: VideoLike['addEventListener'];
}

/**
 * The events of a stand-in: its own, and of the element's those that pass. No `EventTarget`: Firefox (ESR 153) calls no
 * listener of one that a content script has made.
 *
 * @param passes asked at each event of the element
 */
export function standInEvents(
  video: VideoLike,
  forwards: (type: string) => boolean,
  signal: AbortSignal,
): StandInEvents {
  const heard = new Map<string, Set<(event: Event) => void>>();

  const emit = (type: string) => {
    const event = new Event(type);
    for (const listener of [...(heard.get(type) ?? [])]) listener(event);
  };
  const listenersOf = (type: string) => {
    const known = heard.get(type);
    if (known) return known;
    const listeners = new Set<(event: Event) => void>();
    heard.set(type, listeners);
    video.addEventListener(type, () => forwards(type) && emit(type), { signal });
    return listeners;
  };
  return {
    emit,
    addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options = {}) {
      const { once = false, signal: life } = typeof options === 'boolean' ? {} : options;
      if (!listener || life?.aborted) return;
      const listeners = listenersOf(type);
      const hear = (event: Event) => {
        if (once) listeners.delete(hear);
        if (typeof listener === 'function') listener(event);
        else listener.handleEvent(event);
      };
      listeners.add(hear);
      life?.addEventListener('abort', () => listeners.delete(hear), { once: true });
    },
  };
}
