import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../../../lib/transport/relay/connection';
import { keepLine } from '../../../../lib/transport/relay/line';

/** A connection as far as a line goes, and the hand that cuts it. */
function connection() {
  let onLost = () => {};
  const close = vi.fn();
  const check = vi.fn();
  const ends: Connection = {
    clientId: 'me',
    publish: () => {},
    subscribe: async () => {},
    onPublished: () => {},
    halfMs: undefined,
    onLost(listener) {
      onLost = listener;
    },
    check,
    close,
  };
  return { ends, close, check, lose: () => onLost() };
}

function line({ lastsMs }: { lastsMs?: number } = {}) {
  const first = connection();
  const dialled: ReturnType<typeof connection>[] = [];
  const changed = vi.fn();
  let works = true;
  const attach = vi.fn(async () => {
    if (!works) throw new Error('no');
  });
  const kept = keepLine(
    { connection: first.ends, ...(lastsMs === undefined ? {} : { lastsMs }) },
    {
      async dial() {
        if (!works) throw new Error('no');
        const next = connection();
        dialled.push(next);
        return { connection: next.ends, ...(lastsMs === undefined ? {} : { lastsMs }) };
      },
      attach,
      changed,
    },
  );
  return {
    kept,
    first,
    dialled,
    changed,
    attach,
    work: (next: boolean) => {
      works = next;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a line to a relay (TR-24)', () => {
  it('is dialled anew when it is lost, and no two of a relay that has died come back at once', async () => {
    const random = vi.spyOn(Math, 'random');
    const waits: number[] = [];
    for (const chance of [0, 0.25, 0.5, 0.75, 0.999]) {
      random.mockReturnValue(chance);
      const { first, dialled } = line();
      first.lose();
      let waitedMs = 0;
      for (; dialled.length === 0; waitedMs++) await vi.advanceTimersByTimeAsync(1);
      waits.push(waitedMs);
    }
    expect(waits).toEqual([100, 150, 200, 250, 299]);
  });

  it('is spoken over once it is attached', async () => {
    const { kept, first, dialled, changed, attach } = line();
    expect(kept.connection).toBe(first.ends);
    first.lose();
    expect(kept.connection).toBeUndefined();
    await vi.advanceTimersByTimeAsync(210);
    expect(kept.connection).toBe(dialled[0]?.ends);
    expect(attach).toHaveBeenCalledTimes(1);
    expect(changed.mock.calls).toEqual([[true], [false], [true]]);
  });

  it('is dialled ever later where nothing answers, and one that throws us out is nothing', async () => {
    const { kept, first, dialled, work } = line();
    work(false);
    first.lose();
    await vi.advanceTimersByTimeAsync(60_000);
    work(true);
    await vi.advanceTimersByTimeAsync(12_100);
    expect(kept.connection).toBe(dialled[0]?.ends);
    dialled[0]?.lose();
    await vi.advanceTimersByTimeAsync(11_000);
    expect(dialled).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(dialled).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20_000);
    dialled[1]?.lose();
    await vi.advanceTimersByTimeAsync(210);
    expect(dialled).toHaveLength(3);
  });

  it('that ends by itself has another before, and both for a while', async () => {
    const { kept, first, dialled, changed } = line({ lastsMs: 600_000 });
    await vi.advanceTimersByTimeAsync(539_000);
    expect(dialled).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1_210);
    expect(kept.connection).toBe(dialled[0]?.ends);
    expect(first.close).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(first.close).toHaveBeenCalledTimes(1);
    first.lose();
    expect(kept.connection).toBe(dialled[0]?.ends);
    expect(changed.mock.calls).toEqual([[true]]);
  });

  it('that cannot be renewed is kept to its end', async () => {
    const { kept, first, dialled, work } = line({ lastsMs: 60_000 });
    work(false);
    await vi.advanceTimersByTimeAsync(55_000);
    expect(kept.connection).toBe(first.ends);
    work(true);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(kept.connection).toBe(dialled[0]?.ends);
  });

  it('is never dialled again once it is closed', async () => {
    const { kept, first, dialled, work } = line({ lastsMs: 60_000 });
    work(false);
    first.lose();
    await vi.advanceTimersByTimeAsync(5_000);
    kept.close();
    work(true);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(dialled).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is closed with its line', () => {
    const { kept, first } = line();
    kept.close();
    expect(first.close).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
