import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { certificate } from '../helpers/certificate.mjs';
import { createRoom, named } from '../helpers/party.mjs';
import { type Site, startSite } from '../helpers/site.mjs';
import { everyHostAt } from '../players/secure-site';
import { join } from './party';
import { closePopup, popupOf, pressInPopup } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { clickPlay, eventually, expectInStep, expectStays } from './watching';

/**
 * Where a host can take a guest's tab: the host's page may call its address whatever it likes, by `pushState`, so a page
 * of the host's choice is one call away.
 */

/** A site that a file of `lib/sites` knows, one that none knows, and one where nobody wants to be. */
const KNOWN = 'https://www.crunchyroll.com';
const UNKNOWN = 'https://films.example';
const EVIL = 'https://evil.example';
const FOLLOWED_WITHIN_MS = 15_000;
const ASKED_WITHIN_MS = 20_000;
const NOT_TAKEN_FOR_MS = 6_000;

/** These addresses have no ending. */
const html = (body: string) => ({ body, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
let lengthS = 200;
/** Each film is of another length, and loads as the page is opened. */
const film = (title: string) =>
  html(`<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><title>${title}</title><link rel="icon" href="data:," />
<style>video { display: block; width: 640px; height: 360px; }</style></head>
<body><video controls autoplay></video>
<script type="module">
  import { silence } from '/silence.js';
  document.querySelector('video').src = silence(${lengthS++});
</script></body></html>`);

const PAGES = {
  '/watch/GAAAAAAA1/one': film('One'),
  '/watch/GAAAAAAA2/two': film('Two'),
  '/watch/GAAAAAAA3/three': film('Three'),
  // Open redirectors: by the server, by a refresh, by a script.
  '/watch/GREDIRECT1/x': { body: '', status: 302, headers: { Location: `${EVIL}/taken` } },
  '/watch/GREDIRECT2/x': html(`<!doctype html><meta http-equiv="refresh" content="0; url=${EVIL}/taken" />`),
  '/watch/GREDIRECT3/x': html(
    `<!doctype html><script>setTimeout(() => { location.href = '${EVIL}/taken'; }, 300)</script>`,
  ),
  '/logout': html('<!doctype html><title>Logged out</title>'),
  '/taken': html('<!doctype html><title>Taken</title>'),
  '/film': film('Film one'),
  '/film-two': film('Film two'),
  '/film-three': film('Film three'),
};

let stage: Stage;
let site: Site;
let host: Person;
let guest: Person;

beforeAll(async () => {
  stage = await openStage();
  site = await startSite({ pages: PAGES, tls: certificate() });
  const args = [...everyHostAt(site.port)];
  [host, guest] = await Promise.all([stage.host({ autoplay: true, args }), stage.friend({ autoplay: true, args })]);
});
afterAll(async () => {
  await stage?.close();
  await site?.close();
});

/** By the page itself: puppeteer may miss a move right after another. */
const addressOf = ({ page }: Person) => evaluateQuietly(page, () => location.href).catch(() => '');
const expectAt = (person: Person, address: string) =>
  eventually(
    () => addressOf(person),
    (seen) => expect(seen).toBe(address),
    FOLLOWED_WITHIN_MS,
  );
/** What the guest is asked in the popup: title and site. */
async function expectAsked(...lines: readonly string[]): Promise<void> {
  const popup = await popupOf(guest);
  const look = () => popup.$$eval('.other-film bdi', (found) => found.map((line) => line.textContent ?? ''));
  await eventually(look, (seen) => expect(seen).toEqual(lines), ASKED_WITHIN_MS);
  await closePopup(guest);
}
async function answerInPage(name: string): Promise<void> {
  await guest.page.bringToFront();
  const press = async () => {
    const [button] = await guest.page.$$(named('button', name));
    await button?.click();
    return button !== undefined;
  };
  // A card that has just been drawn anew has other buttons.
  const look = () => press().catch(() => false);
  await eventually(look, (pressed) => expect(pressed).toBe(true), ASKED_WITHIN_MS);
}

/** The host's page goes on to another film, and gives itself an address. In words: what is imported is the page's. */
async function pretend(address: string, durationS: number): Promise<void> {
  await host.page.bringToFront();
  await host.page.evaluate(`(async () => {
    const { silence } = await import('/silence.js');
    history.pushState(null, '', ${JSON.stringify(address)});
    document.title = 'A fine film';
    const video = document.querySelector('video');
    video.src = silence(${durationS});
    await video.play();
  })()`);
}

/** A room of both, on a page with a film. */
async function meetAt(address: string): Promise<void> {
  await host.page.goto(address);
  const invite = await createRoom(host.browser, host.page);
  await clickPlay(host);
  await join(guest, invite);
  await expectInStep(host, guest);
}
async function part(): Promise<void> {
  for (const person of [guest, host]) {
    await pressInPopup(person, 'Leave room');
    await (await popupOf(person)).waitForSelector(named('button', 'Create room'));
    await closePopup(person);
  }
}

describe('a guest who goes along, on a site that a file knows', () => {
  beforeAll(() => meetAt(`${KNOWN}/watch/GAAAAAAA1/one`));
  afterAll(() => part());

  it('FO-6: is taken to its watch pages unasked', async () => {
    await host.page.goto(`${KNOWN}/watch/GAAAAAAA2/two`);
    await expectAt(guest, `${KNOWN}/watch/GAAAAAAA2/two`);
    await expectInStep(host, guest);
  });

  it('FO-6: is asked before an address that logs out', async () => {
    await pretend('/logout', 300);
    await expectAsked('A fine film', 'crunchyroll.com');
    await expectStays(() => addressOf(guest), `${KNOWN}/watch/GAAAAAAA2/two`, NOT_TAKEN_FOR_MS);
    await answerInPage('Stay here');
  });

  it.each([
    [1, 'GAAAAAAA1/one', 'One'],
    [2, 'GAAAAAAA2/two', 'Two'],
    [3, 'GAAAAAAA3/three', 'Three'],
  ])('FO-8: comes back from a page that redirects to another site, and is asked (%d)', async (way, path, title) => {
    const before = `${KNOWN}/watch/${path}`;
    await host.page.goto(before);
    // Nobody is taken along any more after the first time, until the person says so.
    if (way > 1) {
      await expectAsked(title, 'crunchyroll.com');
      await answerInPage('Go there');
    }
    await expectAt(guest, before);
    await expectInStep(host, guest);
    await pretend(`/watch/GREDIRECT${way}/x`, 310 + 10 * way);
    await expectAsked('A fine film', 'evil.example');
    await expectAt(guest, before);
    await expectStays(() => addressOf(guest), before, NOT_TAKEN_FOR_MS);
  });

  it('FO-8: may go there all the same', async () => {
    await answerInPage('Go there');
    await expectAt(guest, `${EVIL}/taken`);
    await expectStays(() => addressOf(guest), `${EVIL}/taken`, NOT_TAKEN_FOR_MS);
  });
});

describe('a guest who goes along, on a site that no file knows', () => {
  beforeAll(() => meetAt(`${UNKNOWN}/film`));
  afterAll(() => part());

  it('FO-7: is asked once, and then taken along', async () => {
    await host.page.goto(`${UNKNOWN}/film-two`);
    await expectAsked('Film two', 'films.example');
    expect(await addressOf(guest)).toBe(`${UNKNOWN}/film`);
    await answerInPage('Go there');
    await expectAt(guest, `${UNKNOWN}/film-two`);
    await expectInStep(host, guest);
    await host.page.goto(`${UNKNOWN}/film-three`);
    await expectAt(guest, `${UNKNOWN}/film-three`);
    await expectInStep(host, guest);
  });
});
