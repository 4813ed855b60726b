// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Options } from '../../entrypoints/options/Options';
import { DEFAULTS, type Settings } from '../../lib/browser/settings';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { translator } from '../fixtures/gallery/words';

vi.mock('wxt/browser', () => ({ browser: {} }));

const KEPT: Settings = { ...DEFAULTS, name: 'Mia', soundLateMs: 120 };
const DISCORD = { builtInId: undefined, link: undefined, allow: async () => false };
const TESTING = { version: '0.1.0', test: () => () => {}, copy: async () => true };
const KEYS = { read: async () => [], change: async () => true };
const SITES = { read: async () => ({ sites: [], films: 0 }), forgetSite: async () => {}, forgetFilms: async () => {} };
const FILES = { exportSettings: async () => {}, importSettings: async () => false, exportDiagnostics: async () => {} };
const save = vi.fn(async (_: Partial<Settings>) => {});

afterEach(() => {
  act(() => render(null, document.body));
  save.mockClear();
});

async function show(): Promise<HTMLInputElement> {
  await act(async () =>
    render(
      <Words.Provider value={translator(en)}>
        <Options
          kept={KEPT}
          defaultServer={undefined}
          discord={DISCORD}
          save={save}
          testing={TESTING}
          keys={KEYS}
          sites={SITES}
          files={FILES}
        />
      </Words.Provider>,
      document.body,
    ),
  );
  const label = [...document.querySelectorAll('label')].find(
    ({ textContent }) => textContent === 'My sound is late by',
  );
  return document.getElementById(label?.getAttribute('for') ?? '') as HTMLInputElement;
}

const alerts = () => [...document.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent).join('');

async function type(field: HTMLInputElement, text: string) {
  await act(async () => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

describe('PL-10, SE-1: how late the sound is', () => {
  test('is a number that shows what is kept', async () => {
    const field = await show();
    expect([field.type, field.value, field.min, field.max]).toEqual(['number', '120', '0', '500']);
  });

  test.each([
    ['200', 200],
    ['0', 0],
    ['', 0],
  ])('is kept as soon as it is changed: "%s"', async (typed, soundLateMs) => {
    await type(await show(), typed);
    expect(save.mock.calls).toEqual([[{ soundLateMs }]]);
    expect(alerts()).toBe('');
  });

  test.each(['501', '-5', '12.5', '1e2'])(
    'is refused in words where it is none of those taken: "%s"',
    async (typed) => {
      const field = await show();
      await type(field, typed);
      expect(save).not.toHaveBeenCalled();
      expect(alerts()).toBe('Enter a whole number from 0 to 500.');
      expect(field.getAttribute('aria-invalid')).toBe('true');
      await type(field, '80');
      expect(alerts()).toBe('');
    },
  );
});
