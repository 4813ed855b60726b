import { describe, expect, it } from 'vitest';
import { attemptsToReach } from '../../../../lib/transport/trystero/attempts';
import { introductions } from '../../../../lib/transport/trystero/introduced';

/** As much of a browser's connection as says whether it is there: real ones are met in the contract tests. */
class Connection extends EventTarget {
  static made: Connection[] = [];
  connectionState = 'new';
  constructor() {
    super();
    Connection.made.push(this);
  }
  createDataChannel() {
    return Object.assign(new EventTarget(), { close: () => {}, readyState: 'connecting' });
  }
  async setRemoteDescription() {}
  close() {
    this.connectionState = 'closed';
  }
}

function begun() {
  Connection.made = [];
  const made = introductions(Connection as unknown as typeof RTCPeerConnection);
  return { ...made, open: () => Connection.made.filter(({ connectionState }) => connectionState !== 'closed').length };
}

describe('connections that Trystero makes (TR-11)', () => {
  it('are few in advance, and as many as are needed later', () => {
    const { Connection: Given, joining, open } = begun();
    const ahead = joining(() => Array.from({ length: 20 }, () => new Given()));
    expect(open()).toBe(3);
    // Trystero leaves those out that are closed.
    expect(ahead.filter(({ connectionState }) => connectionState !== 'closed')).toHaveLength(3);
    for (const one of ahead) expect(() => one.createDataChannel('data').close()).not.toThrow();
    new Given();
    expect(open()).toBe(4);
  });

  it('are bounded, however many members a relay invents', () => {
    const { Connection: Given, open } = begun();
    expect(() => {
      for (let i = 0; i < 500; i++) new Given();
    }).toThrow('too many');
    expect(open()).toBe(64);
  });

  it('are all closed once the last room is left, but for those that are kept', () => {
    const { Connection: Given, joining, left, isIntroduced, open } = begun();
    const kept = joining(() => new Given());
    joining(() => new Given());
    if (isIntroduced(kept)) kept.keep();
    left();
    expect(open()).toBe(2);
    left();
    expect(open()).toBe(1);
    kept.close();
    expect(kept.connectionState).not.toBe('closed');
  });

  it('are not counted for a room that could not be joined', () => {
    const { Connection: Given, joining, left, open } = begun();
    expect(() =>
      joining(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    joining(() => new Given());
    left();
    expect(open()).toBe(0);
  });
});

describe('ends that are looked for a path to (TR-14)', () => {
  const sdp = (print: string) => `v=0\r\na=fingerprint:sha-256 ${print}\r\n`;
  const connections = Array.from({ length: 4 }, () => ({}) as RTCPeerConnection);
  const [one, two, three] = connections as [RTCPeerConnection, RTCPeerConnection, RTCPeerConnection];

  it('are known by their certificates: a connection that was not needed says nothing', () => {
    const attempts = attemptsToReach();
    attempts.begin(one, sdp('AA'));
    attempts.begin(two, sdp('AA'));
    attempts.begin(three, sdp('BB'));
    expect(attempts.counts()).toEqual({ underWay: 2, failed: 0 });
    attempts.reached(one);
    expect(attempts.counts()).toEqual({ underWay: 1, failed: 0 });
    attempts.ended(two, true);
    attempts.ended(three, true);
    expect(attempts.counts()).toEqual({ underWay: 0, failed: 1 });
  });

  it('have not failed where another connection has come to them since', () => {
    const attempts = attemptsToReach();
    attempts.begin(one, sdp('AA'));
    attempts.ended(one, true);
    expect(attempts.counts().failed).toBe(1);
    attempts.begin(two, sdp('AA'));
    attempts.reached(two);
    expect(attempts.counts()).toEqual({ underWay: 0, failed: 0 });
  });

  it('are told of as often as they may be others, until nobody listens', () => {
    const attempts = attemptsToReach();
    let told = 0;
    const stop = attempts.onCounts(() => told++);
    attempts.begin(one, undefined);
    attempts.ended(one, false);
    attempts.ended(one, true);
    attempts.reached(two);
    expect(told).toBe(2);
    stop();
    attempts.begin(one, sdp('AA'));
    expect(told).toBe(2);
    expect(attempts.counts()).toEqual({ underWay: 1, failed: 0 });
  });
});
