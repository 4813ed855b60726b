import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type fc from 'fast-check';
import { expect } from 'vitest';
import { flawOf } from '../fuzz';

/** The end that lives behind a boundary: it takes what comes there as the browser, or a network, would hand it over. */
export interface Receiver {
  /** Takes these, one after the other, and looks whether anything came to harm. */
  take(messages: readonly unknown[]): void | Promise<void>;
  close?(): void | Promise<void>;
}

export interface Boundary {
  readonly name: string;
  /** Its part of all messages, beside the shares of the others. */
  readonly share: number;
  readonly messages: fc.Arbitrary<unknown>;
  open(): Receiver | Promise<Receiver>;
}

/** One that only reads: nothing is thrown but what its `refuses` names, and what passes is bounded. */
export function reader(
  [name, share]: readonly [string, number],
  messages: fc.Arbitrary<unknown>,
  read: (message: never) => unknown,
  { refuses = () => false, ...bounds }: { refuses?(error: unknown): boolean } & Parameters<typeof flawOf>[1] = {},
): Boundary {
  const take = (message: unknown) => {
    try {
      expect(flawOf(read(message as never) ?? {}, bounds)).toBeUndefined();
    } catch (error) {
      if (!refuses(error)) throw error;
    }
  };
  return { name, share, messages, open: () => ({ take: (all) => all.forEach(take) }) };
}

/** The most that any list, map or set of a living end may hold: everybody of a room, with four links each. */
export const ENTRIES_MAX = 300;

/** Notes the most entries that any map or set ever had while something was done. */
export function watchMaps() {
  const { set } = Map.prototype;
  const { add } = Set.prototype;
  let most = 0;
  let where = '';
  const note = ({ size }: { readonly size: number }) => {
    if (size <= most) return;
    // The caller of `set` or `add`. The network of a test, and its keys, are not what is tested.
    const by = new Error().stack?.split('\n')[3]?.trim() ?? '';
    if (by.includes('/tests/')) return;
    most = size;
    where = by;
  };
  return {
    /** @returns so many, and the line that put the last of them in */
    get most() {
      return { most, where };
    },
    async during<T>(act: () => T | Promise<T>): Promise<T> {
      Map.prototype.set = function (key, value) {
        set.call(this, key, value);
        note(this);
        return this;
      };
      Set.prototype.add = function (value) {
        add.call(this, value);
        note(this);
        return this;
      };
      try {
        return await act();
      } finally {
        Map.prototype.set = set;
        Set.prototype.add = add;
      }
    },
  };
}

/** What is in use, of this process, once all that can go has gone, MB. */
export function usedMb(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
