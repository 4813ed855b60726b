import { TransportError } from './transport';

/** Waits for what is told, and not by the clock alone. */
export interface Waiting {
  /** Something may be otherwise now. */
  tell(): void;
  /**
   * Resolves with the first answer of `look` that is not undefined: asked now, at each `tell`, and when `limitMs` is over,
   * and then with whatever it is. Rejects with a `TransportError` (`aborted`, or what `look` throws).
   */
  until<T>(look: () => T | undefined, limitMs: number): Promise<T | undefined>;
}

export function waiting(signal: AbortSignal): Waiting {
  const lookers = new Set<() => void>();
  const tell = () => {
    for (const look of [...lookers]) look();
  };
  signal.addEventListener('abort', tell, { once: true });
  return {
    tell,
    until: (look, limitMs) =>
      new Promise((resolve, reject) => {
        let isLate = false;
        const end = (settle: () => void) => {
          clearTimeout(timer);
          lookers.delete(attempt);
          settle();
        };
        const attempt = () => {
          try {
            if (signal.aborted) throw new TransportError('aborted');
            const answer = look();
            if (answer !== undefined || isLate) end(() => resolve(answer));
          } catch (error) {
            end(() => reject(error));
          }
        };
        const timer = setTimeout(() => {
          isLate = true;
          attempt();
        }, limitMs);
        lookers.add(attempt);
        attempt();
      }),
  };
}
