import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Machine } from '../../companion/install/places.mjs';
import { DiscordStandIn } from '../helpers/discord-stand-in.mjs';

type User = NonNullable<ConstructorParameters<typeof DiscordStandIn>[1]>['user'];

/** A home that nobody lives in, with a Discord beside it; gone with the test. */
export async function newHome({ user, arrpc = false }: { user?: User; arrpc?: boolean } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'lh-'));
  const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), XDG_CONFIG_HOME: '', XDG_DATA_HOME: '' };
  mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 });
  const socket = join(env.XDG_RUNTIME_DIR, 'discord-ipc-0');
  const discord = await new DiscordStandIn(socket, { arrpc, ...(user ? { user } : {}) }).start();
  onTestFinished(async () => {
    await discord.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  const machine: Machine = {
    ...{ system: process.platform, home, uid: process.getuid?.(), root: home, node: process.execPath },
    env: { PATH: process.env.PATH, ...env },
    registry: undefined,
  };
  return { home, env, discord, machine };
}
export type Home = Awaited<ReturnType<typeof newHome>>;

/**
 * The extension as it is once its person has allowed it to start the companion: Chromium's own question for that can be
 * answered by nobody here.
 */
export function allowedExtension({ home }: Home, built: string): string {
  const folder = join(home, 'extension');
  cpSync(built, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const { optional_permissions, ...manifest } = JSON.parse(readFileSync(path, 'utf8'));
  const permissions = [...manifest.permissions, ...optional_permissions];
  writeFileSync(path, JSON.stringify({ ...manifest, permissions }));
  return folder;
}
