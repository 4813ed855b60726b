// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Welcome } from '../../entrypoints/welcome/Welcome';
import type { WaitingInvite } from '../../lib/browser/message-map';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { WELCOME_SCENES } from '../fixtures/gallery/scenes';
import { translator } from '../fixtures/gallery/words';

const t = translator(en);
const save = vi.fn(async () => {});
const join = vi.fn(async () => {});
const tryIt = vi.fn(async () => {});
const done = vi.fn(async () => {});
const press = (name: string) =>
  act(async () => [...document.querySelectorAll('button')].find((found) => found.textContent === name)?.click());
const show = (invites: readonly WaitingInvite[] = []) =>
  act(async () =>
    render(
      <Words.Provider value={t}>
        <Welcome
          kept={{ name: '', colour: 'auto', autoJoin: true }}
          invites={invites}
          save={save}
          join={join}
          tryIt={tryIt}
          done={done}
        />
      </Words.Provider>,
      document.body,
    ),
  );
const type = (text: string) =>
  act(async () => {
    const input = document.querySelector<HTMLInputElement>('input[type=text]');
    if (!input) throw new Error('no field for a name');
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });

afterEach(() => {
  act(() => render(null, document.body));
  vi.clearAllMocks();
});

describe('WE-1: the welcome page', () => {
  it('says what others can see, and keeps at once what is chosen', async () => {
    await show();
    for (const words of [
      'press the Lockstep button',
      'behind the puzzle piece',
      'your name',
      'address and title',
      'IP address',
    ])
      expect(document.body.textContent).toContain(words);
    const joins = document.querySelector<HTMLInputElement>('[role=switch]');
    expect(joins?.labels?.[0]?.textContent).toBe('Join when I open an invite');
    await act(async () => joins?.click());
    expect(save).toHaveBeenCalledWith({ autoJoin: false });
  });

  it('keeps the name that was typed before it closes', async () => {
    await show();
    await type('  Mia ');
    await press('Done');
    expect(save).toHaveBeenCalledWith({ name: 'Mia' });
    expect(done).toHaveBeenCalledOnce();
  });

  it('TRY-1: opens the film for trying out, under the name that was typed', async () => {
    await show();
    await type('Mia');
    await press('Try it now');
    expect(save).toHaveBeenCalledWith({ name: 'Mia' });
    expect(tryIt).toHaveBeenCalledOnce();
  });

  it('names the tabs in which an invite waits, and joins one, under the name that was typed', async () => {
    const invites = WELCOME_SCENES['welcome-invites'] ?? [];
    await show(invites);
    const rows = [...document.querySelectorAll('.invite')].map((row) => row.textContent);
    expect(rows[0]).toBe('Big Buck Bunnywww.youtube.comJoin');
    expect(rows[1]).toContain('which you have not used before');
    await type('Mia');
    await press('Join');
    expect(save).toHaveBeenCalledWith({ name: 'Mia' });
    expect(join).toHaveBeenCalledWith(invites[0]);
  });

  it('says so when nobody answers', async () => {
    join.mockRejectedValueOnce(new Error('gone'));
    await show(WELCOME_SCENES['welcome-invites']);
    expect(document.querySelector('[role=alert]')?.textContent).toBe('');
    await press('Join');
    const said = () => document.querySelector('[role=alert]')?.textContent;
    await vi.waitFor(() => expect(said()).toContain('does not answer'));
  });
});
