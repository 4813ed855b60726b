import type { Page } from 'puppeteer';
import { vi } from 'vitest';
import type { Person } from '../e2e/stage';
import type { Pair, Role } from './pair';

/** Something that goes wrong in real life. */
export interface Fault {
  readonly name: string;
  /** To whom it can happen; absent: to both at once. */
  readonly to?: readonly Role[];
  /** Resolves when it is over, or, where it `lasts`, when it has been looked at for long enough. */
  readonly happen: (pair: Pair, role: Role) => Promise<void>;
  /** It is not over before the two are together again: counted from its start. */
  readonly lasts?: true;
  /** The two are together again after so long at most, ms. */
  readonly withinMs: number;
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
export const both = ['host', 'guest'] as const;
/** A page that loads, a room place that starts, a peer that is dialled. */
export const AGAIN_MS = 10_000;
/** A browser that starts, with the press of *Return* in its popup. */
export const STARTED_MS = 20_000;

/** The target of the extension that holds the room, as the browser's own tools know it. */
export const placeOf = ({ browser }: Person) =>
  browser.targets().find((target) => target.url().endsWith('/offscreen.html'));

export async function pageAt({ browser }: Person, site: string): Promise<Page> {
  return vi.waitFor(
    async () => {
      const page = (await browser.pages()).find((open) => open.url().startsWith(site));
      if (!page) throw new Error(`no tab shows ${site}`);
      return page;
    },
    { timeout: STARTED_MS, interval: 100 },
  );
}

/** Another page takes the place of the one that a person looked at. */
export const looksAt = (pair: Pair, role: Role, page: Page) => {
  pair.people[role] = { ...pair.people[role], page };
};

export const silent = (done: Promise<unknown>) => void done.catch(() => {});
