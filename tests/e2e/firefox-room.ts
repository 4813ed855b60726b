import { VIEW_PORT } from '../../lib/core/ports/player-port';
import type { RoomCommand, RoomView } from '../../lib/core/ports/room-view';
import { openFirefoxPage } from '../helpers/browsers.mjs';
import type { FirefoxPerson, Stage } from './stage';

declare const browser: typeof chrome;

/**
 * Does in Firefox what its popup would do: puppeteer cannot press the toolbar's button there.
 *
 * @returns the code of the room that was created, once there is one; else an empty text
 */
export async function commandFirefox(
  firefox: FirefoxPerson,
  stage: Stage,
  order: 'create' | 'leave' | 'go-there',
): Promise<string> {
  const page = await openFirefoxPage(firefox.browser, `${firefox.origin}/options.html`);
  const code = await page.evaluate(
    async (wanted, site, server, port) => {
      const [tab] = await browser.tabs.query({ url: `${site}/*` });
      if (tab?.id === undefined) throw new Error('the tab of the film is not there');
      const config = { name: 'Fox', server };
      const bodies: Record<typeof wanted, RoomCommand> = {
        create: { type: 'create', tabId: tab.id, config },
        leave: { type: 'leave' },
        'go-there': { type: 'answer', answer: 'go' },
      };
      await browser.runtime.sendMessage({ to: 'background', kind: 'command', body: bodies[wanted] });
      if (wanted !== 'create') return '';
      return new Promise<string>((resolve, reject) => {
        browser.runtime.connect({ name: port }).onMessage.addListener((view: RoomView) => {
          if (view.state === 'room') resolve(view.code);
          if (view.state === 'problem') reject(new Error(view.problem));
        });
      });
    },
    order,
    `${new URL(stage.site).protocol}//${new URL(stage.site).hostname}`,
    stage.server.url,
    VIEW_PORT,
  );
  await page.close();
  await firefox.page.bringToFront();
  return code;
}
