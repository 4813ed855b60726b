import type { Browser } from 'puppeteer';
import { expect } from 'vitest';
import { eventually } from './watching';

/**
 * Firefox's own window, which puppeteer does not show: its address bar, its toolbar with our button, and the popup that
 * the button opens. Driven over the same WebDriver BiDi connection, in Firefox's scope for its own windows.
 */

/** Of our button, as Firefox makes it of the extension's id. */
const WIDGET = 'lockstep_lockstep_example-browser-action';
const SAID_WITHIN_MS = 15_000;
/** A popup that is closing answers nothing any more. */
const ANSWERS_WITHIN_MS = 3_000;

interface Connection {
  send(method: string, params: object): Promise<{ result?: unknown }>;
}
interface Evaluated {
  readonly type: string;
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string };
}
interface Tree {
  readonly contexts: readonly { readonly context: string; readonly url: string }[];
}

const send = async <T>(browser: Browser, method: string, params: object): Promise<T> => {
  const { connection } = browser as unknown as { readonly connection: Connection };
  return (await connection.send(method, params)).result as T;
};

/** Runs an expression in the window; what comes of it is JSON. */
async function inWindow(browser: Browser, expression: string): Promise<unknown> {
  const { contexts } = await send<Tree>(browser, 'browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = contexts.find(({ url }) => url.endsWith('/browser.xhtml'))?.context;
  const { result, exceptionDetails } = await send<Evaluated>(browser, 'script.evaluate', {
    expression: `(async () => JSON.stringify({ value: await (${expression}) }))()`,
    awaitPromise: true,
    target: { context },
  });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return (JSON.parse(String(result?.value)) as { value?: unknown }).value;
}

/** Types or pastes an address over the one of the tab in front, and presses Enter. */
export async function typeAddress(browser: Browser, url: string): Promise<void> {
  await inWindow(browser, `(gURLBar.value = ${JSON.stringify(url)}, gURLBar.handleCommand(), true)`);
}

/** A link is clicked in another application. */
export async function openFromOutside(browser: Browser, url: string): Promise<void> {
  await inWindow(
    browser,
    `(browserDOMWindow.openURI(Services.io.newURI(${JSON.stringify(url)}), null, Ci.nsIBrowserDOMWindow.OPEN_NEWTAB,
      Ci.nsIBrowserDOMWindow.OPEN_EXTERNAL, Services.scriptSecurityManager.getSystemPrincipal()), true)`,
  );
}

/** Ctrl+Shift+T. */
export async function reopenClosedTab(browser: Browser): Promise<void> {
  await inWindow(browser, '(SessionStore.undoCloseTab(window, 0), true)');
}

const POPUP = "document.querySelector('.webextension-popup-browser')";

/**
 * Presses the extension's button in the toolbar, unless its popup is open, and waits until it is to be seen: Firefox loads
 * a popup out of sight and then moves it over, and what the page asks of the extension meanwhile is lost.
 */
async function openPopup(browser: Browser): Promise<void> {
  if (!(await isPopupOpen(browser))) {
    await inWindow(
      browser,
      `(CustomizableUI.addWidgetToArea('${WIDGET}', 'nav-bar'),
        document.getElementById('${WIDGET}').querySelector('toolbarbutton').click(), true)`,
    );
  }
  await eventually(
    () => inWindow(browser, `${POPUP}?.closest('panel')?.state ?? 'none'`),
    (state) => expect(state).toBe('open'),
    SAID_WITHIN_MS,
  );
}

export async function isPopupOpen(browser: Browser): Promise<boolean> {
  return (await inWindow(browser, `${POPUP} !== null`)) === true;
}

/** Closes the popup, as a click beside it does. */
export async function closeFirefoxPopup(browser: Browser): Promise<void> {
  await inWindow(browser, `(${POPUP}?.closest('panel')?.hidePopup(), true)`);
  await eventually(
    () => isPopupOpen(browser),
    (open) => expect(open).toBe(false),
    SAID_WITHIN_MS,
  );
}

/** Runs a function in the popup's page, which lives in another process than the window. */
async function inPopup<Args extends readonly unknown[], T>(
  browser: Browser,
  look: (page: Window, ...args: Args) => T,
  ...args: Args
): Promise<T> {
  await openPopup(browser);
  const call = `(${look})(content, ...${JSON.stringify(args)})`;
  const script = `addMessageListener('NAME', () => sendAsyncMessage('NAME', { value: ${call} }))`;
  return (await inWindow(
    browser,
    `(async () => {
      const { messageManager } = ${POPUP};
      const name = 'lockstep-test-' + Math.random();
      const answered = new Promise((resolve, reject) => {
        messageManager.addMessageListener(name, ({ data }) => resolve(data.value));
        setTimeout(() => reject(new Error('the popup does not answer')), ${ANSWERS_WITHIN_MS});
      });
      const script = ${JSON.stringify(script)}.replaceAll('NAME', name);
      messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);
      messageManager.sendAsyncMessage(name);
      return answered;
    })()`,
  )) as T;
}

/** All that the popup says. */
export function firefoxPopupText(browser: Browser): Promise<string> {
  return inPopup(browser, (page) => page.document.querySelector('main')?.textContent ?? '');
}

/** Waits until the popup says this. */
export async function expectFirefoxPopupSays(browser: Browser, words: string, withinMs = SAID_WITHIN_MS) {
  await eventually(
    () => firefoxPopupText(browser).catch(String),
    (said) => expect(said).toContain(words),
    withinMs,
  );
}

/** Presses a button of the popup once it is there. */
export async function pressInFirefoxPopup(browser: Browser, name: string): Promise<void> {
  const press = (page: Window, wanted: string) => {
    const buttons = [...page.document.querySelectorAll('button')];
    const button = buttons.find((candidate) => candidate.textContent?.trim() === wanted);
    button?.click();
    // A popup that has drawn nothing yet says nothing, which is not a press.
    return button ? '' : page.document.querySelector('main')?.textContent || 'nothing';
  };
  await eventually(
    () => inPopup(browser, press, name).catch(String),
    (instead) => expect(instead, `no "${name}" to press`).toBe(''),
    SAID_WITHIN_MS,
  );
}

/** What stands in a textbox of the popup. */
export function firefoxPopupValue(browser: Browser, label: string): Promise<string> {
  return inPopup(
    browser,
    (page, wanted) => {
      const labels = [...page.document.querySelectorAll('label')];
      const found = labels.find((candidate) => candidate.textContent?.trim() === wanted);
      const input = found && page.document.getElementById(found.htmlFor);
      return (input as HTMLInputElement | null | undefined)?.value ?? '';
    },
    label,
  );
}

/** Types into a textbox of the popup. */
export async function typeInFirefoxPopup(browser: Browser, label: string, text: string): Promise<void> {
  await inPopup(
    browser,
    (page, wanted, typed) => {
      const labels = [...page.document.querySelectorAll('label')];
      const found = labels.find((candidate) => candidate.textContent?.trim() === wanted);
      const input = found && (page.document.getElementById(found.htmlFor) as HTMLInputElement);
      if (!input) throw new Error(`no textbox "${wanted}"`);
      input.value = typed;
      const { Event } = page as unknown as typeof globalThis;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      return true;
    },
    label,
    text,
  );
}
