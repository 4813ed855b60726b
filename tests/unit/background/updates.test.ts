import { beforeEach, expect, test, vi } from 'vitest';
import { holdUpdates } from '../../../entrypoints/background/updates';
import { FakeEvent } from '../../helpers/fake-browser';

const runtime = vi.hoisted(() => ({ reload: vi.fn(), onUpdateAvailable: {} as unknown }));
vi.mock('wxt/browser', () => ({ browser: { runtime } }));

let available: FakeEvent<[]>;
beforeEach(() => {
  available = new FakeEvent();
  runtime.onUpdateAvailable = available;
  runtime.reload.mockReset();
});

test('BG-6: an update comes at once where there is no room', () => {
  holdUpdates(() => false);
  available.fire();
  expect(runtime.reload).toHaveBeenCalledOnce();
});

test('BG-6: in a room it waits for the room’s end', () => {
  let isInRoom = true;
  const ended = holdUpdates(() => isInRoom);
  available.fire();
  ended();
  expect(runtime.reload).not.toHaveBeenCalled();
  isInRoom = false;
  ended();
  expect(runtime.reload).toHaveBeenCalledOnce();
});

test('BG-6: a room that ends reloads nothing where there is no update', () => {
  const ended = holdUpdates(() => false);
  ended();
  expect(runtime.reload).not.toHaveBeenCalled();
});
