import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLIENT_ID, type CompanionProcess } from '../../helpers/companion-process.mjs';
import { eventually, PRESENCE, showing, stage } from './stage';

const works = async (companion: CompanionProcess) => {
  companion.send({ type: 'ping' });
  await companion.next('pong');
};
const pidIn = (lock: string) => JSON.parse(readFileSync(lock, 'utf8')).pid;

describe('one companion at a time (DI-2)', () => {
  test('the newer one refuses in words, and the older one goes on', async () => {
    const { start, companion: older, there } = await showing();
    const newer = start();
    newer.send({ type: 'hello', clientId: CLIENT_ID });
    expect(await newer.next('bye')).toEqual({
      v: 1,
      type: 'bye',
      reason: 'busy',
      words: expect.stringContaining('Another'),
    });
    expect(await newer.exited).toEqual({ code: 0, signal: null });
    expect(newer.messages).toHaveLength(1);
    await works(older);
    expect(there.presence).not.toBeNull();
  });

  test('a newer one waits for an older one that is about to end', async () => {
    const { start, companion: older, there, lock } = await showing({ farewellMs: 500 });
    there.manners.silent = ['SET_ACTIVITY'];
    const newer = start({ lockWaitMs: 5_000 });
    older.closePort();
    await works(newer);
    expect((await older.exited).code).toBe(0);
    expect(pidIn(lock)).toBe(newer.child.pid);
  });

  test('of ten at once exactly one stays', { timeout: 40_000 }, async () => {
    const { companion: start } = stage();
    const all = Array.from({ length: 10 }, () => start({ lockWaitMs: 1_500 }));
    const left = () => all.filter((companion) => !companion.hasExited);
    await eventually(() => expect(left()).toHaveLength(1));
    await works(left()[0] as CompanionProcess);
  });

  test('of ten at once over a stale lock exactly one stays', { timeout: 40_000 }, async () => {
    const { companion: start, runtime } = stage();
    leave(runtime, { pid: 0x3f_ffff, token: 'crashed' });
    const all = Array.from({ length: 10 }, () => start({ lockWaitMs: 1_500 }));
    const left = () => all.filter((companion) => !companion.hasExited);
    await eventually(() => expect(left()).toHaveLength(1));
    await works(left()[0] as CompanionProcess);
  });

  test('a lock that a crash left behind counts for nothing', async () => {
    const { start, companion: crashed, lock } = await showing();
    crashed.child.kill('SIGKILL');
    await crashed.exited;
    expect(existsSync(lock)).toBe(true);
    const next = start();
    await works(next);
    expect(pidIn(lock)).toBe(next.child.pid);
  });

  test('a lock of a living process that nobody touches counts for nothing: the id is another program’s by now', async () => {
    const { companion: start, runtime } = stage();
    const lock = leave(runtime, { pid: process.pid, token: 'old' });
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    await works(start());
  });

  test.each([
    ['is no JSON', 'hello'],
    ['is empty', ''],
    ['names a group of processes', '{"pid":-1,"token":"x"}'],
    ['names every process', '{"pid":0,"token":"x"}'],
    ['is huge', 'x'.repeat(5_000_000)],
  ])('a lock that %s is held until it is stale', async (_, content) => {
    const { companion: start, runtime } = stage();
    const lock = leave(runtime, content);
    const early = start({ lockStaleMs: 60_000 });
    expect(await early.next('bye')).toMatchObject({ reason: 'busy' });
    const longAgo = new Date(Date.now() - 61_000);
    utimesSync(lock, longAgo, longAgo);
    await works(start({ lockStaleMs: 60_000 }));
  });

  test('who finds the lock another’s ends, and takes the presence back', async () => {
    const { companion, there, lock } = await showing();
    writeFileSync(lock, JSON.stringify({ pid: process.pid, token: 'another' }));
    expect(await companion.next('bye')).toMatchObject({ reason: 'superseded' });
    expect((await companion.exited).code).toBe(0);
    expect(there.presence).toBeNull();
    expect(JSON.parse(readFileSync(lock, 'utf8')).token).toBe('another');
  });

  test('its folder is the user’s alone', async () => {
    const { companion: start, runtime } = stage();
    mkdirSync(join(runtime, 'lockstep-companion'), { mode: 0o777 });
    await works(start());
    expect(statSync(join(runtime, 'lockstep-companion')).mode & 0o777).toBe(0o700);
  });

  test('a folder that is none ends it in words', async () => {
    const { companion: start, runtime } = stage();
    symlinkSync('/nowhere', join(runtime, 'lockstep-companion'));
    const companion = start();
    expect(await companion.next('bye')).toMatchObject({ reason: 'lock' });
    expect(await companion.exited).toEqual({ code: 0, signal: null });
  });

  test('a refused companion leaves another’s presence alone', async () => {
    const { start, there } = await showing();
    const before = there.received.length;
    const newer = start();
    newer.send({ type: 'hello', clientId: CLIENT_ID });
    newer.send({ type: 'presence', presence: PRESENCE });
    await newer.exited;
    expect(there.received).toHaveLength(before);
  });
});

/** @returns the lock's path */
function leave(runtime: string, content: object | string): string {
  const lock = join(runtime, 'lockstep-companion', 'lock.json');
  mkdirSync(dirname(lock), { mode: 0o700 });
  writeFileSync(lock, typeof content === 'string' ? content : JSON.stringify(content));
  return lock;
}
