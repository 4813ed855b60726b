import { inject } from 'vitest';
import { inviteLink } from '../../lib/core/wire/invite';
import { startBroadcast } from '../../scripts/make-streams.mjs';
import { commandFirefox } from '../e2e/firefox-room';
import { leaveRoom } from '../e2e/popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from '../e2e/stage';
import { eventually, start, videoOf } from '../e2e/watching';
import { FRONT_PAGE, type NamedPage } from '../helpers/pages.mjs';
import { createRoom, named } from '../helpers/party.mjs';
import type { Pair } from './choice';
import { startSecureSite } from './secure-site';

/** Two people who watch one page after the other, each time in a new room. */
export interface Couple {
  readonly host: Person;
  readonly guest: Person;
  /** The host is on the page, in a room, and the film plays there. */
  open(page: NamedPage): Promise<string>;
  /** The host goes on to another film of the page's site, and starts it. @returns its address */
  goOn(page: NamedPage, path: string): Promise<string>;
  /** The guest goes there, if it is asked: on most sites each guest is, once a room (SPEC FO-7). */
  goAlong(): Promise<void>;
  leave(person: Person): Promise<void>;
  close(): Promise<void>;
}

/** A page that is slow to load is still there within this. */
const PLAYS_WITHIN_MS = 15_000;
/** A profile that has seen one site play for long lets it start with sound; ours stay as on the first visit. */
const FIRST_VISIT = '--disable-features=MediaEngagementBypassAutoplayPolicies,PreloadMediaEngagementData';

/** @param pages that the couple is going to see */
export async function openCouple(pair: Pair, pages: readonly NamedPage[]): Promise<Couple> {
  const streams = inject('streams');
  const broadcast = streams && pages.some((page) => page.needs === 'live') ? startBroadcast() : undefined;
  const folders: Record<string, string> = {
    ...(streams ? { '/streams/': `${streams}/` } : {}),
    ...(broadcast ? { '/live/': `${broadcast.folder}/` } : {}),
  };
  const stage = await openStage({}, folders);
  const secure = await startSecureSite(pages, folders);
  const people = async (role: keyof Pair): Promise<Person> => {
    if (pair[role] === 'firefox') return stage.firefox();
    return stage[role === 'host' ? 'host' : 'friend']({ args: [FIRST_VISIT, ...secure.args] });
  };
  const close = async () => {
    broadcast?.close();
    await Promise.all([stage.close(), secure.close()]);
  };
  const [host, guest] = await Promise.all([people('host'), people('guest'), broadcast?.onAir]).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  return {
    host,
    guest,
    open: async (page) => {
      if (page.needs && !streams) throw new Error(inject('noStreams'));
      const address = new URL(page.home, stage.site).href;
      for (const person of [host, guest]) look(person, page);
      // Nothing of the page before is left, nor any right to sound: a tab keeps that over a move within a site.
      await host.page.goto('about:blank');
      if (isFirefox(guest)) await guest.page.goto('about:blank');
      else await renewTab(guest);
      await host.page.goto(address);
      const invite = await roomOf(host, stage, address);
      await startAt(host, page);
      return invite;
    },
    goOn: async (page, path) => {
      const address = new URL(path, new URL(page.home, stage.site)).href;
      const { video: _, frame: __, ...unadorned } = page;
      for (const person of [host, guest]) look(person, path === FRONT_PAGE ? unadorned : page);
      await host.page.goto(address);
      await startAt(host, page);
      return address;
    },
    goAlong: async () => {
      if (isFirefox(guest)) return void (await commandFirefox(guest, stage, 'go-there'));
      const [button] = await guest.page.$$(named('button', 'Go there'));
      await button?.click();
    },
    leave: async (person) => {
      if (isFirefox(person)) await commandFirefox(person, stage, 'leave');
      else await leaveRoom(person);
    },
    close,
  };
}

/** A tab of its own for the next page: nothing has been pressed in it. */
async function renewTab(person: Person): Promise<void> {
  const page = await person.browser.newPage();
  await person.page.close();
  Object.assign(person, { page });
}

/** Starts the film that a page has, as soon as it has one. */
async function startAt(person: Person, { restless }: NamedPage): Promise<void> {
  await eventually(
    async () => {
      await start(person).catch(() => {});
      return videoOf(person);
    },
    (film) => {
      if (film.paused) throw new Error('the film does not start');
    },
    PLAYS_WITHIN_MS,
  );
  if (restless && isFirefox(person)) await pressBeside(person);
}

/**
 * What puppeteer's presses give a page of Firefox ends with them, where a person's lasts: a page that plays its film by
 * itself later on would not be let. A real click, beside the film, lasts too.
 */
export async function pressBeside({ page }: FirefoxPerson): Promise<void> {
  await page.bringToFront();
  await page.mouse.click(1, 1);
}

export const isFirefox = (person: Person): person is FirefoxPerson => 'origin' in person;

/** From now on a person's film is that of the page. */
function look(
  person: Person,
  {
    video,
    frame,
    gestures,
    maxDriftP95Ms,
    settlesWithinMs,
    restsWithinMs,
    liveWithinMs,
  }: Pick<
    NamedPage,
    'video' | 'frame' | 'gestures' | 'maxDriftP95Ms' | 'settlesWithinMs' | 'restsWithinMs' | 'liveWithinMs'
  >,
): void {
  const sight = {
    ...(video === undefined ? {} : { video }),
    ...(frame === undefined ? {} : { frame }),
    ...(gestures || isFirefox(person) ? { gesture: true } : {}),
  };
  const atRest = liveWithinMs === undefined ? restsWithinMs : Number.POSITIVE_INFINITY;
  Object.assign(person, { sight, inStepMs: liveWithinMs ?? maxDriftP95Ms, settlesWithinMs, restsWithinMs: atRest });
}

async function roomOf(host: Person, stage: Stage, address: string): Promise<string> {
  if (!isFirefox(host)) return createRoom(host.browser, host.page);
  const code = await commandFirefox(host, stage, 'create');
  return inviteLink(address, { code, server: stage.server.url });
}
