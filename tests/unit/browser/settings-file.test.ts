import { expect, test, vi } from 'vitest';
import { DEFAULTS } from '../../../lib/browser/settings';
import { FILE_MAX, readSettingsText, settingsText } from '../../../lib/browser/settings-file';

vi.mock('wxt/browser', () => ({ browser: {} }));

const OWN = {
  ...DEFAULTS,
  name: 'Mia',
  language: 'pt_BR' as const,
  autoJoin: false,
  server: 'https://lockstep.example',
  soundLateMs: 120,
};

test('LA-5, SE-2: settings that went out come in again', () => {
  expect(readSettingsText(settingsText(OWN))).toEqual(OWN);
});

test('SE-2: what a file says wrongly becomes the default, and what it says besides is left out', () => {
  const text = JSON.stringify({
    lockstepSettings: 1,
    name: 7,
    language: '../de',
    autoJoin: 'no',
    server: 'javascript:',
    choices: ['x'],
    gentle: false,
  });
  expect(readSettingsText(text)).toEqual({ ...DEFAULTS, gentle: false });
});

test.each(['', '[]', 'null', '7', '{}', '{"lockstepSettings":2}', '{"lockstepSettings":1', ' '.repeat(FILE_MAX + 1)])(
  'SE-2: %j is no file of settings',
  (text) => expect(readSettingsText(text)).toBeUndefined(),
);
