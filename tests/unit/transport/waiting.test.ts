import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waiting } from '../../../lib/transport/waiting';

describe('waiting', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends with the first answer: at once, or when something is told', async () => {
    const wait = waiting(new AbortController().signal);
    expect(await wait.until(() => 7, 1_000)).toBe(7);
    let answer: number | undefined;
    const waits = wait.until(() => answer, 1_000);
    wait.tell();
    answer = 8;
    wait.tell();
    answer = 9;
    wait.tell();
    expect(await waits).toBe(8);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('looks once more when its time is over, and is content with nothing', async () => {
    const wait = waiting(new AbortController().signal);
    let answer: number | undefined;
    const [early, late] = [wait.until(() => undefined, 500), wait.until(() => answer, 1_000)];
    await vi.advanceTimersByTimeAsync(999);
    expect(await early).toBeUndefined();
    answer = 5;
    await vi.advanceTimersByTimeAsync(1);
    expect(await late).toBe(5);
  });

  it('ends with an abort, and with what the look throws', async () => {
    const abort = new AbortController();
    const wait = waiting(abort.signal);
    const failing = wait.until(() => {
      throw new Error('seen');
    }, 1_000);
    await expect(failing).rejects.toThrow('seen');
    const waits = wait.until(() => undefined, 1_000);
    abort.abort();
    await expect(waits).rejects.toMatchObject({ reason: 'aborted' });
    await expect(wait.until(() => 1, 1_000)).rejects.toMatchObject({ reason: 'aborted' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
