import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly, worker } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import type { Page as SitePage } from '../helpers/site.mjs';
import {
  closeFirefoxPopup,
  expectFirefoxPopupSays,
  openFromOutside,
  pressInFirefoxPopup,
  typeAddress,
} from './firefox-window';
import { madeInvites, prerenderedInvite, pressedInvites, preventedInvites } from './made-invites';
import { closePopup, expectBadge, expectMembers, expectPopupSays, pressInPopup } from './popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from './stage';
import { expectStays } from './watching';

const MADE = 'This page made the invite by itself';
/** A room is joined within a second; who is in it by then shows on both sides. */
const JOINED_WITHIN_MS = 10_000;
/** The address is clean again so soon after an invite was in it. */
const CLEAN_WITHIN_MS = 5_000;

const pages: Record<string, SitePage> = {};
let stage: Stage;
let host: Person;
let visitor: Person;
let firefox: FirefoxPerson;
let film: string;
const made = () => madeInvites(film, film.slice(film.indexOf('#')));
const KINDS = Object.keys(madeInvites('', ''));

beforeAll(async () => {
  stage = await openStage(pages);
  [host, visitor, firefox] = await Promise.all([stage.host(), stage.friend(), stage.firefox()]);
  await host.page.goto(stage.site);
  film = await createRoom(host.browser, host.page);
  const bodies = Object.entries({ ...made(), ...preventedInvites(film) });
  for (const [i, [, body]] of bodies.entries()) pages[`/made/${i}.html`] = body;
  pages['/made/prerendered.html'] = prerenderedInvite(film);
  pages['/made/pressed.html'] = pressedInvites(film);
  pages['/made/out'] = { body: '', status: 302, headers: { Location: film } };
});
afterAll(() => stage?.close());

const addressOf = (kind: string) => {
  const place = Object.keys({ ...made(), ...preventedInvites(film) }).indexOf(kind);
  return `${stage.site}/made/${place}.html`;
};
const codeOf = (link: string) => /lockstep=([^~]*)/.exec(link)?.[1] ?? '';
/** The page that a person is on has nothing of the invite in its address any more. */
const expectClean = ({ page }: Person) =>
  expect
    .poll(() => evaluateQuietly(page, () => location.href), { timeout: CLEAN_WITHIN_MS })
    .not.toContain(codeOf(film));
/** Nobody but the host is in the room, nor comes in. */
const expectNobody = async () => {
  await expectMembers(host, 1);
  await expectStays(() => countMembers(), 1, 800);
};
const countMembers = async () => {
  const text = await (await worker(host.browser)).evaluate(() => chrome.action.getBadgeText({}));
  return Number(text);
};

describe('SC-5: an invite that a page makes is offered, and joins nobody, in Chromium', () => {
  it.each(KINDS)('the page %s', async (kind) => {
    await closePopup(visitor);
    await visitor.page.goto(addressOf(kind)).catch(() => {});
    // What opens the popup here counts as a press in the page, which has to have made its invite by then.
    await expectBadge(visitor, '?');
    await expectPopupSays(visitor, MADE);
    await expectNobody();
    await expectClean(visitor);
    await pressInPopup(visitor, 'Not now');
    await expectBadge(visitor, '');
  });

  it('the page has it prepared before anybody goes there', async () => {
    await closePopup(visitor);
    await visitor.page.goto(`${stage.site}/made/prerendered.html`).catch(() => {});
    await expect.poll(() => visitor.page.url(), { timeout: 10_000 }).not.toContain('prerendered');
    await expectBadge(visitor, '?');
    await expectPopupSays(visitor, MADE);
    await expectNobody();
    await expectClean(visitor);
    await pressInPopup(visitor, 'Not now');
  });

  it.each(Object.keys(preventedInvites('')))('the page %s, which the browser does not let it', async (kind) => {
    await closePopup(visitor);
    const before = (await visitor.browser.pages()).length;
    await visitor.page.goto(addressOf(kind));
    await expectNobody();
    expect(await visitor.browser.pages()).toHaveLength(before);
    await expectBadge(visitor, '');
  });

  it('SC-4: nor does the popup come back for it, whatever the page does next', async () => {
    await closePopup(visitor);
    await visitor.page.goto(addressOf('sets the fragment again and again'));
    await expectBadge(visitor, '?');
    await closePopup(visitor);
    const isOpen = async () => visitor.browser.targets().some((target) => target.url().endsWith('/popup.html'));
    await expectStays(isOpen, false);
    await visitor.page.goto('about:blank');
  });

  it('SC-3: and is joined when the person presses Join', async () => {
    await visitor.page.goto(addressOf('goes there'));
    await expectBadge(visitor, '?');
    await expectPopupSays(visitor, MADE);
    await pressInPopup(visitor, 'Join');
    await expectMembers(host, 2);
    await pressInPopup(visitor, 'Leave room');
    await expectMembers(host, 1);
  });
});

describe('SC-2: an invite that a person opens is joined at once, in Chromium', () => {
  const expectJoined = async (by: () => Promise<unknown>) => {
    await closePopup(visitor);
    await by();
    await expectMembers(host, 2, JOINED_WITHIN_MS);
    await pressInPopup(visitor, 'Leave room');
    await expectMembers(host, 1);
  };

  it.each(['link', 'button'])('SC-8: by a click on a %s of a page', async (what) => {
    await expectJoined(async () => {
      await visitor.page.goto(`${stage.site}/made/pressed.html`);
      await visitor.page.click(`#${what}`);
    });
  });

  it('by a click on a link that opens in a tab of its own', async () => {
    await expectJoined(async () => {
      await visitor.page.goto(`${stage.site}/made/pressed.html`);
      await visitor.page.click('#window');
    });
  });

  it('by its address, in an empty tab', async () => {
    await expectJoined(async () => {
      await visitor.page.goto('about:blank');
      await visitor.page.goto(film);
    });
  });

  it('SC-7: by its address over the film’s page, which stays as it is', async () => {
    await expectJoined(async () => {
      await visitor.page.goto(stage.site);
      await evaluateQuietly(visitor.page, () => {
        document.title = 'never loaded again';
        Object.assign(window, { heard: [] as string[] });
        const note = (event: Event) => {
          (window as unknown as { heard: string[] }).heard.push(`${event.type} ${location.href}`);
        };
        for (const name of ['hashchange', 'popstate']) addEventListener(name, note, true);
      });
      await visitor.page.goto(film.replace('#', '#t=10&'));
    });
    expect(await visitor.page.title()).toBe('never loaded again');
    expect(await evaluateQuietly(visitor.page, () => location.hash)).toBe('#t=10');
    const heard = await evaluateQuietly(visitor.page, () => (window as unknown as { heard: string[] }).heard);
    expect(heard.join()).not.toContain('lockstep');
    // Its own part of the address the page hears of.
    expect(heard.join()).toContain('hashchange');
  });
});

describe('SC-5: an invite that a page makes is offered, and joins nobody, in Firefox', () => {
  it.each(KINDS)('the page %s', async (kind) => {
    await closeFirefoxPopup(firefox.browser);
    await firefox.page.goto(addressOf(kind)).catch(() => {});
    await expectFirefoxPopupSays(firefox.browser, MADE);
    await expectNobody();
    await expectClean(firefox);
    await pressInFirefoxPopup(firefox.browser, 'Not now');
    await expectFirefoxPopupSays(firefox.browser, 'or join a friend');
  });

  it.each(Object.keys(preventedInvites('')))('the page %s, which the browser does not let it', async (kind) => {
    await closeFirefoxPopup(firefox.browser);
    const before = (await firefox.browser.pages()).length;
    await firefox.page.goto(addressOf(kind));
    await expectNobody();
    expect(await firefox.browser.pages()).toHaveLength(before);
  });

  it('its server sends the visitor on to it', async () => {
    await firefox.page.goto(`${stage.site}/made/out`);
    await expectFirefoxPopupSays(firefox.browser, MADE);
    await expectNobody();
    await pressInFirefoxPopup(firefox.browser, 'Not now');
  });
});

describe('SC-2: an invite that a person opens is joined at once, in Firefox', () => {
  const expectJoined = async (by: () => Promise<unknown>) => {
    await closeFirefoxPopup(firefox.browser);
    await by();
    await expectMembers(host, 2, JOINED_WITHIN_MS);
    await pressInFirefoxPopup(firefox.browser, 'Leave room');
    await expectMembers(host, 1);
  };

  it.each(['link', 'button'])('by a click on a %s of a page', async (what) => {
    await expectJoined(async () => {
      await firefox.page.goto(`${stage.site}/made/pressed.html`);
      await firefox.page.click(`#${what}`);
    });
  });

  it('by what is typed into the address bar', async () => {
    await expectJoined(async () => {
      await firefox.page.goto(`${stage.site}/no-video.html`);
      await typeAddress(firefox.browser, film);
    });
  });

  it('SC-7: by what is typed there over the film’s page, which stays as it is', async () => {
    await expectJoined(async () => {
      await firefox.page.goto(stage.site);
      await evaluateQuietly(firefox.page, () => {
        document.title = 'never loaded again';
      });
      await typeAddress(firefox.browser, film);
    });
    expect(await firefox.page.title()).toBe('never loaded again');
    expect(await evaluateQuietly(firefox.page, () => location.hash)).toBe('');
  });

  it('by a click on a link that opens in a tab of its own', async () => {
    await expectJoined(async () => {
      await firefox.page.goto(`${stage.site}/made/pressed.html`);
      await firefox.page.click('#window');
    });
  });

  it('by a click on a link in another application', async () => {
    await expectJoined(() => openFromOutside(firefox.browser, film));
  });
});
