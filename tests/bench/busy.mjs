// @ts-check
/** Other programs at work: one that spins on each core. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** @returns {() => void} ends them */
export function keepBusy() {
  const spinning = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  const end = () => {
    for (const child of spinning) child.kill('SIGKILL');
  };
  process.once('exit', end);
  return end;
}
