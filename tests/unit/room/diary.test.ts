import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Diary, triedOf } from '../../../lib/room/diary';
import { examine } from '../../../lib/room/examine';
import { failureOf } from '../../../lib/room/failure';
import { LinkError } from '../../../lib/room/links/link';
import { ProblemError } from '../../../lib/room/problem';
import { TransportError } from '../../../lib/transport/transport';

let now = 0;
let diary: Diary;
const WAYS = [{ name: 'peerjs' }, { name: 'relay' }];
const tried = () => triedOf(diary.lines(WAYS));
beforeEach(() => {
  now = 1_000;
  diary = new Diary(
    () => now,
    () => {},
  );
});

describe('DR-3: what is remembered of a way', () => {
  test('how long it took to come to nothing, and why', () => {
    diary.begin('peerjs');
    now += 20_000;
    diary.fail('peerjs', new TransportError('no-path'));
    expect(tried()).toEqual([{ way: 'peerjs', tookMs: 20_000, failure: 'no-path' }]);
  });

  test('of several slots the failure that says most, whichever comes first', () => {
    for (const order of [
      ['no-path', 'host-not-found'],
      ['host-not-found', 'no-path'],
    ] as const) {
      diary.begin('peerjs');
      for (const reason of order) diary.fail('peerjs', new TransportError(reason));
      expect(tried()[0]?.failure).toBe('no-path');
    }
  });

  test('the last round, also while the next is under way', () => {
    diary.begin('peerjs');
    diary.fail('peerjs', new TransportError('no-path'));
    diary.begin('peerjs');
    diary.reach('peerjs', 'hello');
    expect(tried()[0]?.failure).toBe('no-path');
    diary.fail('peerjs', new TransportError('server-unreachable'));
    expect(tried()[0]?.failure).toBe('server-unreachable');
  });

  test('nothing of one that leads there', () => {
    diary.fail('relay', new TransportError('refused'));
    diary.succeed('relay');
    diary.reach('peerjs', 'hello');
    diary.succeed('manual');
    expect(tried()).toEqual([]);
  });
});

describe('DR-1: what a way met, as a word', () => {
  test.each([
    [new TransportError('signalling-silent'), 'signalling-silent'],
    [new TransportError('aborted'), 'lost'],
    [new LinkError('hello-timeout'), 'wrong-key'],
    [new LinkError('refused'), 'wrong-key'],
    [new LinkError('locked'), 'locked'],
    [new LinkError('version-theirs-old'), 'version-theirs-old'],
    [new ProblemError('not-let-in'), 'not-let-in'],
    [new ProblemError('room-full'), 'full'],
    [new ProblemError('no-access'), 'refused'],
    [new Error('whatever'), 'refused'],
  ])('%s', (error, word) => expect(failureOf(error)).toBe(word));
});

describe('DR-2: this machine’s network', () => {
  const told = vi.fn();
  const look = vi.fn(async () => 'symmetric-nat' as const);
  beforeEach(() => {
    vi.clearAllMocks();
    diary.begin('peerjs');
  });
  const lines = () => diary.lines(WAYS);

  test('is looked at where no path was found', async () => {
    diary.fail('peerjs', new TransportError('no-path'));
    examine('no-path', lines(), look, told);
    expect(told).not.toHaveBeenCalled();
    await vi.waitFor(() =>
      expect(told).toHaveBeenCalledWith([{ subject: 'peerjs', tookMs: 0, cause: 'symmetric-nat' }]),
    );
  });

  test('is left alone where it has nothing to do with it', () => {
    diary.fail('peerjs', new TransportError('host-not-found'));
    examine('room-not-found', lines(), look, told);
    expect(told).toHaveBeenCalledWith([{ subject: 'peerjs', tookMs: 0, cause: 'nobody-there' }]);
    expect(look).not.toHaveBeenCalled();
  });

  test('nothing is said of ways where somebody has said why the room is over', () => {
    diary.fail('peerjs', new TransportError('no-path'));
    examine('host-left', lines(), look, told);
    expect(told).toHaveBeenCalledWith([]);
    expect(look).not.toHaveBeenCalled();
  });

  test('is not waited for where there is no way to look', () => {
    diary.fail('peerjs', new TransportError('no-path'));
    examine('no-path', lines(), undefined, told);
    expect(told).toHaveBeenCalledWith([{ subject: 'peerjs', tookMs: 0, cause: 'no-path' }]);
  });
});
