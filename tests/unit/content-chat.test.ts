// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { letChat } from '../../entrypoints/content/chat';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { Layer } from '../../lib/media/overlay/layer';
import { FakeEvent } from '../helpers/fake-browser';

const fake = vi.hoisted(() => ({}));
vi.mock('wxt/browser', () => ({ browser: fake }));

/** What the page's part has opened to the room place. */
class Door {
  readonly onMessage = new FakeEvent<[unknown]>();
  readonly onDisconnect = new FakeEvent<[]>();
  isOpen = true;
  constructor(readonly name: string) {}
  readonly postMessage = () => {};
  readonly disconnect = () => {
    this.isOpen = false;
  };
}

let doors: Door[];
let isReachable: boolean;
let placed: () => void;
let say: (message: ToPlayer) => void;
let life: AbortController;
let toggle: () => void;
const element = document.createElement('div');
const shutOut = vi.fn();
const posted = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  doors = [];
  isReachable = true;
  life = new AbortController();
  const connect = ({ name }: { readonly name: string }) => {
    const door = new Door(name);
    doors.push(door);
    return door;
  };
  const getURL = (path: string) => `chrome-extension://ours/${path.replace(/^\//, '')}`;
  Object.assign(fake, { runtime: { connect, getURL }, i18n: { getMessage: (key: string) => key } });
  const layer = {
    part: () => ({ element, show: () => {} }),
    onPlaced: (told: () => void) => {
      placed = told;
    },
    get isReachable() {
      return isReachable;
    },
  } as unknown as Layer;
  const port = {
    post: (_: FromPlayer) => {},
    onMessage: (listener: (message: ToPlayer) => void) => {
      say = listener;
    },
    onClose: () => {},
    close: () => {},
  };
  ({ toggle } = letChat(port, layer, shutOut, life.signal));
});
afterEach(() => {
  life.abort();
  element.replaceChildren();
  vi.useRealTimers();
});

const frame = () => element.querySelector('iframe');
/** A page has loaded in the frame. */
function load() {
  const made = frame();
  if (!made) throw new Error('there is no frame');
  Object.defineProperty(made, 'contentWindow', { value: { postMessage: posted }, configurable: true });
  made.dispatchEvent(new Event('load'));
  return doors.at(-1) as Door;
}
const PASS = { type: 'pass', pass: 'abcdefgh12345678' };
function openIt() {
  say({ type: 'elected', active: true });
  toggle();
  const door = load();
  door.onMessage.fire(PASS);
  door.onMessage.fire({ type: 'entered' });
  return door;
}

describe('CH-16: the page’s part', () => {
  it('hands its pass to a page of ours in its frame, and a new one to each page that is loaded there', () => {
    const door = openIt();
    expect(frame()?.src).toBe('chrome-extension://ours/chat-frame.html');
    expect([door.name, posted.mock.calls]).toEqual(['chat-door', [[PASS, 'chrome-extension://ours']]]);
    const next = load();
    expect([door.isOpen, next.isOpen, next === door]).toEqual([false, true, false]);
    // Of the door that it has left it hears nothing.
    door.onMessage.fire(PASS);
    expect(posted).toHaveBeenCalledOnce();
  });

  it.each([
    ['its person closes it', (door: Door) => door.onMessage.fire({ type: 'closed' })],
    ['the room is over', (door: Door) => door.onDisconnect.fire()],
    ['the pill closes it', () => toggle()],
    ['another frame has the film', () => say({ type: 'elected', active: false })],
    ['the part ends', () => life.abort()],
  ])('takes the frame away when %s', (_, end) => {
    const door = openIt();
    end(door);
    expect(frame()).toBeNull();
    vi.advanceTimersByTime(10_000);
    expect(shutOut).not.toHaveBeenCalled();
  });
});

describe('CH-18: the chat is shown', () => {
  it('in the frame of the page that has the film alone', () => {
    toggle();
    expect(frame()).toBeNull();
  });

  it('by the key where the film fills the screen', () => {
    say({ type: 'elected', active: true });
    vi.stubGlobal('screen', { height: innerHeight + 1 });
    say({ type: 'chat-over-film' });
    expect(frame()).toBeNull();
    Object.defineProperty(document, 'fullscreenElement', { value: document.body, configurable: true });
    say({ type: 'chat-over-film' });
    expect(frame()).not.toBeNull();
    say({ type: 'chat-over-film' });
    expect(frame()).toBeNull();
    Reflect.deleteProperty(document, 'fullscreenElement');
    vi.unstubAllGlobals();
  });
});

describe('CH-19: words say that the chat is elsewhere', () => {
  it('where the page lets no frame in', () => {
    say({ type: 'elected', active: true });
    toggle();
    vi.advanceTimersByTime(5_000);
    // The browser's own page about that has loaded.
    load();
    vi.advanceTimersByTime(3_999);
    expect([frame() === null, shutOut.mock.calls.length]).toEqual([false, 0]);
    vi.advanceTimersByTime(1);
    expect([frame() === null, shutOut.mock.calls.length]).toEqual([true, 1]);
    expect(doors.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  it('where nothing is loaded at all', () => {
    say({ type: 'elected', active: true });
    toggle();
    vi.advanceTimersByTime(10_000);
    expect([frame(), shutOut.mock.calls.length]).toEqual([null, 1]);
  });

  it('where no press would reach it', () => {
    isReachable = false;
    say({ type: 'elected', active: true });
    toggle();
    expect([frame(), shutOut.mock.calls.length]).toEqual([null, 1]);
    isReachable = true;
    openIt();
    isReachable = false;
    placed();
    expect([frame(), shutOut.mock.calls.length]).toEqual([null, 1]);
  });
});
