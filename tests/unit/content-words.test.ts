// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCards } from '../../entrypoints/content/cards';
import { showPill } from '../../entrypoints/content/pill';
import { learnWords, onNewWords, t } from '../../entrypoints/content/words';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import { createLayer } from '../../lib/media/overlay/layer';
import type { Overlay } from '../../lib/media/overlay/overlay';
import { spokenIn } from '../../lib/ui/language';
import ar from '../../public/_locales/ar/messages.json';
import { FakeEvent } from '../helpers/fake-browser';
import { serveOwnFiles } from '../helpers/package-files';
import { openBackground } from './background/stage';

vi.mock('wxt/browser', async () => ({ browser: (await import('../helpers/fake-browser')).browser }));

let browser: ReturnType<typeof openBackground>['browser'];
let asked: string[];
let read: string[];
let life: AbortController;
const choose = (language: string) => browser.storage.local.set({ language });
/** Until the page's part has learnt another language. */
const learns = (tag: string) => vi.waitFor(() => expect(t('languageTag')).toBe(tag));
const port = { post: (_: FromPlayer) => {}, onClose: () => {}, close: () => {} };

beforeEach(() => {
  ({ browser } = openBackground());
  asked = [];
  read = serveOwnFiles();
  life = new AbortController();
  const { id } = browser.openTab('https://v.example/film');
  // A script in this tab's page speaks to the background.
  Object.assign(browser.runtime, {
    sendMessage: async ({ kind, body }: { kind: string; body: unknown }) => {
      asked.push(kind);
      return { answer: await browser.send(kind, body, id) };
    },
  });
});
afterEach(() => life.abort());

describe('LA-4: the words in a page', () => {
  test('are the browser’s without a choice, and nobody is asked for them', async () => {
    await learnWords(life.signal);
    expect([t('leaveRoom'), asked, read]).toEqual(['leaveRoom', [], []]);
  });

  test('are known before anything is said, and follow every choice', async () => {
    await choose('de');
    const told = vi.fn();
    onNewWords(told, life.signal);
    await learnWords(life.signal);
    expect(t('toastPaused', 'Ann')).toBe('Ann hat angehalten');
    await choose('ar');
    await learns('ar');
    await choose('auto');
    await learns('languageTag');
    expect(told).toHaveBeenCalledTimes(3);
    expect(asked).toEqual(['words', 'words']);
    life.abort();
    await choose('de');
    expect(asked).toHaveLength(2);
  });

  test('are the browser’s where the background does not answer, or answers nonsense', async () => {
    await choose('fr');
    for (const answer of [undefined, { answer: {} }, { answer: { table: 7 } }]) {
      Object.assign(browser.runtime, { sendMessage: async () => answer });
      await learnWords(life.signal);
      expect(t('leaveRoom')).toBe('leaveRoom');
    }
  });

  test('are asked for anew by each card', async () => {
    await choose('de');
    await learnWords(life.signal);
    let card: HTMLElement | undefined;
    const overlay = {
      card: (next: HTMLElement | undefined) => {
        card = next;
      },
    } as Overlay;
    const cards = createCards(overlay, { ...port, onMessage: () => {} });
    const buttons = () => [...(card?.querySelectorAll('button') ?? [])].map(({ textContent }) => textContent);
    cards.opened({ host: 'Ann', name: 'Ben' });
    expect(buttons()).toEqual(['Raum verlassen']);
    await choose('es');
    await learns('es');
    cards.opened({ host: 'Ann', name: 'Ben' });
    expect(buttons()).toEqual(['Salir de la sala']);
  });

  test('LA-1: are those of the pill at once, with their language and direction', async () => {
    const messages = new FakeEvent<[ToPlayer]>();
    const layer = createLayer(
      (element) => element.shadowRoot,
      life.signal,
      () => spokenIn(t),
    );
    let box: HTMLElement | undefined;
    const { part } = layer;
    layer.part = (name, style) => {
      const made = part(name, style);
      box = made.element;
      return made;
    };
    await learnWords(life.signal);
    const acts = { syncNow: () => {}, chat: () => {} };
    const over = showPill({ ...port, onMessage: messages.addListener }, layer, acts, life.signal);
    over(document.body.appendChild(document.createElement('video')));
    messages.fire({ type: 'room-state', members: 2, state: 'in-sync', reconnecting: false, unread: 0 });
    messages.fire({ type: 'elected', active: true });
    const said = () => [box?.lang, box?.dir, box?.querySelector('button')?.getAttribute('aria-description')];
    expect(said()).toEqual(['languageTag', 'ltr', 'state_in_sync, pillMembers']);
    await choose('ar');
    await learns('ar');
    expect(said()).toEqual(['ar', 'rtl', `${t('state_in_sync')}, ${t('pillMembers', '2')}`]);
    expect(t('state_in_sync')).toBe(ar.state_in_sync.message);
  });
});
