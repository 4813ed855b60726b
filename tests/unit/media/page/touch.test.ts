// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Focus, watchFocus } from '../../../../lib/media/page/focus';
import { type Touch, watchTouch } from '../../../../lib/media/page/touch';

let life: AbortController;
let touch: Touch;
let focus: Focus;
const pressed = vi.fn();
const changed = vi.fn();
let isActive = false;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  isActive = false;
  Object.defineProperty(navigator, 'userActivation', { configurable: true, get: () => ({ isActive }) });
  pressed.mockReset();
  changed.mockReset();
  life = new AbortController();
  touch = watchTouch(life.signal, pressed);
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTime(ms);
/** As the browser dispatches it, or a script. */
function dispatch(event: Event, by: 'person' | 'script' = 'person', on: EventTarget = window) {
  Object.defineProperty(event, 'isTrusted', { value: by === 'person' });
  on.dispatchEvent(event);
}
const pointer = (type: string, init: PointerEventInit = {}) => dispatch(new PointerEvent(type, init));

test('IN-22: a press counts while it is held, and for a second after', () => {
  pass(10_000);
  expect(touch.userActive()).toBe(false);
  pointer('pointerdown', { button: 0, buttons: 1 });
  pass(60_000);
  expect(touch.userActive()).toBe(true);
  pointer('pointerup');
  pass(900);
  expect(touch.userActive()).toBe(true);
  pass(200);
  expect(touch.userActive()).toBe(false);
});

test('IN-22: so does a key; what a script dispatches does not', () => {
  pass(10_000);
  dispatch(new KeyboardEvent('keydown', { key: 'k' }), 'script');
  expect(touch.userActive()).toBe(false);
  dispatch(new KeyboardEvent('keydown', { key: 'k' }));
  expect(touch.userActive()).toBe(true);
  pass(1_100);
  expect(touch.userActive()).toBe(false);
});

test('IN-22: another button opens a menu, and its end may never come', () => {
  pass(10_000);
  pointer('pointerdown', { button: 2, buttons: 2 });
  expect(touch.userActive()).toBe(false);
});

test('IN-22: a hold whose end nobody told of is over with the next move', () => {
  pass(10_000);
  pointer('pointerdown', { button: 0, buttons: 1 });
  pointer('pointermove', { buttons: 1 });
  pass(5_000);
  expect(touch.userActive()).toBe(true);
  pointer('pointermove', { buttons: 0 });
  pass(1_100);
  expect(touch.userActive()).toBe(false);
});

test('IN-22: a press that only the browser has seen counts for as long as it says so', () => {
  pass(10_000);
  isActive = true;
  expect(touch.userActive()).toBe(true);
  // What was seen of the press itself says more.
  pointer('pointerdown', { button: 0 });
  pointer('pointerup');
  pass(3_000);
  expect(touch.userActive()).toBe(false);
});

test('IN-22: a press in another frame counts here, and one here is told there, now and then', () => {
  pass(10_000);
  touch.pressedElsewhere();
  expect(touch.userActive()).toBe(true);
  expect(pressed).not.toHaveBeenCalled();
  for (let i = 0; i < 30; i++) {
    dispatch(new KeyboardEvent('keydown', { key: 'l' }));
    pass(33);
  }
  expect(pressed.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(pressed.mock.calls.length).toBeLessThanOrEqual(5);
});

test('a press on a button of our own says nothing of the page', () => {
  pass(10_000);
  isActive = true;
  pointer('pointerdown', { button: 0 });
  touch.forget();
  expect(touch.userActive()).toBe(false);
});

test('IN-21: the window is seen to come and go, here or in another frame', () => {
  const hasFocus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  expect(watchFocus(life.signal, () => {}).change()).toBeUndefined();
  hasFocus.mockReturnValue(true);
  focus = watchFocus(life.signal, changed);
  pass(10_000);
  // Nobody knows since when.
  const atFront = { at: Number.NEGATIVE_INFINITY, to: 'front' };
  expect(focus.change()).toEqual(atFront);
  // To a frame within.
  dispatch(new Event('blur'));
  dispatch(new Event('blur'), 'script');
  expect(focus.change()).toEqual(atFront);
  hasFocus.mockReturnValue(false);
  dispatch(new Event('blur'));
  expect(focus.change()).toEqual({ at: performance.now(), to: 'back' });
  pass(500);
  dispatch(new Event('focus'));
  expect(focus.change()).toEqual({ at: performance.now(), to: 'front' });
  expect(changed).toHaveBeenCalledTimes(2);
  pass(500);
  focus.changedElsewhere('back');
  expect(focus.change()).toEqual({ at: performance.now(), to: 'back' });
  expect(changed).toHaveBeenCalledTimes(2);
});
