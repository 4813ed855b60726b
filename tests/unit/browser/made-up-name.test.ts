import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { readSettings, roomConfig, writeSettings } from '../../../lib/browser/settings';
import { NAME_MAX } from '../../../lib/core/wire/fields';
import { FakeBrowser, holder } from '../../helpers/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const LOCALES = join(import.meta.dirname, '../../../public/_locales');

beforeEach(() => {
  holder.browser = new FakeBrowser();
});

test('SE-4: a made-up name stays the same, and is not kept as the person’s own', async () => {
  holder.browser.i18n.getMessage = () => 'Stiller Otter, Sonniger Fuchs';
  const { name } = await roomConfig();
  expect(['Stiller Otter', 'Sonniger Fuchs']).toContain(name);
  for (let room = 0; room < 20; room += 1) expect((await roomConfig()).name).toBe(name);
  expect((await readSettings()).name).toBe('');
});

test('SE-4: what storage holds of it is read as hostile', async () => {
  for (const kept of [7, '', ' \u202e ', null]) {
    await holder.browser.storage.local.set({ madeUpName: kept });
    expect((await roomConfig()).name).toBe('madeUpNames');
  }
});

test('SE-4: a name of the person’s own comes before it', async () => {
  await roomConfig();
  await writeSettings({ name: 'Mia' });
  expect((await roomConfig()).name).toBe('Mia');
});

test.each(readdirSync(LOCALES))('SE-4: %s has two dozen names, each once and short enough', (language) => {
  const { madeUpNames } = JSON.parse(readFileSync(join(LOCALES, language, 'messages.json'), 'utf8'));
  const names: string[] = madeUpNames.message.split(', ');
  expect(new Set(names).size).toBe(24);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(NAME_MAX);
});
