// @ts-check
/** The companion with other durations than a person's: a test cannot wait a minute for each. */
import { runHost } from '../../companion/host/host.mjs';
import { TIMES } from '../../companion/times.mjs';

await runHost({ times: { ...TIMES, ...JSON.parse(process.argv[2] ?? '{}') } });
