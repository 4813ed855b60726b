import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CLIENT_ID } from '../../helpers/companion-process.mjs';
import { eventually, PRESENCE, showing, stage } from './stage';

describe('the end (DI-1)', () => {
  test.each([
    ['the port closes', (c: { closePort(): void }) => c.closePort()],
    ['the browser ends it', (c: { child: { kill(signal: 'SIGTERM'): void } }) => c.child.kill('SIGTERM')],
    [
      'the browser reads no more',
      (c: { child: { stdout: { destroy(): void } }; send(message: object): void }) => {
        c.child.stdout.destroy();
        c.send({ type: 'ping' });
      },
    ],
  ] as const)('comes when %s: the presence is taken back, no process stays', async (_, stop) => {
    const { companion, there, lock } = await showing();
    expect(existsSync(lock)).toBe(true);
    (stop as (c: typeof companion) => void)(companion);
    expect(await companion.exited).toEqual({ code: 0, signal: null });
    expect(there.commands('SET_ACTIVITY').at(-1).activity).toBeNull();
    expect(there.presence).toBeNull();
    await eventually(() => expect(there.clients.size).toBe(0));
    expect(existsSync(lock)).toBe(false);
    expect(companion.complaints).toBe('');
  });

  test('comes after a time without a ping, with a word', async () => {
    const { companion, there } = await showing({ pingMs: 600 });
    companion.send({ type: 'ping' });
    expect(await companion.next('bye')).toMatchObject({ reason: 'no-ping' });
    expect(await companion.exited).toEqual({ code: 0, signal: null });
    expect(there.commands('SET_ACTIVITY').at(-1).activity).toBeNull();
  });

  test('does not come while there are pings', async () => {
    const { companion } = await showing({ pingMs: 1_500 });
    for (let n = 0; n < 12; n++) {
      companion.send({ type: 'ping' });
      await companion.next('pong');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(companion.hasExited).toBe(false);
  });

  test('comes although Discord does not answer any more', async () => {
    const { companion, there } = await showing({ farewellMs: 300 });
    there.manners.silent = ['SET_ACTIVITY'];
    companion.closePort();
    expect(await companion.exited).toEqual({ code: 0, signal: null });
    expect(there.commands('SET_ACTIVITY').at(-1).activity).toBeNull();
  });

  test('comes although the browser has not read what it was sent', async () => {
    const { companion: start } = stage();
    const companion = start({ pingMs: 1_000 });
    companion.child.stdout.pause();
    for (let n = 0; n < 40_000; n++) companion.send({ type: 'nonsense' });
    const { stdin } = companion.child;
    const sentBytes = stdin.writableLength;
    // Nobody reads, so it reads no more either: nothing piles up in it, and the ping behind all that does not arrive.
    companion.send({ type: 'ping' });
    let waitingBytes = sentBytes;
    const look = setInterval(() => {
      if (stdin.writable) waitingBytes = stdin.writableLength;
    }, 20);
    await new Promise((resolve) => companion.child.once('exit', resolve));
    clearInterval(look);
    expect(companion.child.exitCode).toBe(0);
    expect(waitingBytes).toBeGreaterThan(sentBytes / 2);
  });

  test('a kill leaves nothing that Discord would still show', async () => {
    const { companion, there } = await showing();
    companion.child.kill('SIGKILL');
    expect(await companion.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await eventually(() => expect(there.presence).toBeNull());
  });
});

test('it opens no address and starts no program (DI-3)', async () => {
  if (process.platform !== 'linux') return;
  const { companion } = await showing();
  const { pid } = companion.child;
  expect(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')).toBe('');
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /socket:\[(\d+)\]/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? []),
  );
  expect(inodes.size).toBeGreaterThan(0);
  const lines = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n'),
  );
  expect(lines.filter((line) => inodes.has(line.trim().split(/\s+/)[9] ?? ''))).toEqual([]);
  // A unix socket that listens has the flag 10000.
  const listening = readFileSync(`/proc/${pid}/net/unix`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , flags, , , inode]) => flags === '00010000' && inodes.has(inode ?? ''));
  expect(listening).toEqual([]);
});

/** A descriptor may be closed meanwhile. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

describe('Discord’s restart (DI-6)', () => {
  test('brings the presence back', async () => {
    const { companion, there } = await showing();
    await there.stop();
    expect(await companion.next(({ discord }) => discord === 'absent')).toMatchObject({ why: 'gone' });
    companion.send({ type: 'presence', presence: { ...PRESENCE, title: 'Another film' } });
    await companion.next(({ why }) => why === 'not-running');
    await there.start();
    await companion.next(({ discord }) => discord === 'connected');
    await eventually(() => expect(there.presence).toMatchObject({ details: 'Another film' }));
    await eventually(() => expect(there.commands('SUBSCRIBE')).toHaveLength(4));
  });

  test('is waited for with longer and longer pauses', async () => {
    const { companion: start } = stage();
    const companion = start({ retryMinMs: 20, retryMaxMs: 100 });
    companion.send({ type: 'hello', clientId: CLIENT_ID });
    const pauses = [];
    for (let n = 0; n < 5; n++) pauses.push((await companion.next(({ discord }) => discord === 'absent')).retryMs);
    expect(pauses).toEqual([20, 40, 80, 100, 100]);
  });

  test.each([
    ['does not know the application', { closeCode: 4000 }, 'client-id'],
    ['closes the connection', { closeCode: 4002 }, 'refused'],
    ['never becomes ready', { neverReady: true }, 'silent'],
  ])('is told from a Discord that %s', async (_, manners, why) => {
    const { companion: start, discord } = stage();
    Object.assign((await discord()).manners, manners);
    const companion = start({ readyMs: 200 });
    companion.send({ type: 'hello', clientId: CLIENT_ID });
    const absent = await companion.next(({ discord: state }) => state === 'absent');
    expect(absent.why).toBe(why);
    expect('retryMs' in absent).toBe(why !== 'client-id');
  });
});

describe('updates (DI-7)', () => {
  test('go out once in a while, and the last one always', async () => {
    const { companion, there } = await showing({ updateMs: 1_000 });
    for (const state of ['one', 'two', 'three']) companion.send({ type: 'presence', presence: { ...PRESENCE, state } });
    await eventually(() => expect(there.presence?.state).toBe('three'));
    const [first, second] = there.received.filter(({ json }) => json.cmd === 'SET_ACTIVITY');
    expect(there.shown.map(({ state }) => state)).toEqual(['Watching together', 'three']);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(700);
  });

  test('that tell nothing new do not go out: a drift is none', async () => {
    const { companion, there } = await showing({ updateMs: 50 });
    const { startMs, endMs } = PRESENCE.playing;
    for (const shift of [-1_500, 0, 900]) {
      const playing = { startMs: startMs + shift, endMs: endMs + shift };
      companion.send({ type: 'presence', presence: { ...PRESENCE, playing } });
    }
    companion.send({ type: 'presence', presence: { ...PRESENCE, playing: undefined, state: 'Paused' } });
    await eventually(() => expect(there.presence?.state).toBe('Paused'));
    expect(there.shown).toHaveLength(2);
    expect(there.presence).not.toHaveProperty('timestamps');
  });

  test('wait for nobody when there is nothing to be shown any longer', async () => {
    const { companion, there } = await showing({ updateMs: 60_000 });
    companion.send({ type: 'clear' });
    await eventually(() => expect(there.presence).toBeNull());
    companion.send({ type: 'ping' });
    await companion.next('pong');
    expect(companion.hasExited).toBe(false);
  });
});
