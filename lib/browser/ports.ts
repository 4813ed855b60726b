import { type Browser, browser } from 'wxt/browser';
import { mayOpen } from './rights';

/** The extension's ports, with one end's messages typed (SPEC EX-2). */
export interface TypedPort<In, Out> {
  /** Without effect when the other end is gone. */
  post(message: Out): void;
  /** Listeners are called in the order in which they came, each message parsed once. */
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

function typed<In, Out>(port: Browser.runtime.Port, parse: (message: unknown) => In | undefined): TypedPort<In, Out> {
  let open = true;
  const listeners: ((message: In) => void)[] = [];
  // Once for all that listen: a page's part has six, and what is heard several times a second is what the film waits for.
  const hear = (message: unknown) => {
    const parsed = parse(message);
    if (parsed === undefined) return;
    for (const listener of listeners) {
      try {
        listener(parsed);
      } catch (error) {
        // One that fails belongs in the console; the others hear all the same.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };
  port.onDisconnect.addListener(() => {
    open = false;
    // Reading it keeps Chrome from writing it to the console.
    void browser.runtime.lastError;
  });
  return {
    post(message) {
      try {
        if (open) port.postMessage(message);
      } catch {
        open = false;
      }
    },
    onMessage(listener) {
      listeners.push(listener);
      if (listeners.length === 1) port.onMessage.addListener(hear);
    },
    onClose: (listener) => port.onDisconnect.addListener(() => listener()),
    close: () => {
      open = false;
      port.disconnect();
    },
  };
}

/**
 * Throws when the extension was updated or removed under a page's feet.
 * @param parse what it gives nothing for is not heard (SPEC EX-5)
 */
export function connect<In, Out>(name: string, parse: (message: unknown) => In | undefined): TypedPort<In, Out> {
  return typed(browser.runtime.connect({ name }), parse);
}

export interface PortSender {
  readonly tabId: number | undefined;
  /** Host of the page in that tab, where the browser tells. */
  readonly site: string | undefined;
}

/**
 * Serves ports that are opened to this context by who may open them (SPEC EX-1). Who serves a port parses what comes
 * over it. On Chrome only the offscreen document may: a worker would be kept awake.
 */
export function serve(listener: (name: string, port: TypedPort<unknown, never>, sender: PortSender) => void): void {
  browser.runtime.onConnect.addListener((port) => {
    if (!port.sender || !mayOpen(port.sender, port.name)) return port.disconnect();
    const { tab } = port.sender;
    listener(
      port.name,
      typed(port, (message) => message),
      { tabId: tab?.id, site: tab?.url && URL.parse(tab.url)?.host },
    );
  });
}
