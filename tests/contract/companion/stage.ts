import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { CompanionProcess, type Times } from '../../helpers/companion-process.mjs';
import { DiscordStandIn } from '../../helpers/discord-stand-in.mjs';

/** Short enough for a test, long enough to be told apart on a busy machine. */
export const QUICK: Times = {
  pingMs: 30_000,
  lockWaitMs: 400,
  lockBeatMs: 100,
  readyMs: 1_000,
  replyMs: 500,
  retryMinMs: 100,
  retryMaxMs: 400,
  updateMs: 300,
};

/** A folder as `XDG_RUNTIME_DIR` is one, with companions and Discords in it, all gone after the test. */
export function stage() {
  const runtime = mkdtempSync(join(tmpdir(), 'lc-'));
  const companions: CompanionProcess[] = [];
  const discords: DiscordStandIn[] = [];
  onTestFinished(async () => {
    for (const companion of companions) await companion.kill();
    for (const discord of discords) await discord.stop();
    rmSync(runtime, { recursive: true });
  });
  return {
    runtime,
    companion(times: Times | 'as-installed' = {}): CompanionProcess {
      const options = times === 'as-installed' ? { runtime } : { runtime, times: { ...QUICK, ...times } };
      const companion = new CompanionProcess(options);
      companions.push(companion);
      return companion;
    },
    async discord({ name = 'discord-ipc-0', arrpc = false, listening = true } = {}): Promise<DiscordStandIn> {
      const discord = new DiscordStandIn(join(runtime, name), { arrpc });
      discords.push(discord);
      return listening ? discord.start() : discord;
    },
  };
}

/** What the host of a party would send. */
export const PRESENCE = {
  title: 'Sample film',
  titleUrl: 'https://example.org/watch',
  state: 'Watching together',
  party: { id: 'p-1', size: 2, max: 8 },
  secret: '1~AAAAAAAAAAAAAAAAAAAAAA~peer.example',
  playing: { startMs: 1_900_000_000_000, endMs: 1_900_000_600_000 },
};

/** A node on a busy machine takes seconds to start. */
export const eventually = (look: () => void) => vi.waitFor(look, { timeout: 15_000, interval: 10 });

/** A companion that shows a party to a Discord. */
export async function showing(times: Times = {}) {
  const { runtime, companion: start, discord } = stage();
  const there = await discord();
  const companion = start(times);
  await companion.connected();
  companion.send({ type: 'presence', presence: PRESENCE });
  await eventually(() => expect(there.presence).toMatchObject({ details: 'Sample film' }));
  return { start, there, companion, lock: join(runtime, 'lockstep-companion', 'lock.json') };
}
