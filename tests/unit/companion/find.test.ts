import { chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findDiscord } from '../../../companion/discord/find.mjs';
import { socketError } from '../../../companion/discord/protocol.mjs';
import { findSockets } from '../../../companion/discord/sockets.mjs';
import { TIMES } from '../../../companion/times.mjs';
import { DiscordStandIn } from '../../helpers/discord-stand-in.mjs';

const OURS = process.getuid?.() ?? 0;
const ANOTHER = OURS + 4_242;
const CLIENT_ID = '1234567890123456789';

/** A runtime folder, seen by a user who owns what lies in it, or by another one. */
function runtime(uid = OURS) {
  const folder = mkdtempSync(join(tmpdir(), 'lr-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const start = async (name: string, options = {}) => {
    const discord = await new DiscordStandIn(join(folder, name), options).start();
    onTestFinished(() => discord.stop());
    // What belongs to root is trusted by everybody; a test that root runs gives it away.
    if (OURS === 0 && uid !== OURS) chownSync(join(folder, name), OURS + 1, OURS + 1);
    return discord;
  };
  return { folder, start, place: { system: 'linux' as const, env: { XDG_RUNTIME_DIR: folder }, uid } };
}

const within = (folder: string, found: { path: string }[]) => found.filter(({ path }) => path.startsWith(folder));

describe('sockets', () => {
  test('are those that are there: no files, no folders, no links to nowhere', async () => {
    const { folder, start, place } = runtime();
    writeFileSync(join(folder, 'discord-ipc-1'), '');
    mkdirSync(join(folder, 'discord-ipc-2'));
    symlinkSync('/nowhere', join(folder, 'discord-ipc-3'));
    writeFileSync(join(folder, 'snap.discord'), 'a file where a folder may be');
    await start('discord-ipc-4');
    mkdirSync(join(folder, '.flatpak/dev.vencord.Vesktop/xdg-run'), { recursive: true });
    symlinkSync(join(folder, 'discord-ipc-4'), join(folder, '.flatpak/dev.vencord.Vesktop/xdg-run/discord-ipc-0'));
    expect(within(folder, findSockets(place))).toEqual([
      { path: join(folder, 'discord-ipc-4'), owner: 'us' },
      { path: join(folder, '.flatpak/dev.vencord.Vesktop/xdg-run/discord-ipc-0'), owner: 'us' },
    ]);
  });

  test('of another user are not opened, and told of (DI-11)', async () => {
    const { folder, start, place } = runtime(ANOTHER);
    const discord = await start('discord-ipc-0');
    expect(within(folder, findSockets(place))).toEqual([{ path: discord.path, owner: 'another' }]);
    await expect(findDiscord(place, CLIENT_ID, TIMES)).rejects.toMatchObject({ reason: 'other-user' });
    expect(discord.clients.size).toBe(0);
    expect(discord.received).toEqual([]);
  });
});

describe('of several clients', () => {
  test('a real one goes before one made with arRPC, and one that hangs stops nobody (DI-9)', async () => {
    const { start, place } = runtime();
    const hanging = await start('discord-ipc-0');
    hanging.manners.neverReady = true;
    const arrpcs = [await start('discord-ipc-1', { arrpc: true }), await start('discord-ipc-2', { arrpc: true })];
    const times = { ...TIMES, readyMs: 100 };
    const fallback = await findDiscord(place, CLIENT_ID, times);
    expect(fallback.isArrpc).toBe(true);
    fallback.close();
    await start('discord-ipc-3');
    const found = await findDiscord(place, CLIENT_ID, times);
    expect(found).toMatchObject({ isArrpc: false, user: { name: 'Mason' } });
    found.close();
    await expect.poll(() => [hanging, ...arrpcs].map(({ clients }) => clients.size)).toEqual([0, 0, 0]);
  });

  test('the reason that a person can mend is told', async () => {
    const { start, place } = runtime();
    (await start('discord-ipc-0')).manners.neverReady = true;
    (await start('discord-ipc-1')).manners.closeCode = 4000;
    const found = findDiscord(place, CLIENT_ID, { ...TIMES, readyMs: 100 });
    await expect(found).rejects.toMatchObject({
      reason: 'client-id',
      message: expect.stringContaining('Invalid Client ID'),
    });
  });

  test.each([
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['ENOENT', 'not-running'],
    ['ECONNREFUSED', 'not-running'],
    ['ECONNRESET', 'gone'],
  ])('%s means %s', (code, reason) => {
    expect(socketError(Object.assign(new Error('x'), { code }))).toMatchObject({ reason });
  });
});
