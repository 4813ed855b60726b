import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToOpenings, untold } from '../../../entrypoints/background/openings';
import type { FakeTab } from '../../helpers/fake-browser';
import { ANNAS, FILM, openBackground } from './stage';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const INVITE = `${FILM}#lockstep=${ANNAS}`;

let stage: ReturnType<typeof openBackground>;
let tab: FakeTab;
beforeEach(async () => {
  stage = openBackground(listenToOpenings);
  await stage.settled();
  tab = stage.browser.openTab('about:blank');
});
const joined = () => stage.place.entered.length === 1;

describe('SC-5: what Firefox tells beside the scout', () => {
  it('a load that a person began', async () => {
    stage.browser.commit(tab.id, INVITE);
    await stage.invite(tab, {});
    expect(joined()).toBe(true);
  });

  it('a redirect that makes an invite, and one that keeps it', async () => {
    const qualifiers = ['server_redirect'];
    stage.browser.commit(tab.id, INVITE, { began: 'https://v.example/out', qualifiers });
    await stage.invite(tab, {});
    expect(joined()).toBe(false);
    expect(await stage.offerIn(tab)).toMatchObject({ why: 'page' });
    stage.browser.commit(tab.id, INVITE, { began: INVITE.replace('https', 'http'), qualifiers });
    await stage.invite(tab, {});
    expect(joined()).toBe(true);
  });

  it('a redirect by the page itself', async () => {
    stage.browser.commit(tab.id, INVITE, { qualifiers: ['client_redirect'] });
    await stage.invite(tab, {});
    expect(joined()).toBe(false);
  });

  it('what is typed over the address of a page that is open, which its scout takes for the page’s doing', async () => {
    stage.browser.rehash(tab.id, INVITE, ['from_address_bar']);
    await stage.invite(tab, { by: 'page', how: 'hash' });
    expect(joined()).toBe(true);
  });

  it('also where it is told after the scout', async () => {
    const invited = stage.invite(tab, { by: 'page', how: 'hash' });
    setTimeout(() => stage.browser.rehash(tab.id, INVITE, ['from_address_bar']), 50);
    await invited;
    expect(joined()).toBe(true);
  });

  it('a script’s doing there, and a link that a person has clicked', async () => {
    stage.browser.rehash(tab.id, INVITE);
    await stage.invite(tab, { by: 'page', how: 'hash' });
    expect(joined()).toBe(false);
    stage.browser.rehash(tab.id, INVITE);
    await stage.invite(tab, { by: 'person', how: 'hash' });
    expect(joined()).toBe(true);
  });

  it('nothing of what came before in the same tab', async () => {
    stage.browser.rehash(tab.id, INVITE, ['from_address_bar']);
    stage.browser.commit(tab.id, INVITE);
    await stage.invite(tab, { by: 'page' });
    expect(joined()).toBe(false);
  });

  it('a load that was given up does not count for the next', async () => {
    const frame = { tabId: tab.id, frameId: 0, transitionQualifiers: [] };
    stage.browser.webNavigation.onBeforeNavigate.fire({ ...frame, url: 'https://v.example/out' });
    stage.browser.webNavigation.onErrorOccurred.fire({ ...frame, url: 'https://v.example/out' });
    stage.browser.commit(tab.id, INVITE, { qualifiers: ['server_redirect'] });
    await stage.invite(tab, {});
    expect(joined()).toBe(true);
  });
});

it('SC-9: Chrome’s worker hears of no redirect, so the invite that one makes is joined', async () => {
  stage = openBackground(() => untold);
  await stage.settled();
  tab = stage.browser.openTab('about:blank');
  stage.browser.commit(tab.id, INVITE, { began: 'https://v.example/out', qualifiers: ['server_redirect'] });
  await stage.invite(tab, {});
  expect(joined()).toBe(true);
});
