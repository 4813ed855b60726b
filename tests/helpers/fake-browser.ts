/**
 * A browser as far as the background needs one: tabs and windows that a test moves about, storage in memory, and events.
 * `fakeBrowser` of WXT has neither ports nor `webNavigation`, `scripting` and a sender's tab.
 */
type Listener<Args extends unknown[]> = (...args: Args) => unknown;

export class FakeEvent<Args extends unknown[]> {
  private readonly listeners = new Set<Listener<Args>>();
  readonly addListener = (listener: Listener<Args>) => void this.listeners.add(listener);
  readonly removeListener = (listener: Listener<Args>) => void this.listeners.delete(listener);
  readonly hasListeners = () => this.listeners.size > 0;
  readonly clear = () => this.listeners.clear();
  fire(...args: Args): unknown[] {
    return [...this.listeners].map((listener) => listener(...args));
  }
}

export interface FakeTab {
  readonly id: number;
  url: string;
  active: boolean;
  readonly windowId: number;
  readonly incognito: boolean;
}

export interface Navigation {
  readonly tabId: number;
  readonly frameId: number;
  readonly url: string;
  readonly transitionQualifiers: readonly string[];
  readonly documentLifecycle?: string;
}

/** An area of storage: what goes in comes out as JSON would give it, and every change is told. */
class FakeArea {
  readonly kept = new Map<string, string>();
  readonly onChanged = new FakeEvent<[changes: Record<string, object>]>();
  /** Neither gives nor takes anything. */
  fails = false;
  readonly get = async (keys?: string | readonly string[]) => {
    this.work();
    const wanted = keys === undefined ? [...this.kept.keys()] : [keys].flat();
    const found = wanted.flatMap((key) => {
      const value = this.kept.get(key);
      return value === undefined ? [] : [[key, JSON.parse(value) as unknown] as const];
    });
    return Object.fromEntries(found);
  };
  readonly set = async (items: Record<string, unknown>) => {
    this.work();
    for (const [key, value] of Object.entries(items)) this.kept.set(key, JSON.stringify(value));
    this.onChanged.fire(Object.fromEntries(Object.keys(items).map((key) => [key, {}])));
  };
  readonly remove = async (keys: string | readonly string[]) => {
    this.work();
    for (const key of [keys].flat()) this.kept.delete(key);
    this.onChanged.fire(Object.fromEntries([keys].flat().map((key) => [key, {}])));
  };

  private work() {
    if (this.fails) throw new Error('the storage fails');
  }
}

function fakeStorage() {
  const areas = { session: new FakeArea(), local: new FakeArea() };
  const onChanged = new FakeEvent<[changes: Record<string, object>, area: string]>();
  for (const [name, area] of Object.entries(areas)) {
    area.onChanged.addListener((changes) => onChanged.fire(changes, name));
  }
  return { ...areas, onChanged };
}

/** A port to a native messaging host, as the extension has it. */
export class FakeNativePort {
  readonly sent: Record<string, unknown>[] = [];
  readonly onMessage = new FakeEvent<[unknown]>();
  readonly onDisconnect = new FakeEvent<[object]>();
  isOpen = true;
  constructor(readonly name: string) {}
  readonly postMessage = (message: Record<string, unknown>) => {
    if (!this.isOpen) throw new Error('Attempting to use a disconnected port object');
    this.sent.push(message);
  };
  readonly disconnect = () => {
    this.isOpen = false;
  };
  /** The host says something, or anything. */
  says(message: unknown) {
    this.onMessage.fire(message);
  }
  /** The host ends, or could not be started. @param message as the browser gives it */
  ends(message?: string) {
    this.isOpen = false;
    this.onDisconnect.fire(message === undefined ? {} : { error: { message } });
  }
}

const ID = 'lockstep';
const ORIGIN = `chrome-extension://${ID}/`;

export class FakeBrowser {
  /** In the order in which they were opened. */
  readonly open: FakeTab[] = [];
  focusedWindow = 1;
  badge = '';
  /** How often the popup was opened by itself. */
  popups = 0;
  /** Tabs into which the player part was put, in order. */
  readonly injected: number[] = [];
  /** What the person has allowed beside what the manifest demands. */
  readonly allowed = new Set<string>();
  /** Native messaging hosts that were started, in order. */
  readonly native: FakeNativePort[] = [];
  private tabCount = 0;

  readonly storage = fakeStorage();
  readonly extension = { inIncognitoContext: false };
  readonly runtime = {
    id: ID,
    getURL: (path: string) => ORIGIN + path.replace(/^\//, ''),
    onMessage: new FakeEvent<[message: unknown, sender: object, respond: (answer: unknown) => void]>(),
    onConnect: new FakeEvent<[port: object]>(),
    onStartup: new FakeEvent<[]>(),
    onInstalled: new FakeEvent<[]>(),
    lastError: undefined,
    connectNative: (name: string) => {
      if (!this.allowed.has('nativeMessaging')) throw new TypeError('connectNative is not a function');
      const port = new FakeNativePort(name);
      this.native.push(port);
      return port;
    },
  };
  readonly permissions = {
    contains: async ({ permissions }: { permissions: string[] }) => permissions.every((name) => this.allowed.has(name)),
  };
  readonly i18n = { getMessage: (key: string) => key };
  readonly action = {
    setBadgeText: async ({ text }: { text: string }) => {
      this.badge = text;
    },
    setBadgeBackgroundColor: async () => {},
    setBadgeTextColor: async () => {},
    openPopup: async () => {
      this.popups += 1;
    },
  };
  readonly scripting = {
    executeScript: async ({ target, files = [] }: { target: { tabId: number }; files?: string[] }) => {
      this.tab(target.tabId);
      if (files.includes('/content-scripts/content.js')) this.injected.push(target.tabId);
      return [];
    },
  };
  readonly webNavigation = {
    onBeforeNavigate: new FakeEvent<[Navigation]>(),
    onCommitted: new FakeEvent<[Navigation]>(),
    onErrorOccurred: new FakeEvent<[Navigation]>(),
    onHistoryStateUpdated: new FakeEvent<[Navigation]>(),
    onReferenceFragmentUpdated: new FakeEvent<[Navigation]>(),
  };
  readonly tabs = {
    onCreated: new FakeEvent<[FakeTab]>(),
    onRemoved: new FakeEvent<[tabId: number]>(),
    onReplaced: new FakeEvent<[added: number, removed: number]>(),
    get: async (tabId: number) => ({ ...this.tab(tabId) }),
    update: async (tabId: number, change: { active?: boolean; url?: string }) => {
      const tab = this.tab(tabId);
      if (change.active) this.lookAt(tab);
      if (change.url !== undefined) this.commit(tabId, change.url);
      return { ...tab };
    },
    create: async ({ url }: { url: string }) => ({ ...this.openTab(url) }),
    remove: async (tabId: number) => this.closeTab(tabId),
    query: async (wanted: { active?: boolean } = {}) =>
      this.open
        .filter(({ active, windowId }) => !wanted.active || (active && windowId === this.focusedWindow))
        .map((tab) => ({ ...tab })),
  };
  readonly windows = {
    getLastFocused: async () => ({ id: this.focusedWindow }),
    create: async ({ url, incognito = false }: { url: string; incognito?: boolean }) => {
      const windowId = 1 + Math.max(this.focusedWindow, ...this.open.map((tab) => tab.windowId));
      return { id: windowId, tabs: [{ ...this.openTab(url, { windowId, incognito }) }] };
    },
    update: async (windowId: number, { focused }: { focused?: boolean }) => {
      if (focused) this.focusedWindow = windowId;
    },
  };

  /** The background dies, and all that it has listened to. */
  forgetListeners() {
    for (const events of [this.webNavigation, this.tabs, this.runtime]) {
      for (const event of Object.values(events)) if (event instanceof FakeEvent) event.clear();
    }
  }

  /** @throws as a browser does where there is no such tab */
  tab(tabId: number): FakeTab {
    const tab = this.open.find(({ id }) => id === tabId);
    if (!tab) throw new Error(`No tab with id: ${tabId}.`);
    return tab;
  }

  /** A person opens a tab, and looks at it. */
  openTab(url: string, { windowId = 1, incognito = false, behind = false } = {}): FakeTab {
    const tab: FakeTab = { id: ++this.tabCount, url, active: false, windowId, incognito };
    this.open.push(tab);
    if (!behind) this.lookAt(tab);
    this.tabs.onCreated.fire({ ...tab });
    this.commit(tab.id, url);
    return tab;
  }

  lookAt(tab: FakeTab) {
    for (const other of this.open) if (other.windowId === tab.windowId) other.active = other === tab;
    this.focusedWindow = tab.windowId;
  }

  closeTab(tabId: number) {
    this.open.splice(this.open.indexOf(this.tab(tabId)), 1);
    this.tabs.onRemoved.fire(tabId);
  }

  /** A page comes to be in a tab. */
  commit(tabId: number, url: string, { began = url, qualifiers = [] as readonly string[] } = {}) {
    this.tab(tabId).url = url;
    const frame = { tabId, frameId: 0, transitionQualifiers: qualifiers };
    this.webNavigation.onBeforeNavigate.fire({ ...frame, url: began });
    this.webNavigation.onCommitted.fire({ ...frame, url });
  }

  /** Only the fragment of its address changes. */
  rehash(tabId: number, url: string, qualifiers: readonly string[] = []) {
    this.tab(tabId).url = url;
    const details = { tabId, frameId: 0, url, transitionQualifiers: qualifiers };
    this.webNavigation.onReferenceFragmentUpdated.fire(details);
  }

  /** @param tabId of a content script there; undefined: from a page of the extension's own */
  send(kind: string, body: unknown, tabId?: number): Promise<unknown> {
    const from =
      tabId === undefined ? { url: `${ORIGIN}popup.html` } : { url: 'https://v.example/', tab: { id: tabId } };
    return new Promise((resolve, reject) => {
      const respond = (answer: unknown) => {
        if (typeof answer === 'object' && answer !== null && 'answer' in answer) resolve(answer.answer);
        else reject(new Error(`"${kind}" failed`));
      };
      const message = { to: 'background', kind, body };
      const sender = { id: ID, frameId: 0, ...from };
      if (!this.runtime.onMessage.fire(message, sender, respond).includes(true)) reject(new Error('nobody answers'));
    });
  }
}

/** The browser that `wxt/browser` stands for in the test that runs. */
export const holder: { browser: FakeBrowser } = { browser: new FakeBrowser() };
/** To be handed out by `vi.mock('wxt/browser')`, whose modules are loaded once. */
export const browser = new Proxy({}, { get: (_, key) => Reflect.get(holder.browser, key) as unknown });
