import { beforeEach, describe, expect, test } from 'vitest';
import type { HostMessage, SignedMessage } from '../../../lib/core/wire/protocol';
import type { HostLink, LinkEnd } from '../../../lib/room/links/link';
import { untilWelcome } from '../../../lib/room/welcome';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const WELCOME = { kind: 'welcome', member: 'ben' } as const;
const MEDIA = { kind: 'media', run: 'r', epoch: 1, revision: 1, film: 0 } as unknown as SignedMessage;
const PONG = { kind: 'pong', sent: 1, received: 2, answered: 3 } as const;

let time: VirtualTime;
let told: string[];
let isOver: boolean;
let say: (message: HostMessage | SignedMessage) => void;
let end: (reason: LinkEnd) => void;
let outcome: string;
beforeEach(() => {
  time = new VirtualTime();
  told = [];
  isOver = false;
  outcome = 'waits';
  const link = {
    onMessage: (listener: (message: HostMessage | SignedMessage, arrivedAt: number) => void) => {
      say = (message) => listener(message, time.now);
    },
    onEnd: (listener: (reason: LinkEnd) => void) => {
      end = listener;
    },
  } as HostLink;
  untilWelcome(link, trueScheduler(time), {
    begin: () => told.push('begin'),
    heard: ({ kind }, at) => told.push(`${kind} ${at}`),
    knocking: () => told.push('knocking'),
    ended: () => told.push('ended'),
    isOver: () => isOver,
  }).then(
    () => {
      outcome = 'welcome';
    },
    (error: { reason: string }) => {
      outcome = error.reason;
    },
  );
});

describe('HB-2: a host that has proved itself', () => {
  test('is heard from its welcome on; what it said before comes after it', async () => {
    say(MEDIA);
    await time.run(100);
    expect(told).toEqual([]);
    say(WELCOME);
    say(PONG);
    await time.run(20_000);
    expect(told).toEqual(['begin', 'media 0', 'pong 100']);
    expect(outcome).toBe('welcome');
    end('lost');
    expect(told.at(-1)).toBe('ended');
  });

  test('and vanishes before its welcome is given up after six seconds', async () => {
    say(MEDIA);
    await time.run(5_999);
    expect(outcome).toBe('waits');
    await time.run(6_001);
    expect([outcome, told]).toEqual(['lost', []]);
  });

  test('and goes is given up at once', async () => {
    time.after(50, () => end('malformed'));
    await time.run(60);
    expect([outcome, told]).toEqual(['malformed', ['ended']]);
  });

  test('and whom nobody waits for any more is not heard', async () => {
    isOver = true;
    say(WELCOME);
    await time.run(1);
    expect([outcome, told]).toEqual(['closed', []]);
  });
});
