import { beforeEach, expect, test, vi } from 'vitest';
import { forgetFilms, forgetSite, readRemembered } from '../../../lib/browser/known-sites';
import { profileOf } from '../../../lib/core/player/profile';
import { initialSync } from '../../../lib/core/sync/state';
import { FakeBrowser, holder } from '../../helpers/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const CHOICE = { site: 'b.example', frame: 'https://b.example/*', path: '0' };
const PROFILE = profileOf(initialSync);

beforeEach(async () => {
  holder.browser = new FakeBrowser();
  await holder.browser.storage.local.set({
    choices: [CHOICE, 'no choice'],
    players: [
      ['a.example', PROFILE],
      ['b.example', PROFILE],
    ],
    pills: [['b.example', { x: 0, y: 1, hidden: true }]],
    shifts: [['a film', 1.5]],
  });
});

test('SE-3: what is remembered is listed by site, and how many films are shifted', async () => {
  expect(await readRemembered()).toEqual({
    sites: [
      { host: 'a.example', chosen: false, player: true, pill: false },
      { host: 'b.example', chosen: true, player: true, pill: true },
    ],
    films: 1,
  });
});

test('SE-3: a site is forgotten wholly, and no other', async () => {
  await forgetSite('b.example');
  expect((await readRemembered()).sites).toEqual([{ host: 'a.example', chosen: false, player: true, pill: false }]);
  await forgetFilms();
  expect((await readRemembered()).films).toBe(0);
});
