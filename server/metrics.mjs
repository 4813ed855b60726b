// @ts-check
/** Counts for `/metrics`, in the text format of Prometheus. Labels are words of ours, so their number is bounded. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What is counted from the start of the process on, with its label where it has one. */
const COUNTERS = /** @type {const} */ ({
  lockstep_refused_total: 'What was refused, by reason.',
  lockstep_http_requests_total: 'HTTP requests answered, by path and class of status.',
  lockstep_signals_total: 'Introductions passed on between peers, by kind.',
  lockstep_relay_tokens_total: 'Tokens minted for a relay cluster.',
  lockstep_turn_failures_total: 'Requests for TURN credentials that failed.',
});
/** @typedef {keyof typeof COUNTERS} CounterName */
/** @typedef {{ name: string, help: string, read: () => number }} Reading a counter if its name ends in `_total` */
/** @typedef {ReturnType<typeof createMetrics>} Metrics */

const REFUSALS_LOGGED_EVERY_MS = 60_000;

/** @param {import('./log.mjs').Log} log where refusals are summed up once a minute */
export function createMetrics(log) {
  /** @type {Map<CounterName, Map<string, number>>} counter → labels as text → count */
  const counters = new Map();
  /** @type {Map<string, number>} since the last line of the log */
  const refusals = new Map();

  const loopDelay = monitorEventLoopDelay({ resolution: 20 });
  loopDelay.enable();
  /** @type {Reading[]} */
  const readings = [
    {
      name: 'lockstep_event_loop_delay_seconds',
      help: 'How late timers are, 99th percentile since the last reading.',
      read: () => loopDelay.percentile(99) / 1e9,
    },
    { name: 'process_resident_memory_bytes', help: 'Memory of the process.', read: () => process.memoryUsage.rss() },
    { name: 'process_cpu_seconds_total', help: 'CPU time of the process.', read: cpuSeconds },
  ];
  const logRefusals = () => {
    if (refusals.size > 0) log.warn('refused in the last minute', Object.fromEntries(refusals));
    refusals.clear();
  };
  const timer = setInterval(logRefusals, REFUSALS_LOGGED_EVERY_MS);
  timer.unref();

  /** @param {CounterName} name @param {Record<string, string>} [labels] @param {number} [by] */
  const count = (name, labels = {}, by = 1) => {
    const text = Object.entries(labels)
      .map(([label, value]) => `${label}="${value}"`)
      .join(',');
    const counter = counters.get(name) ?? new Map();
    counters.set(name, counter);
    counter.set(text, (counter.get(text) ?? 0) + by);
  };

  return {
    count,
    /** @param {string} reason in few words of ours, `-` between them */
    refused(reason) {
      count('lockstep_refused_total', { reason });
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
    },
    /** What somebody else counts. @param {string} name @param {string} help @param {() => number} read */
    reading(name, help, read) {
      readings.push({ name, help, read });
    },
    text() {
      const lines = [];
      for (const [name, help] of /** @type {[CounterName, string][]} */ (Object.entries(COUNTERS))) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`);
        for (const [labels, value] of counters.get(name) ?? new Map([['', 0]]))
          lines.push(`${name}${labels === '' ? '' : `{${labels}}`} ${value}`);
      }
      for (const { name, help, read } of readings)
        lines.push(
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`,
          `${name} ${read()}`,
        );
      loopDelay.reset();
      return `${lines.join('\n')}\n`;
    },
    close() {
      clearInterval(timer);
      logRefusals();
      loopDelay.disable();
    },
  };
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
