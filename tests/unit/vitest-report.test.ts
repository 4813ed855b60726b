import { expect, test } from 'vitest';
import { countTests } from '../../scripts/vitest-report.mjs';

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((state) => ({ status: state })),
});

test.each([
  ['all is well', { testResults: [file('passed', 'passed', 'passed', 'skipped')] }, 0, [2, 0]],
  ['a test fails', { testResults: [file('failed', 'passed', 'failed')] }, 1, [1, 1]],
  ['a file does not load', { testResults: [file('passed', 'passed'), file('failed')] }, 1, [1, 1]],
  ['a hook fails', { testResults: [file('failed', 'skipped')] }, 1, [0, 1]],
  ['an error outside of any test', { testResults: [file('passed', 'passed')] }, 1, [1, 1]],
  ['no report', undefined, 1, [0, 1]],
  ['killed', undefined, null, [0, 1]],
  ['nothing was run', { testResults: [] }, 0, [0, 1]],
])('%s', (_, report, exitCode, [passed, failed]) => {
  expect(countTests(report, exitCode)).toEqual({ passed, failed });
});
