/**
 * How elements that are nowhere to be found reach us (SPEC FV-5): in the page's own world `attachShadow` and what gives
 * a video its source or plays it are listened in on, and each element they are called on is handed over as the
 * `relatedTarget` of an event of a random name. An event of that name with a `detail` of 1 tells that the browser has run a
 * handler of the page's media session (SPEC IN-29). The two functions are sent into a frame as text, so they may use nothing
 * from outside.
 */

/** What our world of a frame keeps of its hook. */
interface Hook {
  readonly listen: () => void;
  /** Handed over before anybody asked for them. */
  readonly early: Element[];
  take: ((element: Element) => void) | undefined;
  /** Local ms of the last media key for which the page has a handler. */
  mediaKeyAt: number | undefined;
}
interface Slot {
  lockstepHook?: Hook;
}

/**
 * Runs in our world of a frame, before `installHook` of the same name does in the page's. Of several for one frame the
 * first counts.
 */
export function listenToHook(name: string): void {
  const slot = globalThis as Slot;
  const there = slot.lockstepHook;
  if (there) {
    // This window has shown another document since.
    there.listen();
    addEventListener(name, (event) => event.preventDefault(), { once: true });
    return;
  }
  const early: Element[] = [];
  const hear = (event: Event) => {
    const { relatedTarget, detail } = event as MouseEvent;
    if (detail === 1 && slot.lockstepHook) slot.lockstepHook.mediaKeyAt = performance.now();
    if (relatedTarget === null) return;
    event.stopImmediatePropagation();
    const element = relatedTarget as Element;
    const { lockstepHook } = slot;
    if (lockstepHook?.take) lockstepHook.take(element);
    else if (early.length < 64) early.push(element);
  };
  const listen = () => addEventListener(name, hear, true);
  slot.lockstepHook = { listen, early, take: undefined, mediaKeyAt: undefined };
  listen();
}

/**
 * Runs in the page's own world. It knows nothing but the name and tells only ourselves; whatever the page has put in
 * the place of what is used here, the page's own calls go through.
 */
export function installHook(name: string): void {
  try {
    const { apply } = Reflect;
    const MouseEventHere = MouseEvent;
    const { dispatchEvent } = EventTarget.prototype;
    const { add, has } = WeakSet.prototype;
    const getterOf = (name: string) => Object.getOwnPropertyDescriptor(Node.prototype, name)?.get as () => unknown;
    const [isConnected, ownerDocument] = [getterOf('isConnected'), getterOf('ownerDocument')];
    const target = window;
    const here = document;
    const tell = (relatedTarget: EventTarget | null): boolean =>
      apply(dispatchEvent, target, [new MouseEventHere(name, { cancelable: true, relatedTarget })]);
    // Prevented: the frame has a hook already.
    if (!tell(null)) return;
    const told = new WeakSet<object>();
    /** A page may paint each frame by another call: one that is in the document is found by other ways once it is known. */
    const tellOnce = (video: EventTarget) => {
      const isFound = apply(isConnected, video, []) && apply(ownerDocument, video, []) === here;
      if (isFound && apply(has, told, [video])) return;
      tell(video);
      apply(add, told, [video]);
    };
    const tellOfMediaKey = () => apply(dispatchEvent, target, [new MouseEventHere(name, { detail: 1 })]);
    /** What a page has set before the hook was there stays as it is: nobody can ask for it. */
    const listenToMediaKeys = () => {
      const { prototype } = MediaSession;
      const described = Object.getOwnPropertyDescriptor(prototype, 'setActionHandler');
      const own = described?.value;
      if (typeof own !== 'function') return;
      const run: ProxyHandler<() => unknown> = {
        apply(handler, self, args) {
          try {
            tellOfMediaKey();
          } catch {}
          return apply(handler, self, args);
        },
      };
      const set: ProxyHandler<() => unknown> = {
        apply(original, self, [action, handler, ...more]) {
          const heard = typeof handler === 'function' ? new Proxy(handler, run) : handler;
          return apply(original, self, [action, heard, ...more]);
        },
      };
      for (const traps of [run, set]) Object.setPrototypeOf(traps, null);
      Object.defineProperty(prototype, 'setActionHandler', { ...described, value: new Proxy(own, set) });
    };
    const listenIn = (prototype: object, method: string, say: (self: EventTarget) => void = tell) => {
      const described = Object.getOwnPropertyDescriptor(prototype, method);
      const kind = described?.set ? 'set' : 'value';
      const own = described?.[kind];
      if (typeof own !== 'function') return;
      const called: ProxyHandler<() => unknown> = {
        apply(original, self, args) {
          const result = apply(original, self, args);
          try {
            say(self);
          } catch {}
          return result;
        },
      };
      // A proxy passes for the native function even in its text. Without a prototype it has no traps of the page's.
      Object.setPrototypeOf(called, null);
      Object.defineProperty(prototype, method, { ...described, [kind]: new Proxy(own, called) });
    };
    for (const name of ['play', 'load', 'src', 'srcObject']) listenIn(HTMLMediaElement.prototype, name);
    // By what paints its film: such a page may have got going before there was a hook.
    listenIn(HTMLVideoElement.prototype, 'requestVideoFrameCallback', tellOnce);
    listenIn(Element.prototype, 'attachShadow');
    listenToMediaKeys();
  } catch {}
}

/** When the browser last ran a handler of the page's media session in this frame, local ms; undefined: never yet. */
export function lastMediaKeyAt(): number | undefined {
  return (globalThis as Slot).lockstepHook?.mediaKeyAt;
}

/** Takes from now on what this frame's hook hands over, and what it has so far. */
export function takeFromHook(take: (element: Element) => void, signal: AbortSignal): void {
  const hook = (globalThis as Slot).lockstepHook;
  if (!hook) return;
  // The page's `document.open()` may have taken the listener away.
  hook.listen();
  hook.take = take;
  for (const element of hook.early.splice(0)) take(element);
  signal.addEventListener('abort', () => {
    if (hook.take === take) hook.take = undefined;
  });
}
