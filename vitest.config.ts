import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string, options: object = {}) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], ...options },
});
/** Real browsers on one machine disturb each other's timing: one file at a time. */
const alone = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 };

/** Mostly they wait for one another: a server, a broker and two ends need less than half a core. */
const side = { maxWorkers: 3, sequence: { groupOrder: 2 } };

/** Virtual time cannot be disturbed: all cores at once. Vitest wants such projects in a group of their own. */
const together = { maxWorkers: availableParallelism(), isolate: false, sequence: { groupOrder: 1 } };

export default defineConfig({
  define: { 'import.meta.env.LOCKSTEP_SERVER': '""' },
  test: {
    projects: [
      project('unit', { testTimeout: 20_000 }),
      project('contract', { testTimeout: 20_000, ...side }),
      project('simulation', { testTimeout: 120_000, ...together }),
      project('build', alone),
      project('e2e', {
        ...{ ...alone, globalSetup: ['tests/e2e/setup.ts'], setupFiles: ['tests/e2e/invariants.ts'] },
        expect: { poll: { timeout: 5_000 } },
      }),
      project('ways', { ...alone, globalSetup: ['tests/e2e/setup.ts'] }),
      project('faults', { ...alone, globalSetup: ['tests/e2e/setup.ts'] }),
      project('players', { ...alone, globalSetup: ['tests/players/setup.ts'] }),
    ],
    coverage: {
      provider: 'v8',
      include: ['lib/core/**/*.ts'],
      exclude: ['**/*.d.ts'],
      thresholds: { branches: 100 },
    },
  },
});
