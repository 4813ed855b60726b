// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { expect, test, vi } from 'vitest';
import ar from '../../public/_locales/ar/messages.json';
import { FakeBrowser, holder } from '../helpers/fake-browser';
import { serveOwnFiles } from '../helpers/package-files';

vi.mock('wxt/browser', async () => ({ browser: (await import('../helpers/fake-browser')).browser }));

const choose = (language: string) => act(() => holder.browser.storage.local.set({ language }));
const page = () => {
  const { lang, dir } = document.documentElement;
  return [lang, dir, document.title];
};
const done = () => [...document.querySelectorAll('button')].at(-1)?.textContent;

test('LA-1, LA-3: an open page follows the choice in words, language and direction, and keeps what was typed', async () => {
  holder.browser = new FakeBrowser();
  serveOwnFiles();
  await holder.browser.storage.local.set({ language: 'de' });
  document.body.innerHTML = '<div id="app"></div>';
  await import('../../entrypoints/welcome/main');
  await vi.waitFor(() => expect(done()).toBe('Fertig'));
  expect(page()).toEqual(['de', 'ltr', 'Willkommen bei Lockstep']);
  const field = document.querySelector<HTMLInputElement>('input[type=text]');
  if (!field) throw new Error('there is no field');
  await act(() => {
    field.value = 'Mia';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });

  await choose('ar');
  await vi.waitFor(() => expect(done()).toBe('تم'));
  expect(page()).toEqual(['ar', 'rtl', ar.welcomeTitle.message]);
  expect([document.contains(field), field.value]).toEqual([true, 'Mia']);

  await choose('auto');
  await vi.waitFor(() => expect(done()).toBe('done'));
  expect(page()).toEqual(['languageTag', 'ltr', 'welcomeTitle']);
});
