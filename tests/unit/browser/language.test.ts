import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readWords, watchWords } from '../../../lib/browser/language';
import { roomConfig } from '../../../lib/browser/settings';
import type { Translate } from '../../../lib/ui/words';
import { FakeBrowser, holder } from '../../helpers/fake-browser';
import { serveOwnFiles } from '../../helpers/package-files';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

/** A file is read once in a context, and the tests share theirs: each language is chosen in one of them. */
let read: string[];
const choose = (chosen: unknown) => holder.browser.storage.local.set({ language: chosen });

beforeEach(() => {
  holder.browser = new FakeBrowser();
  read = serveOwnFiles();
});

describe('LA-1, LA-2: the words', () => {
  test.each(['auto', undefined, 'klingon', '../options', 7])(
    'are the browser’s where %j is kept, and nothing is read',
    async (kept) => {
      if (kept !== undefined) await choose(kept);
      const t = await readWords();
      expect([t('leaveRoom'), read]).toEqual(['leaveRoom', []]);
    },
  );

  test('are those of the language that was chosen, read once', async () => {
    await choose('de');
    const t = await readWords();
    expect(t('toastPaused', 'Ann')).toBe('Ann hat angehalten');
    expect(t('languageTag')).toBe('de');
    expect((await readWords())('leaveRoom')).toBe('Raum verlassen');
    expect(read).toEqual(['/_locales/de/messages.json']);
  });

  test('are the browser’s for a message that the file lacks', async () => {
    await choose('fr');
    vi.stubGlobal('fetch', async () => Response.json({ leaveRoom: { message: 'Quitter' } }));
    const t = await readWords();
    expect([t('leaveRoom'), t('createRoom')]).toEqual(['Quitter', 'createRoom']);
  });

  test('are the browser’s while the file cannot be read, and it is read again', async () => {
    await choose('ja');
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect((await readWords())('leaveRoom')).toBe('leaveRoom');
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
    read = serveOwnFiles();
    expect((await readWords())('languageTag')).toBe('ja');
  });
});

test('SE-4: a made-up name is of the language that was chosen', async () => {
  await choose('zh_CN');
  const { madeUpNames } = (await import('../../../public/_locales/zh_CN/messages.json')).default;
  expect(madeUpNames.message.split(', ')).toContain((await roomConfig()).name);
});

describe('LA-3: who watches them', () => {
  let told: Translate[];
  let life: AbortController;
  const tags = () => told.map((t) => t('languageTag'));
  beforeEach(async () => {
    told = [];
    life = new AbortController();
    watchWords((t) => told.push(t), { signal: life.signal });
    await vi.waitFor(() => expect(told).toHaveLength(1));
  });

  test('is told at once, and at every choice', async () => {
    await choose('ar');
    await vi.waitFor(() => expect(told).toHaveLength(2));
    await holder.browser.storage.local.set({ name: 'Ann' });
    await choose('pt_BR');
    await vi.waitFor(() => expect(told).toHaveLength(3));
    await choose('auto');
    await vi.waitFor(() => expect(told).toHaveLength(4));
    expect(tags()).toEqual(['languageTag', 'ar', 'pt-BR', 'languageTag']);
  });

  test('is told the last of two quick choices, however long the first takes', async () => {
    const files = fetch;
    let letGo = () => {};
    const slow = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    vi.stubGlobal('fetch', async (address: string) => {
      if (address.includes('/es/')) await slow;
      return files(address);
    });
    await choose('es');
    await new Promise((resolve) => setTimeout(resolve));
    await choose('en');
    await vi.waitFor(() => expect(told).toHaveLength(2));
    letGo();
    await vi.waitFor(() => expect(read).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve));
    expect(tags()).toEqual(['languageTag', 'en']);
  });

  test('hears no more once it is gone', async () => {
    life.abort();
    const look = vi.spyOn(holder.browser.storage.local, 'get');
    await choose('de');
    expect(look).not.toHaveBeenCalled();
  });
});
