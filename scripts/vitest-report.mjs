// @ts-check
/** The part of Vitest's JSON report that is read here. @typedef {{ testResults: FileResult[] }} Report */
/** @typedef {{ name: string, status: string, assertionResults: { status: string }[] }} FileResult */

/**
 * Counts a run of Vitest. A run may fail in ways that no test does: no report at all, a file that does not
 * load, an error outside of any test, a coverage that falls short. Each counts as one failure.
 *
 * @param {Report | undefined} report what the JSON reporter wrote, if it did
 * @param {number | null} exitCode null when it was killed
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  const files = Array.isArray(report?.testResults) ? report.testResults : [];
  const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status));
  const passed = statuses.filter((status) => status === 'passed').length;
  const failedTests = statuses.filter((status) => status === 'failed').length;
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = failedTests + brokenFiles;
  const collapsed = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: failed + (collapsed ? 1 : 0) };
}
