// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Pair, type PairActions } from '../../entrypoints/pair/Pair';
import { PAIR_PROBLEMS, type PairView } from '../../lib/core/ports/pair-port';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { translator } from '../fixtures/gallery/words';

const t = translator(en);
const CODE = 'A'.repeat(110);
const actions = {
  create: vi.fn(),
  newCode: vi.fn(),
  take: vi.fn(),
  copy: vi.fn(async () => true),
  goToRoomTab: vi.fn(),
} satisfies PairActions;

const show = (view: PairView | undefined, obstacle?: 'no-tab' | 'relay-only') =>
  act(async () =>
    render(
      <Words.Provider value={t}>
        <Pair view={view} obstacle={obstacle} actions={actions} />
      </Words.Provider>,
      document.body,
    ),
  );
afterEach(() => {
  act(() => render(null, document.body));
  vi.clearAllMocks();
  vi.useRealTimers();
});

const button = (name: string) =>
  [...document.querySelectorAll('button')].find((found) => found.textContent?.trim() === name);
const textbox = (name: string) => {
  const label = [...document.querySelectorAll('label')].find((found) => found.textContent?.trim() === name);
  return label && (document.getElementById(label.htmlFor) as unknown as HTMLInputElement);
};
const press = (name: string) => act(async () => button(name)?.click());
const text = () => document.body.textContent;
const paste = (pasted: string) =>
  act(async () => {
    const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
      clipboardData: { getData: () => pasted },
    });
    document.dispatchEvent(event);
  });

describe('TR-33: without a room', () => {
  it('one can be made, or a friend’s code taken', async () => {
    await show({ room: 'none', came: 0 });
    await press('Create room');
    expect(actions.create).toHaveBeenCalledOnce();
    const input = textbox('Code from your friend');
    await act(async () => {
      if (input) input.value = ` ${CODE} `;
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press('Connect');
    expect(actions.take).toHaveBeenCalledWith(CODE);
    expect(button('Scan QR code')).toBeDefined();
  });

  it('a code that is pasted anywhere is taken at once; what is none is left alone', async () => {
    await show({ room: 'none', came: 0 });
    await paste('hello');
    expect(actions.take).not.toHaveBeenCalled();
    await paste(`${CODE}\n`);
    expect(actions.take).toHaveBeenCalledWith(CODE);
    expect(textbox('Code from your friend')?.value).toBe(CODE);
  });

  it.each(PAIR_PROBLEMS)('TR-21: says what is wrong with it: %s', async (wrong) => {
    await show({ room: 'none', wrong, came: 0 });
    const input = textbox('Code from your friend');
    const said = document.getElementById(input?.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(said?.length).toBeGreaterThan(20);
  });

  it.each([
    ['no-tab', 'Open the film’s page first'],
    ['relay-only', 'would show your address'],
  ] as const)('says why no code can be made: %s', async (obstacle, words) => {
    await show(undefined, obstacle);
    expect(text()).toContain(words);
    expect(button('Create room')).toBeUndefined();
  });
});

describe('TR-33: a host', () => {
  it('has its first code made at once, and shows it', async () => {
    await show({ room: 'host', came: 0 });
    expect(actions.newCode).toHaveBeenCalledOnce();
    await show({ room: 'host', code: CODE, came: 0 });
    expect(textbox('Your code')?.value).toBe(CODE);
    await press('Copy code');
    expect(actions.copy).toHaveBeenCalledWith(CODE);
    await press('Show QR code');
    await vi.waitFor(() => expect(document.querySelector('svg[aria-label="QR code of your code"]')).not.toBeNull());
    expect(button('Show QR code')?.getAttribute('aria-expanded')).toBe('true');
  });

  it('is told when a friend is in, and makes a code for the next', async () => {
    await show({ room: 'host', code: CODE, came: 0 });
    await show({ room: 'host', came: 1 });
    expect(text()).toContain('Your friend is in.');
    expect(textbox('Code from your friend')).toBeUndefined();
    actions.newCode.mockClear();
    await press('New code');
    expect(actions.newCode).toHaveBeenCalledOnce();
  });

  it('says why no code could be made', async () => {
    await show({ room: 'host', wrong: 'no-network', came: 0 });
    expect(document.querySelector('[role=alert]')?.textContent).toContain('This machine has no network.');
  });

  it('shows that it is busy', async () => {
    await show({ room: 'host', code: CODE, busy: true, came: 0 });
    expect(text()).toContain('Connecting…');
    expect(button('Connect')?.disabled).toBe(true);
  });
});

describe('TR-34: who joins', () => {
  it('has its code copied as it is made, and a countdown', async () => {
    await show({ room: 'joining', came: 0 });
    expect(text()).toContain('Making a code…');
    vi.useFakeTimers();
    await show({ room: 'joining', code: CODE, leftMs: 15_000, came: 0 });
    expect(actions.copy).toHaveBeenCalledWith(CODE);
    const timer = () => document.querySelector('[role=timer]')?.textContent;
    expect(timer()).toBe('Good for 15 s more');
    await act(async () => void (await vi.advanceTimersByTimeAsync(5_000)));
    expect(timer()).toBe('Good for 10 s more');
    await act(async () => void (await vi.advanceTimersByTimeAsync(10_000)));
    expect(text()).toContain('This code has ended. Make a new one');
    await press('New code');
    expect(actions.newCode).toHaveBeenCalledOnce();
  });

  it('is told when the browser has given up sooner', async () => {
    await show({ room: 'joining', code: CODE, leftMs: 15_000, came: 0 });
    expect(text()).not.toContain('This code has ended.');
    await show({ room: 'joining', code: CODE, leftMs: 0, came: 0 });
    expect(text()).toContain('This code has ended.');
  });

  it('is told that it is in', async () => {
    await show({ room: 'guest', came: 0 });
    expect(text()).toContain('You are in.');
    await press('Go to the room’s tab');
    expect(actions.goToRoomTab).toHaveBeenCalledOnce();
  });
});
