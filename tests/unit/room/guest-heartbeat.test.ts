import { beforeEach, expect, test } from 'vitest';
import { GuestHeartbeat } from '../../../lib/room/guest-heartbeat';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

let time: VirtualTime;
let heartbeat: GuestHeartbeat;
let told: string[];
let answering: boolean;
beforeEach(() => {
  time = new VirtualTime();
  told = [];
  answering = true;
  heartbeat = new GuestHeartbeat(trueScheduler(time), {
    ping() {
      const sent = time.now;
      if (!answering) return;
      time.after(40, () => {
        heartbeat.heard();
        heartbeat.pong({ sent, received: sent + 20, answered: sent + 20 }, time.now);
      });
    },
    suspect: (silent) => told.push(`${time.now} ${silent}`),
    dead() {
      told.push(`${time.now} dead`);
      heartbeat.stop();
    },
  });
  heartbeat.start(false);
});

test('HB-1: a host that answers is never suspected', async () => {
  await time.run(60_000);
  expect(told).toEqual([]);
  expect(heartbeat.reading()).toBeDefined();
});

test('HB-1: is suspected 2.5 s after its last word, to the moment, and dead after 6 s', async () => {
  await time.run(10_000);
  answering = false;
  heartbeat.heard();
  await time.run(30_000);
  // What was under way came 40 ms later at most.
  const [suspected = 0, dead = 0] = told.map((line) => Number.parseFloat(line));
  expect(suspected).toBeGreaterThanOrEqual(12_500);
  expect(suspected).toBeLessThanOrEqual(12_540);
  expect(dead - suspected).toBe(3_500);
  expect(told).toHaveLength(2);
});

test('HB-1: is suspected no longer at its first word', async () => {
  await time.run(5_000);
  answering = false;
  await time.run(9_000);
  expect(told).toHaveLength(1);
  heartbeat.heard();
  expect(told[1]).toBe('9000 false');
  await time.run(11_000);
  expect(told).toHaveLength(2);
  await time.run(20_000);
  expect(told.slice(2)).toEqual(['11500 true', '15000 dead']);
});

test('a start is no news, and after the end nothing is told', async () => {
  answering = false;
  await time.run(4_000);
  heartbeat.start(true);
  heartbeat.stop();
  heartbeat.heard();
  await time.run(60_000);
  expect(told).toHaveLength(1);
});
