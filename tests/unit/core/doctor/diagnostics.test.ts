import { expect, test } from 'vitest';
import { type Diagnosed, diagnosticsText } from '../../../../lib/core/doctor/diagnostics';

const QUIET: Diagnosed = {
  version: '0.1.0',
  browser: 'Chrome 156 · Linux · en',
  options: { autoJoin: true, gentle: false, follow: 'ask', soundLateMs: 120 },
  addresses: { server: true, relay: false },
  kept: { sites: 3, films: 0 },
  room: [],
  members: [],
  checks: [],
};

test('DR-7: the diagnostics are words and figures', () => {
  expect(diagnosticsText(QUIET)).toBe(`Lockstep 0.1.0
browser: Chrome 156 · Linux · en
options: autoJoin yes, gentle no, follow ask, soundLateMs 120
own addresses: server yes, relay no
remembered: sites 3, films 0
room: none
`);
});

test('DR-7: of a room they hold states, figures and ways', () => {
  const members = [
    { state: 'in-sync', driftMs: 3.24, rttMs: 24, path: 'direct by peerjs' },
    { state: 'no-video' },
  ] as const;
  const told = { ...QUIET, room: ['guest', 'connection open'], members, problem: 'no-path' };
  expect(diagnosticsText(told)).toContain(`
room: guest, connection open
  in-sync  drift 3.2 ms  round trip 24.0 ms  direct by peerjs
  no-video  drift –  round trip –  –
`);
  expect(diagnosticsText(told)).toMatch(/^Lockstep 0\.1\.0 · no-path\n/);
});
