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
