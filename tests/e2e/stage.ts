import type { Browser, Page } from 'puppeteer';
import { inject } from 'vitest';
import type { Settings } from '../../lib/browser/settings';
import { startServer } from '../../server/index.mjs';
import { launchChromium, launchFirefox, setFirefoxOptions, setOptions } from '../helpers/browsers.mjs';
import type { Sight } from '../helpers/film.mjs';
import { type Page as SitePage, startSite } from '../helpers/site.mjs';
import { lookAtParting } from './amiss';
import { watchBrowser, watchPages } from './watched';

/** Somebody with a browser and a profile of their own, and one page in it. */
export interface Person {
  readonly browser: Browser;
  readonly page: Page;
  /** Where the film is, if it is not simply the page's first video. */
  readonly sight?: Sight;
  /** How far from the others the film may be to count as in step, where that is more than usual. */
  readonly inStepMs?: number;
  /** How long that may take, where it is more than usual. */
  readonly settlesWithinMs?: number;
  /** How far from the others it may stand, where its player cannot be put on a place exactly. */
  readonly restsWithinMs?: number;
}

/** Somebody with Firefox; `origin` is that of the extension's pages there. */
export interface FirefoxPerson extends Person {
  readonly origin: string;
}

/** What the options page keeps. */
export type Options = Partial<Settings>;

export interface Stage {
  /** A site with the sample film at `/`. */
  readonly site: string;
  /** The signalling server. */
  readonly server: { readonly url: string; readonly port: number };
  /** Chromium with the extension as it comes from the store: it knows nothing of the server here. */
  stranger(options?: Parameters<typeof launchChromium>[0]): Promise<Person>;
  /** The same, and the server's address is set, as in the options: its invites are followed at once. */
  friend(options?: Parameters<typeof launchChromium>[0], settings?: Options): Promise<Person>;
  host(options?: Parameters<typeof launchChromium>[0], settings?: Options): Promise<Person>;
  /** Firefox, and the server's address is set there. */
  firefox(
    prefs?: Record<string, unknown>,
    settings?: Options,
    options?: Parameters<typeof launchFirefox>[0],
  ): Promise<FirefoxPerson>;
  /** The signalling server is gone from now on. */
  stopServer(): Promise<void>;
  restartServer(whileItIsGone: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * A site, a signalling server, and as many people as a test asks for.
 *
 * @param pages of the site, by path
 * @param folders of the site, by path: `/streams/`
 */
export async function openStage(
  pages: Record<string, SitePage> = {},
  folders: Record<string, string> = {},
): Promise<Stage> {
  const site = await startSite({ pages, folders });
  let server = await startServer({ port: 0, host: HOST });
  const { url, port } = server;
  const browsers: Browser[] = [];

  const pageOf = async (browser: Browser) => {
    browsers.push(browser);
    const [page] = await browser.pages();
    return page ?? browser.newPage();
  };
  const stranger: Stage['stranger'] = async (options = {}) => {
    const browser = await launchChromium({ extension: inject('chromeExtension'), ...options });
    const page = await pageOf(browser);
    watchBrowser(browser, page);
    return { browser, page };
  };
  const friend: Stage['friend'] = async (options, settings = {}) => {
    const person = await stranger(options);
    await setSettings(person, { server: url, ...settings });
    return person;
  };

  return {
    site: site.url,
    server: { url, port },
    stranger,
    friend,
    host: friend,
    stopServer: () => server.close(),
    firefox: async (prefs = {}, settings = {}, options = {}) => {
      const { browser, origin } = await launchFirefox({ extension: inject('firefoxExtension'), prefs, ...options });
      const page = await pageOf(browser);
      watchPages(browser, page);
      await setFirefoxOptions({ browser, origin }, { server: url, ...settings });
      await page.bringToFront();
      // No earlier press allows sound for good there: each one is a person's.
      return { browser, origin, page, sight: { gesture: true } };
    },
    restartServer: async (whileItIsGone) => {
      await server.close();
      await whileItIsGone();
      server = await startServer({ port, host: HOST });
    },
    close: async () => {
      await lookAtParting();
      await Promise.allSettled(browsers.map((browser) => browser.close()));
      await Promise.all([server.close(), site.close()]);
    },
  };
}

/** Sets options as the options page does. */
export async function setSettings({ browser }: Person, settings: Options): Promise<void> {
  await setOptions(browser, { ...settings });
}
