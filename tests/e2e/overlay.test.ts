import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly, worker } from '../helpers/browsers.mjs';
import { createRoom, named } from '../helpers/party.mjs';
import { closePopup, expectPopupClosed, expectPopupSays, popupText, pressInMore } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { clickPlay, expectInStep, expectPaused, expectStays, videoOf } from './watching';

/**
 * A page whose player is started and stopped by whatever is done to it, and fills the screen by a key: `f` with its
 * controls, `v` the bare video; `d` shows it in a dialog.
 */
const THEATRE = `<!doctype html>
<html lang="en"><head><title>Theatre</title><link rel="icon" href="data:," /><style>
  body { margin: 0 }
  #player, video { width: 640px; height: 360px; display: block; background: #123 }
  dialog { padding: 0; border: 0 }
</style></head>
<body><main><div id="player"><video src="/sample.mp4" controls></video></div></main><dialog></dialog>
<script>
  const video = document.querySelector('video');
  const dialog = document.querySelector('dialog');
  window.toggled = 0;
  for (const type of ['mouseup', 'pointerup', 'touchend', 'click', 'dblclick']) {
    player.addEventListener(type, ({ target }) => {
      // The video's own controls are not what is tried here.
      if (target === video && video.controls) return;
      window.toggled++;
      video.paused ? video.play() : video.pause();
    });
  }
  addEventListener('fullscreenchange', () => {
    window.filled = document.fullscreenElement?.localName ?? 'nothing';
  });
  addEventListener('keydown', ({ key }) => {
    if (key === 'f') player.requestFullscreen();
    if (key === 'v') video.requestFullscreen();
    if (key === 'd') { dialog.append(player); dialog.showModal(); }
    if (key === 'x') document.exitFullscreen();
  });
</script></body></html>`;
const SECOND = THEATRE.replace('Theatre', 'Second film');

let stage: Stage;
let host: Person;
let invite: string;

beforeAll(async () => {
  stage = await openStage({ '/theatre.html': THEATRE, '/second.html': SECOND });
  host = await stage.host({ autoplay: true });
  await host.page.goto(`${stage.site}/theatre.html`);
  invite = await createRoom(host.browser, host.page);
  await clickPlay(host);
});
afterAll(() => stage?.close());

/** Where the overlay puts its button: so far from the film's corner, and half its own size. */
const UNMUTE_PX = { x: 16 + 45, y: 16 + 20 };
/** A press of a page's player that went wrong would have shown by then, ms. */
const SHOWN_MS = 1_000;

const toggled = ({ page }: Person) => evaluateQuietly(page, () => (window as unknown as { toggled: number }).toggled);
/** As the page has been told: the element is the fullscreen one a frame before the overlay, too, hears of it. */
const fills = ({ page }: Person) =>
  evaluateQuietly(page, () => (window as unknown as { filled?: string }).filled ?? 'nothing');
const isPaused = async (person: Person) => (await videoOf(person)).paused;

/** Opens the page as for the first time: muted, since nobody has pressed anything there. */
async function arrive(guest: Person): Promise<void> {
  await guest.page.goto('about:blank');
  await guest.page.goto(`${stage.site}/theatre.html`);
  await expectPaused(guest, false, 10_000);
  await expect.poll(async () => (await videoOf(guest)).muted).toBe(true);
}

async function clickUnmute({ page }: Person): Promise<void> {
  const { x, y } = await evaluateQuietly(page, () => {
    const { left, top } = (document.querySelector('video') as HTMLVideoElement).getBoundingClientRect();
    return { x: left, y: top };
  });
  const place = { x: x + UNMUTE_PX.x, y: y + UNMUTE_PX.y };
  const hit = () =>
    evaluateQuietly(page, ({ x, y }) => document.elementFromPoint(x, y)?.getAttribute('popover') ?? 'the page', place);
  await expect.poll(hit).toBe('manual');
  await page.mouse.click(place.x, place.y);
}

async function expectHeard(guest: Person): Promise<void> {
  await expect.poll(async () => (await videoOf(guest)).muted, { timeout: 2_000 }).toBe(false);
  await expectStays(() => Promise.all([host, guest].map(isPaused)), [false, false], SHOWN_MS);
  expect(await toggled(guest)).toBe(0);
  await expectInStep(host, guest);
}

describe.each(['Chromium', 'Firefox'] as const)('PL-4: *Unmute* in %s', (name) => {
  let guest: Person;
  beforeAll(async () => {
    const person = name === 'Chromium' ? await stage.friend() : await stage.firefox();
    // Firefox lets nothing fill the screen in the tab that it begins with: that one has not got the focus.
    guest = { ...person, page: await person.browser.newPage() };
    await guest.page.goto(invite);
    await expectPaused(guest, false, 10_000);
    await expectInStep(host, guest);
  });

  it('OV-2: is pressed by mouse where the player fills the screen', async () => {
    await expect.poll(async () => (await videoOf(guest)).muted).toBe(true);
    await guest.page.keyboard.press('f');
    await expect.poll(() => fills(guest)).toBe('div');
    await clickUnmute(guest);
    await expectHeard(guest);
  });

  it('OV-2: is pressed by mouse in a modal dialog', async () => {
    await arrive(guest);
    await guest.page.keyboard.press('d');
    await clickUnmute(guest);
    await expectHeard(guest);
  });

  it('OV-4: is a key where the bare video fills the screen', async () => {
    await arrive(guest);
    await guest.page.keyboard.press('v');
    await expect.poll(() => fills(guest)).toBe('video');
    await guest.page.keyboard.press('Enter');
    await expectHeard(guest);
  });
});

describe('in Chromium', () => {
  let guest: Person;
  beforeAll(async () => {
    guest = await stage.friend();
    const background = await worker(guest.browser);
    await background.evaluate(() => chrome.storage.local.set({ follow: 'ask' }));
    await guest.page.goto(invite);
    await expectPaused(guest, false, 10_000);
  });

  it('OV-1: an empty live region stands from the join on', async () => {
    await arrive(guest);
    const session = await guest.page.createCDPSession();
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    expect(nodes.filter((node) => node.role?.value === 'status')).toHaveLength(1);
  });

  it('OV-4: the popup says that a press is waited for', async () => {
    await arrive(guest);
    await expectPopupSays(guest, 'Your video is muted: press Unmute over it.');
    await closePopup(guest);
    await clickUnmute(guest);
    await expectHeard(guest);
    expect(await popupText(guest)).not.toContain('muted');
    await closePopup(guest);
  });

  it('FV-7: a video is chosen by mouse where its player fills the screen', async () => {
    await guest.page.keyboard.press('f');
    await expect.poll(() => fills(guest)).toBe('div');
    await pressInMore(guest, 'Choose video');
    await expectPopupClosed(guest);
    expect(await fills(guest)).toBe('div');
    await (await guest.page.waitForSelector(named('button', 'Video 1 of 1')))?.click();
    await expect.poll(() => guest.page.$(named('button', 'Video 1 of 1'))).toBeNull();
    expect(await toggled(guest)).toBe(0);
    await expectInStep(host, guest);
  });

  it('OV-2: a question is answered by mouse where the player fills the screen', async () => {
    expect(await fills(guest)).toBe('div');
    await host.page.goto(`${stage.site}/second.html`);
    await clickPlay(host);
    await (await guest.page.waitForSelector(named('button', 'Go there'), { timeout: 20_000 }))?.click();
    await expect.poll(() => guest.page.url(), { timeout: 10_000 }).toContain('/second.html');
    await expectInStep(host, guest);
  });
});
