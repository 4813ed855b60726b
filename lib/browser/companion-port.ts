import { browser } from 'wxt/browser';
import {
  COMPANION,
  COMPANION_PROTOCOL,
  type DiscordLink,
  type FromCompanion,
  parseFromCompanion,
  type ToCompanion,
} from '../core/ports/companion';

export interface CompanionPort {
  /** Without effect when the companion is gone. */
  send(message: ToCompanion): void;
  /** Nothing is heard any more. The companion takes the presence back, and ends. */
  close(): void;
}

export interface CompanionListeners {
  heard(message: FromCompanion): void;
  /** Once: it could not be started, or is gone. */
  gone(why: Extract<DiscordLink, { state: 'no-companion' }>['why']): void;
}

/** The companion ends after 60 s without a sign of life. */
const PING_MS = 20_000;

/** Starts the companion, as far as the browser knows one (SPEC DX-2). */
export function openCompanionPort({ heard, gone }: CompanionListeners): CompanionPort {
  let isOver = false;
  let pinging: ReturnType<typeof setInterval> | undefined;
  const end = (why: Parameters<typeof gone>[0]) => {
    if (isOver) return;
    close();
    gone(why);
  };
  const close = () => {
    isOver = true;
    clearInterval(pinging);
    port?.disconnect();
  };
  const port = connect();
  if (!port) {
    queueMicrotask(() => end('missing'));
    return { send: () => {}, close };
  }
  port.onMessage.addListener((said: unknown) => {
    if (isOver) return;
    const message = parseFromCompanion(said);
    if (message === 'other-version') return end('version');
    if (!message) return;
    if (message.type === 'bye') return end(message.reason === 'busy' ? 'busy' : 'ended');
    if (message.type === 'refused' && message.reason === 'version') return end('version');
    heard(message);
  });
  port.onDisconnect.addListener((from) => {
    // Firefox tells the reason on the port, Chrome beside it.
    const error = (from as { error?: { message?: string } }).error ?? browser.runtime.lastError;
    end(reasonOf(error?.message ?? ''));
  });
  const send = (message: ToCompanion) => {
    try {
      if (!isOver) port.postMessage({ v: COMPANION_PROTOCOL, ...message });
    } catch {
      end('ended');
    }
  };
  pinging = setInterval(() => send({ type: 'ping' }), PING_MS);
  return { send, close };
}

/** @returns undefined while the browser does not let the extension */
function connect() {
  try {
    return browser.runtime.connectNative(COMPANION);
  } catch {
    return undefined;
  }
}

/** What browsers say, in English whatever their language is. */
function reasonOf(message: string) {
  if (/not found|no such native/i.test(message)) return 'missing';
  return /forbidden|not allowed/i.test(message) ? 'forbidden' : 'ended';
}
