// @ts-check
/** What became of each fault: Vitest's reporter that prints the table and writes `FAULTS_JSON`. */
import { writeFileSync } from 'node:fs';
import { ELSEWHERE } from './elsewhere.mjs';

/**
 * @typedef {object} Outcome
 * @property {string} fault
 * @property {number} [recoveredMs] from the fault's end, or from its start where it lasts; absent: not recovered
 * @property {string[]} lost of what the party had: `position`, `members`, `settings`, `invite`
 */

export default class FaultReporter {
  /** @type {Outcome[]} */
  outcomes = [];

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const { outcome } = /** @type {{ outcome?: Outcome }} */ (test.meta());
    if (!outcome) return;
    this.outcomes.push(outcome);
    const file = process.env.FAULTS_JSON;
    if (file) writeFileSync(file, `${JSON.stringify(this.outcomes, null, 2)}\n`);
    const { fault, recoveredMs, lost } = outcome;
    const result = test.result();
    const sign = result.state === 'passed' ? '✓' : '✗';
    const took = recoveredMs === undefined ? 'not recovered' : `${(recoveredMs / 1000).toFixed(1)} s`;
    console.log(
      [`${sign} ${fault}`.padEnd(52), took, ...(lost.length > 0 ? [`lost: ${lost.join(', ')}`] : [])].join('  '),
    );
    for (const { message } of result.errors ?? []) console.log(message.replaceAll(/^/gm, '    '));
  }

  onTestRunEnd() {
    console.log('\nWithout a browser:');
    for (const { fault, file } of ELSEWHERE) console.log(`  ${fault}: ${file}`);
  }
}
