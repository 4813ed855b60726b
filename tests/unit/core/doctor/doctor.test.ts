import { describe, expect, test } from 'vitest';
import { networkCause } from '../../../../lib/core/doctor/candidates';
import {
  causeOf,
  checksOf,
  type Failure,
  needsNetwork,
  networkCauseIn,
  subjectOf,
} from '../../../../lib/core/doctor/cause';
import { CAUSES, type Cause, SUBJECTS, type Subject } from '../../../../lib/core/doctor/check';
import { reportText } from '../../../../lib/core/doctor/report';

const host = (port = 50_000, address = '192.168.1.7') =>
  `candidate:1 1 udp 2122260223 ${address} ${port} typ host generation 0 ufrag abcd network-id 1`;
const seen = (port: number, base = 50_000) =>
  `candidate:2 1 udp 1686052607 203.0.113.9 ${port} typ srflx raddr 192.168.1.7 rport ${base} generation 0`;
const tcp = 'candidate:3 1 tcp 1518280447 192.168.1.7 9 typ host tcptype active generation 0';
const relayed = 'candidate:4 1 udp 41885695 198.51.100.3 60123 typ relay raddr 203.0.113.9 rport 50000';
const local = 'candidate:5 1 UDP 2122252543 0f5b0b6e-3f4c-4a39-8d2b-2f5c3d1d9a11.local 50000 typ host';

const asks = { stun: true, turn: false, relayOnly: false };

describe('DR-2: what keeps this machine from being reached', () => {
  test.each<[string, readonly string[], Partial<typeof asks>, Cause | undefined]>([
    ['an address seen from outside', [host(), seen(40_000)], {}, undefined],
    ['the same line twice', [host(), seen(40_000), seen(40_000)], {}, undefined],
    ['two networks, each behind a NAT', [host(), host(50_001), seen(40_000), seen(40_001, 50_001)], {}, undefined],
    ['no line at all', [], {}, 'no-candidates'],
    ['lines that are none', ['', 'candidate:x', 'hello'], {}, 'no-candidates'],
    ['TCP alone', [tcp], {}, 'tcp-only'],
    ['no UDP but a relay that was asked for', [tcp, relayed], { turn: true }, undefined],
    ['no UDP and a relay that nobody asked for', [relayed], {}, 'tcp-only'],
    ['only own addresses', [host()], {}, 'stun-silent'],
    ['only own addresses, and nobody was asked', [host()], { stun: false }, undefined],
    ['only an own IPv6 address', [host(50_000, '2001:db8::7')], {}, undefined],
    ['another port for each server', [host(), seen(40_000), seen(40_001)], {}, 'symmetric-nat'],
    ['the same, and TURN', [host(), seen(40_000), seen(40_001), relayed], { turn: true }, undefined],
    ['two ports, the own one hidden', [local, seen(40_000, 0), seen(40_001, 0)], {}, 'symmetric-nat'],
    ['one port, the own one hidden', [local, seen(40_000, 0)], {}, undefined],
    ['TURN that gives no address', [host(), seen(40_000)], { turn: true }, 'turn-silent'],
    ['relay only, TURN that gives no address', [], { turn: true, relayOnly: true }, 'turn-silent'],
    ['relay only, TURN', [relayed], { turn: true, relayOnly: true }, undefined],
    ['nothing, TURN as well', [], { turn: true }, 'no-candidates'],
  ])('%s', (_, lines, asked, cause) => expect(networkCause(lines, { ...asks, ...asked })).toBe(cause));
});

describe('DR-1: why a way led nowhere', () => {
  test.each<[Subject, Failure, Cause]>([
    ['peerjs', 'server-unreachable', 'server-unreachable'],
    ['peerjs', 'host-not-found', 'nobody-there'],
    ['peerjs', 'webrtc-disabled', 'webrtc-off'],
    ['peerjs', 'no-path', 'no-path'],
    ['peerjs', 'no-network', 'no-candidates'],
    ['peerjs', 'wrong-key', 'wrong-key'],
    ['peerjs', 'lost', 'host-silent'],
    ['peerjs', 'refused', 'refused'],
    ['relay', 'server-unreachable', 'relay-unreachable'],
    ['relay', 'signalling-silent', 'relay-silent'],
    ['relay', 'refused', 'relay-refuses'],
    ['relay', 'full', 'full'],
    ['public-relay', 'refused', 'relay-refuses'],
    ['trystero', 'server-unreachable', 'trackers-unreachable'],
    ['trystero', 'signalling-silent', 'trackers-silent'],
    ['trystero', 'refused', 'trackers-refuse'],
    ['server', 'signalling-silent', 'server-unreachable'],
  ])('%s: %s is %s', (subject, failure, cause) => expect(causeOf(subject, failure, undefined)).toBe(cause));

  test('a path that does not open is the network’s fault where that is known', () => {
    expect(causeOf('peerjs', 'no-path', 'symmetric-nat')).toBe('symmetric-nat');
    expect(causeOf('trystero', 'no-network', 'tcp-only')).toBe('tcp-only');
    expect(causeOf('peerjs', 'host-not-found', 'symmetric-nat')).toBe('nobody-there');
  });

  test('only what the network explains wants a look at it', () => {
    expect(needsNetwork([{ way: 'peerjs', tookMs: 1, failure: 'no-path' }])).toBe(true);
    expect(
      needsNetwork([
        { way: 'peerjs', tookMs: 1, failure: 'host-not-found' },
        { way: 'relay', tookMs: 1 },
      ]),
    ).toBe(false);
  });

  test('a row a way', () => {
    const tried = [
      { way: 'peerjs', tookMs: 20_000, failure: 'no-path' as const },
      { way: 'relay', tookMs: 200 },
      { way: 'public-relay-2', tookMs: 4_000, failure: 'refused' as const },
    ];
    expect(checksOf(tried, 'symmetric-nat')).toEqual([
      { subject: 'peerjs', tookMs: 20_000, cause: 'symmetric-nat' },
      { subject: 'relay', tookMs: 200 },
      { subject: 'public-relay', number: 2, tookMs: 4_000, cause: 'relay-refuses' },
    ]);
  });

  test('the row that says what this network does is found', () => {
    const nobody = { subject: 'relay', tookMs: 1, cause: 'nobody-there' } as const;
    const works = { subject: 'relay', tookMs: 1 } as const;
    expect(networkCauseIn([works, nobody, { ...nobody, cause: 'stun-silent' }])).toBe('stun-silent');
    expect(networkCauseIn([works, nobody])).toBeUndefined();
  });

  test('each way has its subject', () => {
    expect(subjectOf('trystero')).toEqual({ subject: 'trystero' });
    expect(subjectOf('manual')).toEqual({ subject: 'manual' });
    expect(subjectOf('way0')).toEqual({ subject: 'peerjs' });
  });

  test('words are told once', () => {
    expect(new Set(CAUSES).size).toBe(CAUSES.length);
    expect(new Set(SUBJECTS).size).toBe(SUBJECTS.length);
  });
});

describe('DR-4: the report', () => {
  test('is a table of words', () => {
    const checks = [
      { subject: 'peerjs', tookMs: 20_040, cause: 'symmetric-nat' },
      { subject: 'public-relay', number: 2, tookMs: -3 },
    ] as const;
    expect(reportText({ version: '0.1.0', problem: 'no-path', checks })).toBe(
      'Lockstep 0.1.0 · no-path\n✗ peerjs         20.0 s symmetric-nat\n✓ public-relay 2  0.0 s ok',
    );
    expect(reportText({ version: '0.1.0', checks: [] })).toBe('Lockstep 0.1.0');
  });
});
