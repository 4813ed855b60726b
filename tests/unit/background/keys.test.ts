import { expect, test, vi } from 'vitest';
import { listenToKeys } from '../../../entrypoints/background/keys';
import type { RoomCommand } from '../../../lib/core/ports/room-view';
import { FakeEvent } from '../../helpers/fake-browser';

const fake = vi.hoisted(() => ({ commands: undefined as { onCommand: unknown } | undefined }));
vi.mock('wxt/browser', () => ({ browser: fake }));

test('KB-1: a key does what its name says, and another name nothing', async () => {
  const onCommand = new FakeEvent<[name: string]>();
  fake.commands = { onCommand };
  const perform = vi.fn<(command: RoomCommand) => Promise<void>>(async () => {});
  listenToKeys(perform);
  for (const name of ['sync-now', 'watch-alone', 'toString', 'else']) onCommand.fire(name);
  expect(perform.mock.calls).toEqual([[{ type: 'sync-now' }], [{ type: 'watch-alone' }]]);
});

test('KB-1: a browser without keys has none', () => {
  fake.commands = undefined;
  expect(() => listenToKeys(async () => {})).not.toThrow();
});

test('CH-18: the key of the chat opens the panel within the press, or the chat over a film that hides the sidebar', () => {
  const onCommand = new FakeEvent<[name: string, tab: { readonly windowId: number; readonly height?: number }]>();
  const open = vi.fn(async () => {});
  Object.assign(fake, { commands: { onCommand }, sidebarAction: { open } });
  const perform = vi.fn<(command: RoomCommand) => Promise<void>>(async () => {});
  listenToKeys(perform);
  // A worker has no screen.
  onCommand.fire('open-chat', { windowId: 7, height: 1_080 });
  expect([open.mock.calls.length, perform.mock.calls]).toEqual([1, []]);
  vi.stubGlobal('screen', { height: 1_080 });
  onCommand.fire('open-chat', { windowId: 7, height: 950 });
  expect([open.mock.calls.length, perform.mock.calls]).toEqual([2, []]);
  onCommand.fire('open-chat', { windowId: 7, height: 1_080 });
  expect([open.mock.calls.length, perform.mock.calls]).toEqual([2, [[{ type: 'chat-over-film' }]]]);
  vi.unstubAllGlobals();
});
