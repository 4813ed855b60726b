// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Trial } from '../../entrypoints/try/Trial';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { TRIAL_SCENES } from '../fixtures/gallery/scenes';
import { translator } from '../fixtures/gallery/words';

const reopen = vi.fn();
const done = vi.fn();
const button = (name: string) =>
  [...document.querySelectorAll('button')].find((found) => found.textContent?.trim() === name);
const show = (name: string) =>
  act(async () => {
    const scene = TRIAL_SCENES[name];
    if (!scene) throw new Error(`no scene ${name}`);
    render(
      <Words.Provider value={translator(en)}>
        <Trial {...scene} film={() => {}} reopen={reopen} done={done} />
      </Words.Provider>,
      document.body,
    );
  });

afterEach(() => {
  act(() => render(null, document.body));
  vi.clearAllMocks();
});

describe('TRY-1: a window in which Lockstep is tried out', () => {
  it('says whose it is, what to do, and who is there', async () => {
    await show('try-own');
    expect(document.querySelector('h1')?.textContent).toBe('This window is yours');
    expect(document.body.textContent).toContain('Press play or pause, or drag the bar');
    const film = document.querySelector('video');
    expect([film?.getAttribute('aria-label'), film?.controls, film?.muted]).toEqual(['Sample film', true, true]);
    expect([...document.querySelectorAll('.member-name')].map(({ textContent }) => textContent)).toEqual([
      'Mia',
      'A friend',
    ]);
    await show('try-friend');
    expect(document.querySelector('h1')?.textContent).toBe('This window is a friend’s');
  });

  it('says that it joins, and offers to open the other window where that is gone', async () => {
    await show('try-coming');
    expect(document.querySelector('[role=status]')?.textContent).toBe('Joining the room…');
    expect(button('Open the other window')).toBeUndefined();
    await show('try-lost');
    expect(document.querySelector('[role=status]')?.textContent).toBe('The other window is closed.');
    await act(async () => button('Open the other window')?.click());
    await act(async () => button('Done')?.click());
    expect([reopen.mock.calls.length, done.mock.calls.length]).toEqual([1, 1]);
  });
});
