import type { Shelf } from '../../lib/browser/kept-rooms';

/** Keeps as IndexedDB does: copies. */
export function memoryShelf(): Shelf & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    change: async (name, to) => {
      const next = to(structuredClone(kept.get(name)));
      if (next === undefined) kept.delete(name);
      else kept.set(name, structuredClone(next));
      return next;
    },
  };
}
