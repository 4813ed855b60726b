import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluateQuietly, launchChromium, launchFirefox } from '../helpers/browsers.mjs';
import { bundle } from '../helpers/bundle.mjs';
import { type Site, startSite } from '../helpers/site.mjs';
import { CASES, MODAL, PLAYER_PAGE } from './overlay-cases';

let site: Site;
beforeAll(async () => {
  const script = await bundle(fileURLToPath(new URL('overlay-page.ts', import.meta.url)));
  site = await startSite({ pages: { '/player.html': PLAYER_PAGE(script), '/frame.html': '<p>Another film</p>' } });
});
afterAll(() => site?.close());

describe.each(['Chromium', 'Firefox'] as const)('OV-2, OV-3: what is drawn in %s', (name) => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = name === 'Chromium' ? await launchChromium() : (await launchFirefox()).browser;
    // Firefox lets nothing fill the screen in the tab that it begins with: that one has not got the focus.
    page = await browser.newPage();
  });
  afterAll(() => browser?.close());

  const run = (script: string) => evaluateQuietly(page, (text: string) => new Function(text)(), script);
  const draw = () => run('draw()');
  const middleOf = (button: string) =>
    evaluateQuietly(page, (text: string) => window.overlay.middleOf(text) ?? null, button);
  const words = () => evaluateQuietly(page, () => window.overlay.words().join(' | '));
  const home = () => evaluateQuietly(page, () => window.overlay.home());
  const pressed = () => evaluateQuietly(page, () => window.overlay.pressed.join());
  const heard = () => evaluateQuietly(page, () => (window as unknown as { hits: string[] }).hits.splice(0));

  /** The person clicks somewhere on the film, and the page lets the element fill the screen. */
  async function fill(element: string): Promise<void> {
    await run(`
      window.filled = ${element};
      addEventListener('click', (event) => { event.stopImmediatePropagation(); filled.requestFullscreen(); }, { once: true, capture: true });`);
    const { x, y } = await evaluateQuietly(page, () => {
      const box = (window as unknown as { filled: Element }).filled.getBoundingClientRect();
      return { x: box.left + 320, y: box.top + 250 };
    });
    await page.mouse.click(x, y);
    await expect.poll(() => evaluateQuietly(page, () => document.fullscreenElement !== null)).toBe(true);
  }
  async function click(button: string): Promise<void> {
    await expect.poll(() => evaluateQuietly(page, (text: string) => window.overlay.isReached(text), button)).toBe(true);
    const place = await middleOf(button);
    await heard();
    if (place) await page.mouse.click(place.x, place.y);
  }
  const leaveFullscreen = () => run('document.exitFullscreen()');

  beforeEach(async () => {
    await page.goto(`${site.url}/player.html`);
  });

  describe.each(Object.entries(CASES))('where %s', (_, { first, later, full, last, home: where }) => {
    it('can be pressed, and the page hears nothing of it', async () => {
      if (first) await run(first);
      await draw();
      await run('overlay.prompt()');
      if (later) await run(later);
      if (full) await fill(full);
      if (last) await run(last);
      await expect.poll(home).toBe(where);
      // Some pages do what they do a little later.
      if (`${later}${last}`.includes('setTimeout')) await new Promise((resolve) => setTimeout(resolve, 400));
      await expect.poll(home).toBe(where);
      await click('Unmute');
      await expect.poll(pressed).toBe('Unmute');
      expect(await heard()).toEqual([]);
      expect(await evaluateQuietly(page, () => document.querySelector(':popover-open:not(#player)') === null)).toBe(
        !`${later}`.includes('cover.showPopover'),
      );
    });
  });

  describe('PI-1: the pill', () => {
    const pillSays = () => evaluateQuietly(page, () => window.overlay.pillSays());

    it('is read out with its state, opens by a press, and fades when nothing moves', async () => {
      await draw();
      await run('overlay.pill()');
      expect(await pillSays()).toEqual({ description: 'In sync, Members: 2', expanded: 'false', faded: false });
      await click('Lockstep');
      await expect.poll(words).toContain('In sync | Members: 2');
      await click('Sync me now');
      await expect.poll(pressed).toBe('Sync me now');
      expect(await heard()).toEqual([]);
      await expect.poll(async () => (await pillSays()).faded, { timeout: 6_000 }).toBe(true);
      await page.mouse.move(300, 300);
      await expect.poll(async () => (await pillSays()).faded).toBe(false);
    });

    it('is reached by keys, and hidden by them', async () => {
      await draw();
      await run("overlay.pill(); overlay.focus('Lockstep');");
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await pillSays()).expanded).toBe('true');
      for (const key of ['Tab', 'Tab', 'Tab', 'Enter'] as const) await page.keyboard.press(key);
      await expect.poll(pressed).toBe('hidden');
      await expect.poll(() => middleOf('Lockstep')).toBeNull();
    });

    it('PI-3: is dragged, stays within the film, and a drag is no press', async () => {
      await draw();
      await run('overlay.pill()');
      const from = (await middleOf('Lockstep')) ?? { x: 0, y: 0 };
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x - 40, from.y + 40, { steps: 4 });
      await page.mouse.move(0, from.y, { steps: 4 });
      await page.mouse.up();
      await expect.poll(pressed).toBe('placed 0.0 0.0');
      expect((await pillSays()).expanded).toBe('false');
      await click('Lockstep');
      await expect.poll(async () => (await pillSays()).expanded).toBe('true');
    });

    it('is pressed where the page has styles for everything', async () => {
      await draw();
      await run('overlay.pill()');
      // A film that the page shrinks or does not show is too small for it (PI-3).
      const styles = String(CASES['the page has styles for everything']?.later);
      await run(styles.replace('transform: scale(0.1) !important;', '').replace('div, [popover]', '[popover]'));
      await click('Lockstep');
      await expect.poll(async () => (await pillSays()).expanded).toBe('true');
    });
  });

  it('goes home again', async () => {
    await draw();
    await run('overlay.prompt()');
    await fill('player');
    await expect.poll(home).toBe('player');
    await leaveFullscreen();
    await expect.poll(home).toBe('html');
    await run(`${MODAL} dialog.showModal()`);
    await expect.poll(home).toBe('dialog');
    await run('dialog.close()');
    await expect.poll(home).toBe('html');
    await click('Unmute');
    expect(await pressed()).toBe('Unmute');
    expect(await heard()).toEqual([]);
  });

  it('leaves a popover open in which the film is', async () => {
    await draw();
    await run("overlay.prompt(); player.popover = 'auto'; player.showPopover();");
    await expect.poll(home).toBe('player');
    await click('Unmute');
    await expect.poll(pressed).toBe('Unmute');
    expect(await evaluateQuietly(page, () => document.querySelector('#player')?.matches(':popover-open'))).toBe(true);
  });

  it('hears the keys that are for it, and the page does not', async () => {
    await draw();
    await run('overlay.prompt()');
    await fill('player');
    await expect.poll(home).toBe('player');
    await run("overlay.focus('Unmute')");
    await heard();
    await page.keyboard.press(' ');
    await expect.poll(pressed).toBe('Unmute');
    expect(await heard()).toEqual([]);
    await page.keyboard.press(' ');
    expect(await heard()).not.toEqual([]);
  });

  it('keeps the focus when it moves', async () => {
    await draw();
    await run('overlay.prompt()');
    await fill('player');
    await expect.poll(home).toBe('player');
    await run("overlay.focus('Unmute')");
    await leaveFullscreen();
    await expect.poll(home).toBe('html');
    await page.keyboard.press(' ');
    await expect.poll(pressed).toBe('Unmute');
  });

  it('asks in what fills the screen', async () => {
    await draw();
    await fill('player');
    await run('overlay.ask()');
    await click('Go there');
    await expect.poll(pressed).toBe('Go there');
    expect(await heard()).toEqual([]);
  });

  it('lets a video be chosen in what fills the screen, and in a dialog', async () => {
    await draw();
    await fill('player');
    await run('overlay.choose()');
    await click('Video 1');
    await expect.poll(pressed).toBe('take 0');
    expect(await heard()).toEqual([]);
    await leaveFullscreen();
    await run(`${MODAL} dialog.append(player); dialog.showModal()`);
    await expect.poll(home).toBe('dialog');
    await click('Video 1');
    await expect.poll(pressed).toBe('take 0,take 0');
    expect(await heard()).toEqual([]);
  });

  it.each([
    ['a bare video', "document.querySelector('video')"],
    ['a frame', "document.querySelector('iframe')"],
  ])('OV-4: says what it cannot let be pressed, over %s', async (what, element) => {
    await run(
      "frame = document.createElement('iframe'); frame.src = '/frame.html'; frame.style = 'width: 640px; height: 360px'; player.after(frame);",
    );
    await draw();
    await run('overlay.prompt(); overlay.ask();');
    // What lies in a frame hears its clicks for itself.
    if (what === 'a frame')
      await run("player.style = 'height: 0; overflow: hidden'; frame.style.pointerEvents = 'none'");
    await fill(element);
    await expect.poll(words).toContain('Press Enter to unmute');
    await expect.poll(words).toContain('Ann is watching another video | Leave full screen to answer');
    expect(await middleOf('Unmute')).toBeNull();
    expect(await middleOf('Go there')).toBeNull();
    await heard();
    await page.keyboard.press('ArrowUp');
    expect(await heard()).not.toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(pressed).toBe('Unmute');
    expect(await heard()).toEqual([]);
    expect(await words()).not.toContain('Enter');
    // That was all that the key was for.
    await page.keyboard.press('Enter');
    expect(await heard()).not.toEqual([]);
    await leaveFullscreen();
    await click('Go there');
    await expect.poll(pressed).toBe('Unmute,Go there');
  });

  it('FV-7: lets a video be chosen by keys alone where nothing can be pressed', async () => {
    await draw();
    await fill("document.querySelector('video')");
    await run('overlay.choose()');
    await expect.poll(words).toContain('By keys');
    expect(await words()).not.toContain('pointer');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(pressed).toBe('next,take');
  });

  it('takes no key where there is a button', async () => {
    await draw();
    await run('overlay.prompt()');
    await expect.poll(() => middleOf('Unmute')).not.toBeNull();
    await page.keyboard.press('Enter');
    expect(await pressed()).toBe('');
    expect(await words()).toBe('Unmute');
  });

  it('lets no script of the page press it', async () => {
    await draw();
    await run('overlay.prompt()');
    await fill("document.querySelector('video')");
    await expect.poll(words).toContain('Press Enter');
    await run("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))");
    await leaveFullscreen();
    await expect.poll(() => middleOf('Unmute')).not.toBeNull();
    const place = await middleOf('Unmute');
    await run(`
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
        document.elementFromPoint(${place?.x}, ${place?.y}).dispatchEvent(
          new MouseEvent(type, { clientX: ${place?.x}, clientY: ${place?.y}, detail: 1, bubbles: true, composed: true }));`);
    expect(await pressed()).toBe('');
  });

  it('lets the film be clicked beside it', async () => {
    await draw();
    await run("overlay.prompt(); overlay.say('Ann joined');");
    await fill('player');
    await expect.poll(home).toBe('player');
    await heard();
    await page.mouse.click(320, 300);
    expect(await heard()).toContain('click');
  });

  it('OV-6: says its words over the film, wherever that is in the window', async () => {
    await draw();
    await run("player.style.margin = '90px 0 0 120px'; overlay.say('Ann joined'); overlay.ask();");
    await expect.poll(words).toContain('Go there');
    const { left, right, top } = await evaluateQuietly(page, () => window.overlay.boxOfWords());
    expect([Math.round((left + right) / 2), top]).toEqual([120 + 320, 90 + 20]);
  });

  describe('OV-5: words', () => {
    it('come into a region that has stood empty before', async () => {
      await run('drawnAt = performance.now(); draw();');
      expect(await evaluateQuietly(page, () => window.overlay.stands())).toBe(true);
      await run("overlay.say('Ann joined')");
      const first = await evaluateQuietly(page, async () => {
        for (;;) {
          const at = performance.now();
          if (window.overlay.words().length > 0) return at - (window as unknown as { drawnAt: number }).drawnAt;
          await new Promise((resolve) => setTimeout(resolve));
        }
      });
      expect(first).toBeGreaterThan(100);
      expect(await words()).toBe('Ann joined');
      await run("overlay.say('Bea joined')");
      await expect.poll(words).toBe('Ann joined | Bea joined');
      await expect.poll(words, { timeout: 6_000 }).toBe('');
      expect(await evaluateQuietly(page, () => window.overlay.stands())).toBe(true);
    });

    it('are read out, and found by no script of the page', async () => {
      await draw();
      await run("overlay.say('Ann joined'); overlay.ask();");
      await expect.poll(words).toContain('Ann joined | Ann is watching');
      const found = await evaluateQuietly(page, () => {
        const { find } = window as unknown as {
          find: (text: string, cased: boolean, back: boolean, wrap: boolean) => boolean;
        };
        document.execCommand('selectAll');
        return [find('Ann', false, false, true), `${getSelection()}`.includes('Ann')];
      });
      expect(found).toEqual([false, false]);
      if (name === 'Firefox') return;
      const session = await page.createCDPSession();
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      const byId = new Map(nodes.map((node) => [node.nodeId, node]));
      const textOf = (id: string): string[] => {
        const node = byId.get(id);
        const own = node?.role?.value === 'StaticText' ? [String(node.name?.value)] : [];
        return [...own, ...(node?.childIds ?? []).flatMap(textOf)];
      };
      const region = nodes.find((node) => node.role?.value === 'status');
      expect(region && textOf(region.nodeId)).toEqual(
        expect.arrayContaining(['Ann joined', 'Ann is watching another video']),
      );
    });

    it('are said to their end when the room is over, and nothing stays behind', async () => {
      await draw();
      await run("overlay.prompt(); overlay.ask(); overlay.say('The host left');");
      await run('overlay.end()');
      await expect.poll(words).toBe('The host left');
      await expect.poll(home, { timeout: 6_000 }).toBe('nowhere');
    });
  });
});
