/**
 * What comes out of plain data that is written as JSON and read again: a copy, without what is undefined, and with null
 * for what is not finite. Not written out: that took a tenth of a simulation's time.
 */
export function asJson<T>(value: T): T {
  return copyOf(value) as T;
}

function copyOf(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copyOf(item) ?? null);
  const copy: Record<string, unknown> = {};
  for (const key in value) {
    const field: unknown = value[key as keyof typeof value];
    if (field !== undefined) copy[key] = copyOf(field);
  }
  return copy;
}
