// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Chat } from '../../entrypoints/chat/Chat';
import type { ChatActions } from '../../entrypoints/chat/types';
import { emptyLog, takeLines } from '../../lib/core/chat/log';
import { parseToChatPage } from '../../lib/core/ports/chat-port';
import type { ToldLine } from '../../lib/core/wire/chat-words';
import { Words } from '../../lib/ui/words';
import de from '../../public/_locales/de/messages.json';
import en from '../../public/_locales/en/messages.json';
import { CHAT_SCENES, type ChatScene } from '../fixtures/gallery/chat-scenes';
import { type Messages, translator } from '../fixtures/gallery/words';

const actions = {
  write: vi.fn(),
  rewrite: vi.fn(),
  erase: vi.fn(),
  react: vi.fn(),
  typing: vi.fn(),
  again: vi.fn(),
  drop: vi.fn(),
  go: vi.fn(),
  setSlow: vi.fn(),
  mute: vi.fn(),
  openLink: vi.fn(),
  close: vi.fn(),
} satisfies ChatActions;

const show = (name: string, more: Partial<ChatScene> = {}, words: Messages = en) =>
  act(async () => {
    const scene = CHAT_SCENES[name];
    if (!scene) throw new Error(name);
    render(
      <Words.Provider value={translator(words)}>
        <Chat {...scene} {...more} actions={actions} />
      </Words.Provider>,
      document.body,
    );
  });
const showLine = (text: string, more: Partial<ToldLine> = {}) => {
  const line = { by: 'b', n: 1, name: 'Jonas', text, agoMs: 0, ...more };
  return show('chat-empty', { log: takeLines(emptyLog, [line], 0) });
};
afterEach(() => {
  act(() => render(null, document.body));
  vi.clearAllMocks();
});

const button = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (found) => (found.getAttribute('aria-label') ?? found.textContent?.trim()) === name,
  );
const press = (name: string) => act(async () => button(name)?.click());
const log = () => document.querySelector('[role=log][aria-label=Chat]');
const box = () => document.querySelector('textarea') as HTMLTextAreaElement;
const type = (text: string) =>
  act(async () => {
    box().value = text;
    box().dispatchEvent(new Event('input', { bubbles: true }));
  });
const key = (target: Element | null, name: string, more: KeyboardEventInit = {}) =>
  act(async () => {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
  });
const enter = (of: string) =>
  act(async () => {
    const line = [...document.querySelectorAll('.line')].find((found) => found.textContent?.includes(of));
    line?.dispatchEvent(new MouseEvent('mouseenter', { bubbles: false }));
  });

describe('CH-12: the chat page', () => {
  it('says what there is to say without a room, and in an empty one', async () => {
    await show('chat-none');
    expect(log()?.textContent).toContain('You are in no room.');
    expect([box(), button('React')]).toEqual([null, undefined]);
    await show('chat-empty');
    expect(log()?.textContent).toBe('Nobody has written anything yet.');
    await press('Close chat');
    expect(actions.close).toHaveBeenCalledOnce();
  });

  it('sends a message by Enter and by Send, and says that somebody types', async () => {
    await show('chat');
    await type('hello');
    expect(actions.typing).toHaveBeenCalledOnce();
    await key(box(), 'Enter', { shiftKey: true });
    await key(box(), 'Enter', { isComposing: true });
    expect(actions.write).not.toHaveBeenCalled();
    await key(box(), 'Enter');
    expect(actions.write).toHaveBeenCalledWith('hello', undefined);
    expect(box().value).toBe('');
    await type('  ');
    await press('Send');
    await type('again');
    await press('Send');
    expect(actions.write.mock.calls).toEqual([
      ['hello', undefined],
      ['again', undefined],
    ]);
    expect(document.querySelector('[role=status]')?.textContent).toBe('Typing: Jonas');
  });

  it('LA-3: writes the time of day as the language of the words does, also once another is chosen', async () => {
    const first = () => document.querySelector('time')?.textContent ?? '';
    await show('chat');
    expect(first()).toMatch(/^\d\d:\d\d\s[AP]M$/);
    await show('chat', {}, de);
    expect(first()).toMatch(/^\d\d:\d\d$/);
  });

  it('answers a message', async () => {
    await show('chat');
    await enter('popcorn');
    expect(button('Edit')).toBeUndefined();
    await press('Reply');
    expect(document.activeElement).toBe(box());
    await key(box(), 'Escape');
    expect(document.querySelector('.composer-about')).toBeNull();
    await enter('popcorn');
    await press('Reply');
    button('Cancel')?.focus();
    await press('Cancel');
    expect(document.activeElement).toBe(box());
    await press('Reply');
    await type('for me too');
    await press('Send');
    expect(actions.write).toHaveBeenCalledWith('for me too', { by: 'b', n: 2 });
    expect(log()?.textContent).toContain('Reply: Noor: Look at 12:34');
  });

  it('CH-9: edits and deletes one’s own, for a minute', async () => {
    await showLine('helo', { by: 'a', n: 7 });
    await enter('helo');
    await press('Edit');
    expect(box().value).toBe('helo');
    await type('hello');
    await press('Send');
    expect(actions.rewrite).toHaveBeenCalledWith(7, 'hello');
    await enter('helo');
    await press('Delete');
    expect(actions.erase).toHaveBeenCalledWith(7);
    await showLine('helo', { by: 'a', n: 8, agoMs: 60_000 });
    await enter('helo');
    expect([button('Edit'), button('Delete')]).toEqual([undefined, undefined]);
  });

  it('CH-5: has a button for each place', async () => {
    await show('chat');
    await press('12:34');
    expect(actions.go).toHaveBeenCalledWith(754);
  });

  it('CH-6: asks before a link is opened, and names its host', async () => {
    await show('chat');
    await press('https://example.org/behind-the-scenes');
    expect(actions.openLink).not.toHaveBeenCalled();
    expect(document.querySelector('[role=alertdialog]')?.textContent).toContain('Open example.org?');
    await press('Cancel');
    button('https://example.org/behind-the-scenes')?.focus();
    await press('https://example.org/behind-the-scenes');
    expect(document.activeElement).toBe(button('Open'));
    // Whoever is about to say no is not led back to yes by what is said meanwhile.
    button('Cancel')?.focus();
    await show('chat', { reaction: { name: 'Noor', sign: 'heart' } });
    expect(document.activeElement).toBe(button('Cancel'));
    await key(document.activeElement, 'Escape');
    expect([document.querySelector('[role=alertdialog]'), document.activeElement]).toEqual([
      null,
      button('https://example.org/behind-the-scenes'),
    ]);
    await press('https://example.org/behind-the-scenes');
    await press('Open');
    expect(actions.openLink).toHaveBeenCalledWith('https://example.org/behind-the-scenes');
    expect(document.querySelector('[role=alertdialog]')).toBeNull();
  });

  it('CH-8: marks a message that means the person here', async () => {
    await show('chat');
    const meant = [...document.querySelectorAll('[data-meant=true]')].map((line) => line.textContent);
    expect(meant).toHaveLength(1);
    expect(meant[0]).toContain('@Mia');
  });

  it('CH-4: shows what is not sent, and sends it again', async () => {
    await show('chat-host');
    expect(log()?.textContent).toContain('Sending…');
    expect(log()?.textContent).toContain('Not sent: too many at once.');
    await press('Send again');
    expect(actions.again).toHaveBeenCalledWith(9);
    await press('Delete');
    expect(actions.drop).toHaveBeenCalledWith(9);
  });

  it('CH-10: lets a host slow the chat down and mute members, and tells who is muted', async () => {
    await show('chat-host');
    await act(async () => (document.querySelector('input[value="60"]') as HTMLInputElement).click());
    expect(actions.setSlow).toHaveBeenCalledWith(60);
    await enter('popcorn');
    await press('Let speak again');
    expect(actions.mute).toHaveBeenCalledWith('b', false);
    await enter('Look at');
    await press('Mute');
    expect(actions.mute).toHaveBeenCalledWith('c', true);
    await show('chat-muted');
    expect(document.body.textContent).toContain('The host has muted you here.');
    expect(box()).toBeNull();
  });

  it('CH-11: reacts by a press or a key, and shows a reaction and the moments', async () => {
    await show('chat', { reaction: { name: 'Noor', sign: 'heart' } });
    expect(document.querySelector('[role=status]')?.textContent).toBe('Noor ❤️Heart');
    await press('React');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Heart');
    const menu = document.querySelector('[role=menu]');
    await key(menu, 'ArrowLeft');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Fire');
    await key(menu, '2');
    await press('Wow');
    await key(menu, 'Escape');
    expect(actions.react.mock.calls).toEqual([['laugh'], ['wow']]);
    expect([document.querySelector('[role=menu]'), document.activeElement]).toEqual([null, button('React')]);
    await press('12:30: reactions 7');
    expect(actions.go).toHaveBeenCalledWith(750);
  });
});

describe('CH-18: in a frame over the film', () => {
  it('the focus is where messages are written, and Escape closes the chat, a reply or the reactions first', async () => {
    await show('chat', { framed: true });
    expect(document.activeElement).toBe(box());
    await enter('popcorn');
    await press('Reply');
    await key(box(), 'Escape');
    await press('React');
    await key(document.querySelector('[role=menu]'), 'Escape');
    await press('https://example.org/behind-the-scenes');
    await key(document.querySelector('[role=alertdialog]'), 'Escape');
    expect(actions.close).not.toHaveBeenCalled();
    await key(box(), 'Escape', { isComposing: true });
    await key(box(), 'Escape');
    expect(actions.close).toHaveBeenCalledOnce();
  });

  it('Escape closes no panel', async () => {
    await show('chat');
    await key(box(), 'Escape');
    expect(actions.close).not.toHaveBeenCalled();
  });
});

describe('CH-13: what others write is text', () => {
  const HOSTILE = [
    '<img src=x onerror=alert(1)><script>alert(1)</script>',
    'javascript:alert(1) data:text/html,<b>',
    '&lt;b&gt; {{constructor}} $(1)',
    '"><iframe src=https://evil.example>',
  ];
  it.each(HOSTILE)('%s', async (text) => {
    await showLine(text, { name: '<b>Jonas' });
    expect(document.querySelector('.line-text')?.textContent).toBe(text);
    expect(document.querySelector('.line-name')?.textContent).toBe('<b>Jonas');
    expect(document.querySelectorAll('img, script, iframe, b, a')).toHaveLength(0);
  });

  it.each([
    ['turned around', 'abc \u202egnp.exe\u202c \u2067end', 'abc gnp.exe end'],
    ['a pile of marks', `z${'\u0336\u0489\u0301'.repeat(300)}algo`, `z\u0336\u0489\u0301\u0336algo`],
    ['pictures that are joined', '👩‍👩‍👧‍👦🏳️‍🌈 a\u200db', '👩‍👩‍👧‍👦🏳️‍🌈 ab'],
    ['two thousand of one character', 'W'.repeat(2_000), 'W'.repeat(2_000)],
  ])('%s, as it comes out of what a peer has sent', async (_, sent, shown) => {
    const line = { by: 'b', n: 1, name: 'Jonas', text: sent, agoMs: 0 };
    const told = parseToChatPage({ type: 'lines', fresh: true, lines: [line] });
    if (told?.type !== 'lines') throw new Error('not taken');
    await show('chat-empty', { log: takeLines(emptyLog, told.lines, 0) });
    expect(document.querySelector('.line-text')?.textContent).toBe(shown);
    expect(
      parseToChatPage({ type: 'lines', fresh: true, lines: [{ ...line, text: 'W'.repeat(2 ** 20) }] }),
    ).toBeUndefined();
  });

  it('LA-1: and what is being written has its own direction, but not the words before it', async () => {
    await show('chat');
    expect(box().getAttribute('dir')).toBeNull();
    await type('مرحبا');
    expect(box().getAttribute('dir')).toBe('auto');
  });

  it('in a direction of its own', async () => {
    await showLine('مرحبا');
    expect(document.querySelector('.line-text')?.getAttribute('dir')).toBe('auto');
  });
});

it('CH-12: two hundred messages are all that is drawn, and arrow keys lead through them', async () => {
  await show('chat-full');
  const lines = document.querySelectorAll<HTMLElement>('.line');
  expect(lines).toHaveLength(200);
  await key(log(), 'ArrowUp');
  expect(document.activeElement).toBe(lines[199]);
  await key(lines[199] ?? null, 'ArrowUp');
  expect(document.activeElement).toBe(lines[198]);
  expect(button('Reply')?.closest('.line')).toBe(lines[198]);
});
