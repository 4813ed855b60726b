// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Options } from '../../entrypoints/options/Options';
import { DEFAULTS } from '../../lib/browser/settings';
import { LANGUAGES } from '../../lib/core/text/languages';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { translator } from '../fixtures/gallery/words';

vi.mock('wxt/browser', () => ({ browser: {} }));

const t = translator(en);
const save = vi.fn(async () => {});
const forgetSite = vi.fn(async () => {});
const importSettings = vi.fn(async () => false);
const KEYS = [
  { name: '_execute_action', keys: 'Alt+Shift+L' },
  { name: 'sync-now', keys: '' },
];
const nothing = async () => {};
const said = () => document.querySelector('[role=status]')?.textContent;
const alerts = () => [...document.querySelectorAll('[role=alert]')].map((alert) => alert.textContent).join('');
const field = (label: string) =>
  [...document.querySelectorAll<HTMLInputElement>('input')].find((input) => input.labels?.[0]?.textContent === label);
const commit = (label: string, text: string) =>
  act(async () => {
    const input = field(label);
    if (!input) throw new Error(`no field ${label}`);
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });

beforeEach(() =>
  act(async () =>
    render(
      <Words.Provider value={t}>
        <Options
          kept={DEFAULTS}
          defaultServer={undefined}
          discord={{ builtInId: undefined, link: undefined, allow: async () => false }}
          save={save}
          testing={{ version: '0.1.0', test: () => () => {}, copy: async () => true }}
          keys={{ read: async () => KEYS, change: async () => false }}
          sites={{
            read: async () => ({ sites: [{ host: 'a.example', chosen: true, player: false, pill: false }], films: 0 }),
            forgetSite,
            forgetFilms: nothing,
          }}
          files={{ exportSettings: nothing, importSettings, exportDiagnostics: nothing }}
        />
      </Words.Provider>,
      document.body,
    ),
  ),
);
afterEach(() => {
  act(() => render(null, document.body));
  vi.clearAllMocks();
});

describe('the options', () => {
  it('SE-1: are kept at once, and what cannot be kept is said instead of “Saved”', async () => {
    await commit('Your name', ' Mia ');
    expect(save).toHaveBeenCalledWith({ name: 'Mia' });
    expect(said()).toBe('Saved');
    await commit('Server address', 'no address');
    expect(said()).toBe('');
    expect(alerts()).toContain('Not a server address');
    await commit('Server address', 'https://lockstep.example');
    expect(said()).toBe('Saved');
    await commit('Relay address', 'no address');
    expect(said()).toBe('');
    await commit('Your name', 'Mia');
    await commit('Discord application id', 'no id');
    expect(said()).toBe('');
  });

  it('LA-5: list the languages, each named in itself, and keep the one that is chosen', async () => {
    const list = [...document.querySelectorAll('select')].find(({ labels }) => labels[0]?.textContent === 'Language');
    if (!list) throw new Error('there is no list of languages');
    expect(list.value).toBe('auto');
    const [auto, ...named] = [...list.options];
    expect(auto?.text).toBe('Automatic (the browser’s)');
    expect(named.map(({ value }) => value)).toEqual(LANGUAGES);
    for (const { lang, text } of named) {
      // Of Chinese it is the writing that tells people which of them it is.
      const known = new Intl.DisplayNames(lang, { type: 'language' }).of(lang === 'zh-CN' ? 'zh-Hans' : lang);
      expect(text.toLowerCase()).toBe(known?.toLowerCase());
    }
    await act(async () => {
      list.value = 'pt_BR';
      list.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(save).toHaveBeenCalledWith({ language: 'pt_BR' });
    expect([list.value, said()]).toEqual(['pt_BR', 'Saved']);
  });

  it('SE-3: name the sites of which something is remembered', async () => {
    await vi.waitFor(() => expect(document.querySelector('.site')?.textContent).toContain('a.example'));
    expect(document.querySelector('.site')?.textContent).toContain('the video that you chose');
    await act(async () => document.querySelector<HTMLElement>('.site button')?.click());
    expect(forgetSite).toHaveBeenCalledWith('a.example');
  });

  it('KB-1: show the keys as they are, and say where they are changed if the browser does not lead there', async () => {
    await vi.waitFor(() => expect(document.querySelectorAll('.key')).toHaveLength(2));
    expect([...document.querySelectorAll('.key')].map((row) => row.textContent)).toEqual([
      'Open LockstepAlt+Shift+L',
      'Sync me nownone',
    ]);
    await act(async () => document.querySelector<HTMLElement>('.keys button')?.click());
    await vi.waitFor(() =>
      expect(document.querySelector('.keys [role=status]')?.textContent).toContain('about:addons'),
    );
  });

  it('SE-2: say so when a file holds no settings', async () => {
    await commit('Your name', 'Mia');
    expect(said()).toBe('Saved');
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    Object.defineProperty(input, 'files', { value: [new File(['?'], 'x.json')] });
    await act(async () => void input?.dispatchEvent(new Event('change', { bubbles: true })));
    expect(importSettings).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(alerts()).toContain('not a file of Lockstep settings'));
    expect(said()).toBe('');
  });
});
