import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionOf } from '../helpers/browsers.mjs';
import { createRoom, named } from '../helpers/party.mjs';
import { type Site, startSite } from '../helpers/site.mjs';
import { join } from './party';
import { closePopup, expectPopupSays, popupOf, popupText, pressInPopup } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { clickPlay, eventually, expectInStep, expectPaused, expectStays, press, videoOf } from './watching';

/** A page loads, finds its film and is told of; the guest's does the same after it. */
const FOLLOWED_WITHIN_MS = 15_000;
/** Nobody is asked by then who would be at all. */
const ASKED_WITHIN_MS = 20_000;
const NOT_ASKED_FOR_MS = 3_000;

const styles = '<style>video { display: block; width: 640px; height: 360px; }</style>';
/** One of a series: it plays as it is opened. */
const episode = (title: string, script = "video.src = '/sample.mp4';") => `<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><title>${title}</title><link rel="icon" href="data:," />${styles}</head>
<body>
  <video controls autoplay preload="auto"></video>
  <script type="module">
    import { silence } from '/silence.js';
    const video = document.querySelector('video');
    ${script}
  </script>
</body></html>`;
/** Films of a minute and more: a second after the end of one comes the next, in the same place or on another page. */
const ENDS_S = 100;
const NEXT_S = 130;
/** The second and the third are of one length. */
const EPISODES_S = [170, 90, 90] as const;

const PAGES = {
  '/one.html': episode('Episode one'),
  '/two.html': episode('Episode two'),
  '/three.html': episode('Episode three'),
  '/other.html': episode('Netflix.com', `video.src = silence(${NEXT_S});`),
  // A site that changes its film and its address without loading a page.
  '/series.html': episode(
    'Series',
    `video.src = silence(${ENDS_S});
    const next = document.createElement('a');
    next.textContent = next.id = 'on';
    next.href = '/series-two.html';
    document.body.prepend(next);
    next.onclick = (event) => {
      event.preventDefault();
      history.pushState(null, '', event.target.href);
      document.title = 'Series, two';
      video.src = silence(${NEXT_S});
    };`,
  ),
  '/series-two.html': episode('Series, two', `video.src = silence(${NEXT_S});`),
  '/ends.html': episode(
    'Ends',
    `video.src = silence(${ENDS_S}); video.onended = () => setTimeout(() => location.assign('/next.html'), 1000);`,
  ),
  '/next.html': episode(
    'Next',
    `video.src = silence(${ENDS_S});
    sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1;
    video.onended = () => setTimeout(() => { video.onended = null; video.src = silence(${NEXT_S}); }, 1000);`,
  ),
  // The same with the number in the query.
  '/episodes.html': episode(
    'Episodes',
    `const lengths = { 1: ${EPISODES_S[0]}, 2: ${EPISODES_S[1]}, 3: ${EPISODES_S[2]} };
    const number = () => Number(new URLSearchParams(location.search).get('ep') ?? 1);
    const show = () => { document.title = 'Episode ' + number(); video.src = silence(lengths[number()]); };
    const next = document.createElement('button');
    next.textContent = next.id = 'on';
    document.body.prepend(next);
    next.onclick = () => { history.pushState(null, '', '?ep=' + (number() + 1)); show(); };
    show();`,
  ),
  '/nothing.html': '<!doctype html><title>Nothing here</title><p>No film.</p>',
};

let stage: Stage;
let other: Site;
let host: Person;
let guest: Person;

/** The other site is another one by its port. */
beforeAll(async () => {
  stage = await openStage(PAGES);
  other = await startSite({ pages: PAGES });
  // Sites that go on by themselves are those whose sound the person's browser has come to allow.
  [host, guest] = await Promise.all([stage.host({ autoplay: true }), stage.friend()]);
  await host.page.goto(stage.site);
  const invite = await createRoom(host.browser, host.page);
  await clickPlay(host);
  await join(guest, invite);
  await expectInStep(host, guest);
});
afterAll(async () => {
  await stage?.close();
  await other?.close();
});

const addressOf = ({ page }: Person) => page.url();
async function expectAt(person: Person, address: string): Promise<void> {
  const look = async () => addressOf(person);
  await eventually(look, (seen) => expect(seen).toBe(address), FOLLOWED_WITHIN_MS);
}

/** A click in the page takes its person elsewhere, as a link does. */
async function click(person: Person, address: string): Promise<void> {
  await person.page.bringToFront();
  await person.page.$eval(
    'body',
    (body, to) => {
      const link = document.createElement('a');
      Object.assign(link, { id: 'on', href: to, textContent: 'On' });
      body.prepend(link);
    },
    address,
  );
  await Promise.all([person.page.waitForNavigation({ waitUntil: 'domcontentloaded' }), person.page.click('#on')]);
}

/** Playing already, where the browser let the page start it. */
async function startFilm(person: Person): Promise<void> {
  await person.page.bringToFront();
  if ((await videoOf(person)).paused) await clickPlay(person);
}

/** The host's jump, once the film has been there for a while: what moves right after a load counts as the site's. */
async function jump(seek: number): Promise<void> {
  const look = async () => (await videoOf(host)).position;
  await eventually(look, (seen) => expect(seen).toBeGreaterThan(2.5), FOLLOWED_WITHIN_MS);
  await press(host, { seek });
}

const inPage = ({ page }: Person, name: string) => page.$$(named('button', name));
async function pressInPage(person: Person, name: string): Promise<void> {
  await person.page.bringToFront();
  const look = async () => (await inPage(person, name)).length;
  await eventually(look, (seen) => expect(seen).toBe(1), ASKED_WITHIN_MS);
  const [button] = await inPage(person, name);
  await button?.click();
}
const expectNotAsked = (person: Person) =>
  expectStays(async () => (await inPage(person, 'Go there')).length, 0, NOT_ASKED_FOR_MS);

/** Chooses on the options page what to do when the host goes to another video. */
async function choose(person: Person, label: string): Promise<void> {
  const { id } = await extensionOf(person.browser);
  const options = await person.browser.newPage();
  await options.goto(`chrome-extension://${id}/options.html`);
  await options.locator(`::-p-aria([role="radio"][name="${label}"])`).click();
  await options.waitForFunction(() => document.body.textContent.includes('Saved'));
  await options.close();
  await person.page.bringToFront();
}

describe('FO-1: the host goes on to another film of the site', () => {
  it('RO-5: and a guest who follows is taken along, in step from the film’s beginning', async () => {
    await click(host, '/two.html');
    // FO-7: on a site like this one each guest is asked once a room.
    await pressInPage(guest, 'Go there');
    await expectAt(guest, `${stage.site}/two.html`);
    await expectPaused(guest, false, FOLLOWED_WITHIN_MS);
    await expectInStep(host, guest);
    expect((await videoOf(host)).position).toBeLessThan(30);
  });

  it('and a page without a film takes nobody along', async () => {
    await jump(60);
    await expectInStep(host, guest);
    await host.page.goto(`${stage.site}/nothing.html`);
    await expectStays(async () => addressOf(guest), `${stage.site}/two.html`);
    await expectPaused(guest, false);
    // RO-2, MK-1: back on the film’s page the room has gone on meanwhile.
    await host.page.goto(`${stage.site}/two.html?utm_source=mail`);
    await expectInStep(host, guest);
    expect((await videoOf(host)).position).toBeGreaterThan(60);
    await expectStays(async () => addressOf(guest), `${stage.site}/two.html`, 500);
  });

  it('and a guest who wants to be asked is asked, and goes by the button', async () => {
    await choose(guest, 'Ask me');
    await click(host, '/three.html');
    await expectPopupSays(guest, 'is watching another video.');
    expect(await popupText(guest)).toContain('Episode three');
    expect(await popupText(guest)).toContain(new URL(stage.site).host);
    await closePopup(guest);
    expect(addressOf(guest)).toBe(`${stage.site}/two.html`);
    await pressInPage(guest, 'Go there');
    await expectAt(guest, `${stage.site}/three.html`);
    await expectInStep(host, guest);
    await expectNotAsked(guest);
  });

  it('and a guest who stays is left alone, and the room knows it', async () => {
    await choose(guest, 'Stay');
    await click(host, '/one.html');
    await expectPopupSays(host, 'Watching something else');
    await closePopup(host);
    await expectNotAsked(guest);
    expect(addressOf(guest)).toBe(`${stage.site}/three.html`);
    // Neither drives the other meanwhile.
    await press(host, 'pause');
    await expectPaused(host, true);
    await expectStays(async () => (await videoOf(guest)).paused, false);
    await press(guest, { seek: 200 });
    await expectStays(async () => (await videoOf(host)).position < 150, true);
    await press(host, 'play');
    // The popup leads there all the same.
    await pressInPopup(guest, 'Go there');
    await expectAt(guest, `${stage.site}/one.html`);
    await closePopup(guest);
    await expectInStep(host, guest);
  });

  it('FO-2: to another site, and even a guest who follows is asked, with the site’s name in full', async () => {
    await choose(guest, 'Go along');
    await click(host, `${other.url}/other.html`);
    await expectPopupSays(guest, 'is watching another video.');
    // MK-4: the title cannot pass for the site.
    const popup = await popupOf(guest);
    const lines = await popup.$$eval('.other-film bdi', (found) => found.map((line) => line.textContent));
    expect(lines).toEqual(['Netflix.com', new URL(other.url).host]);
    await closePopup(guest);
    expect(addressOf(guest)).toBe(`${stage.site}/one.html`);
    await pressInPage(guest, 'Go there');
    await expectAt(guest, `${other.url}/other.html`);
    await expectInStep(host, guest);
  });

  it('FO-1: without loading a page, and the guest comes to the same', async () => {
    await visit(`${stage.site}/series.html`);
    await host.page.bringToFront();
    await jump(70);
    await expectInStep(host, guest);
    await host.page.click('#on');
    await expectAt(guest, `${stage.site}/series-two.html`);
    await expectInStep(host, guest);
    expect((await videoOf(host)).position).toBeLessThan(40);
  });
});

describe('MK-6: the next episode of a page that has its number in the query', () => {
  const episodeAt = (number: number) => `${stage.site}/episodes.html?ep=${number}`;
  const lengthOf = ({ page }: Person) => page.$eval('video', (video) => Math.round(video.duration));
  async function expectEpisode(number: 1 | 2 | 3): Promise<void> {
    await expectGuestComesAlong(episodeAt(number));
    await expectInStep(host, guest);
    expect(await Promise.all([host, guest].map(lengthOf))).toEqual(Array(2).fill(EPISODES_S[number - 1]));
  }

  it('is the room’s next film, also right after the page was opened', async () => {
    await visit(episodeAt(1));
    await host.page.bringToFront();
    await host.page.reload();
    await startFilm(host);
    await host.page.click('#on');
    await expectEpisode(2);
    expect((await videoOf(host)).position).toBeLessThan(40);
  });

  it('and so is the one after it, of the same length', async () => {
    await jump(50);
    await expectInStep(host, guest);
    await host.page.bringToFront();
    await host.page.click('#on');
    await expectEpisode(3);
    expect((await videoOf(host)).position).toBeLessThan(40);
  });

  it('and one that is passed over within three seconds', async () => {
    await visit(episodeAt(1));
    await host.page.bringToFront();
    await host.page.click('#on');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await host.page.click('#on');
    await expectEpisode(3);
  });
});

describe('MK-6: another film of the same length on another site', () => {
  it('FO-2: is asked about', async () => {
    await visit(`${stage.site}/other.html`);
    await host.page.goto(`${other.url}/series-two.html`);
    await pressInPage(guest, 'Go there');
    await expectAt(guest, `${other.url}/series-two.html`);
    await expectInStep(host, guest);
  });
});

describe('FO-5: a film runs out, and the site goes on by itself', () => {
  it('to another page: on both sides at once, and nobody is taken anywhere or asked', async () => {
    await visit(`${stage.site}/ends.html`);
    await jump(ENDS_S - 4);
    await expectInStep(host, guest);
    await Promise.all([expectAt(host, `${stage.site}/next.html`), expectAt(guest, `${stage.site}/next.html`)]);
    await expectInStep(host, guest);
    await expectNotAsked(guest);
    const loads = await Promise.all([host, guest].map(({ page }) => page.evaluate(() => sessionStorage.loads)));
    expect(loads).toEqual(['1', '1']);
    expect((await videoOf(host)).position).toBeLessThan(40);
  });

  it('to its next film on the same page: the room begins it with the host', async () => {
    await jump(ENDS_S - 4);
    await expectInStep(host, guest);
    const durations = async () => Promise.all([host, guest].map(({ page }) => page.$eval('video', (v) => v.duration)));
    await eventually(durations, (seen) => expect(seen.map(Math.round)).toEqual([NEXT_S, NEXT_S]), FOLLOWED_WITHIN_MS);
    await expectInStep(host, guest);
    expect((await videoOf(host)).position).toBeLessThan(40);
    await expectNotAsked(guest);
  });
});

describe('MK-1: a guest goes elsewhere alone', () => {
  it('FO-1: which moves nobody else, and is asked back', async () => {
    await guest.page.goto(`${stage.site}/other.html?2`);
    // FO-11
    await expectPopupSays(guest, 'You are on another page than the room.');
    await closePopup(guest);
    await expectStays(async () => addressOf(host), `${stage.site}/next.html`, 500);
    expect(await inPage(guest, 'Go back')).toHaveLength(1);
  });

  it('MK-5: unless that person knows better', async () => {
    await pressInPage(guest, 'It is the same film');
    await expectInStep(host, guest);
    await expectNotAsked(guest);
  });
});

describe('FO-3: what is no web page', () => {
  it.each([
    'javascript:document.title="taken"',
    'data:text/html,taken',
    'file:///etc/hosts',
    'chrome://settings/',
    'http://user:secret@127.0.0.1/',
    'view-source:http://127.0.0.1/',
    17,
  ])('%s is gone to by nobody, whatever a host says', async (url) => {
    const before = addressOf(guest);
    const popup = await popupOf(guest);
    for (const body of [url, { url }]) {
      await popup.evaluate((to) => chrome.runtime.sendMessage({ to: 'background', kind: 'go', body: to }), body);
    }
    await closePopup(guest);
    await expectStays(async () => addressOf(guest), before, 300);
  });

  it('nor is a page of the extension, or the page itself', async () => {
    const { id } = await extensionOf(guest.browser);
    const before = addressOf(guest);
    await guest.page.evaluate(() => Object.assign(window, { stayed: true }));
    const popup = await popupOf(guest);
    for (const url of [`chrome-extension://${id}/options.html`, before]) {
      const body = { url };
      await popup.evaluate((to) => chrome.runtime.sendMessage({ to: 'background', kind: 'go', body: to }), body);
    }
    await closePopup(guest);
    await expectStays(async () => addressOf(guest), before, 300);
    expect(await guest.page.evaluate(() => 'stayed' in window)).toBe(true);
  });
});

/** The host goes to a page, and the guest is taken along or goes by the button. */
async function visit(url: string): Promise<void> {
  await host.page.goto(url);
  await startFilm(host);
  await guest.page.bringToFront();
  await expectGuestComesAlong(url);
  await expectInStep(host, guest);
}

/** FO-2, FO-4: to another site, and from the sixth time a minute on, by the button. */
async function expectGuestComesAlong(url: string): Promise<void> {
  const look = async () => {
    const [button] = await inPage(guest, 'Go there');
    // Gone by then, or with its page.
    await button?.click().catch(() => {});
    return addressOf(guest);
  };
  await eventually(look, (seen) => expect(seen).toBe(url), ASKED_WITHIN_MS);
}
