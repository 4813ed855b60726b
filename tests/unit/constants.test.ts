import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** A constant of a file in `lib`, by its name: most of them are nobody else's business. */
function numberOf(path: string): number {
  const [file = '', name = ''] = path.split('#');
  const text = readFileSync(`lib/${file}.ts`, 'utf8');
  const value = new RegExp(`^(?:export )?const ${name}(?:: \\w+)? = (-?[\\d_.e]+);`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`${file} has no number ${name}`);
  return Number(value.replaceAll('_', ''));
}

const plan = (name: string) => `core/correction/plan#${name}`;
const live = (name: string) => `core/sync/settle-live#${name}`;

/** Numbers that only make sense in this order: each is smaller than the next. */
describe('smaller than', () => {
  test.each<[why: string, paths: readonly string[]]>([
    [
      'CO-6, RO-4: a press is taken at its own time however long its player is known to seek',
      ['core/player/profile#LEAD_MAX_MS', 'core/room/intents#INTENT_AHEAD_MAX_MS'],
    ],
    [
      'SY-4: an acknowledgement is repeated for longer than a press is waited on',
      ['core/sync/press#PENDING_MS', 'core/room/host-messages#ACK_KEPT_MS'],
    ],
    [
      'CO-6: a seek is waited for longer than it can be known to take',
      ['core/player/profile#LEAD_MAX_MS', 'core/player/profile#SEEK_TIMEOUT_MS'],
    ],
    [
      'CO-9, SY-11: the presser’s own word has come before others have read enough for a nudge, and a while longer',
      ['core/sync/step#READINGS_SETTLE_MS', 'core/sync/settle-playing#ORIGIN_MS'],
    ],
    [
      'SY-8: the room takes what a host’s player may tell of its slips',
      ['core/sync/anchor#SLIP_ANCHOR_MAX_S', 'core/sync/anchor#OWN_ANCHOR_MAX_S', 'core/room/intents#REANCHOR_LIMIT_S'],
    ],
    ['LV-3: and in a stream', [live('NUDGE_MAX_S'), 'core/room/intents#LIVE_ANCHOR_MAX_S']],
    [
      'SY-8: a host tells nothing that the room takes for noise',
      ['core/room/intents#ANCHOR_MIN_S', 'core/sync/anchor#ANCHOR_URGENT_S', live('EXACT_ANCHOR_MIN_S')],
    ],
    [
      'CO-2, CO-3, CO-5: the bigger the drift, the stronger the cure',
      ['TRIM_S', 'TOLERANCE_S', 'URGENT_S', 'FINE_MAX_S', 'HOLD_MIN_S', 'SEEK_S', 'HOLD_MAX_S'].map(plan),
    ],
    ['CO-3, CO-4: the longer ago a press, the less is minded', [plan('FRESH_MS'), plan('TRIM_MS')]],
    ['CO-3: nudges of a steady player are rarer than trims', [plan('TRIM_COOLDOWN_MS'), plan('FINE_COOLDOWN_MS')]],
    ['CO-3, CO-4: a fine nudge is finer', [plan('FINE'), plan('SLIP_MAX'), plan('COARSE_MAX')]],
    ['LV-3: the bigger the drift in a stream', [live('IN_STEP_S'), live('LIVE_TOLERANCE_S'), live('NUDGE_MAX_S')]],
    [
      'IN-3, IN-4: a pause is promoted when no storm can be told from it any more',
      ['core/intent/storm#FLIPS_WITHIN_MS', 'core/intent/storm#PROMOTE_MS'],
    ],
    [
      'WA-1, WA-3: who is waited for has had time to start',
      ['core/room/waiting#WAIT_AFTER_MS', 'core/room/waiting#START_LEAD_MAX_MS', 'core/room/state-policy#WAIT_MAX_MS'],
    ],
    [
      'HB-1, HB-2: a host is missed',
      ['room/silences#PING_MS', 'room/silences#SUSPECT_MS', 'room/silences#DEAD_MS', 'room/silences#GIVEN_UP_MS'],
    ],
    ['RO-9: a member’s next offer', ['core/room/skip-offer#OFFER_GAP_MS', 'core/room/skip-offer#OFFER_MS']],
    [
      'LV-6: what agrees is nearer than what has grown',
      ['core/timeline/landmarks#AGREE_S', 'core/timeline/landmarks#GROWTH_MIN_S'],
    ],
    [
      'PL-7: a press needs a part of what is free',
      ['core/player/write-budget#WRITES_A_CHANGE', 'core/player/write-budget#WRITES_MAX'],
    ],
  ])('%s', (_, paths) => {
    const values = paths.map(numberOf);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(new Set(values).size).toBe(values.length);
  });
});

describe('numbers that go together', () => {
  const seconds = (path: string) => numberOf(path) / (path.endsWith('_MS') ? 1_000 : 1);

  test('EC-1: a token lives for as long as its seek is waited for', () => {
    expect(numberOf('core/player/echo#SEEK_EXPIRES_MS')).toBeGreaterThanOrEqual(
      numberOf('core/player/profile#SEEK_TIMEOUT_MS'),
    );
  });

  test('RO-4: a press is taken at its own time for as long as its presser follows it', () => {
    expect(numberOf('core/room/intents#INTENT_AGE_MAX_MS')).toBeGreaterThanOrEqual(
      numberOf('core/sync/press#PENDING_MS'),
    );
  });

  test('SY-11: readings that agree are there before a nudge may be begun', () => {
    const readMs = numberOf('core/sync/step#READINGS_SETTLE_MS') + numberOf(plan('AGREEING_SPAN_MS'));
    expect(readMs).toBeLessThan(numberOf('core/sync/settle-playing#ORIGIN_MS'));
  });

  test('CO-3: a slip is cured within two seconds', () => {
    expect(numberOf(plan('FINE_MAX_S')) / numberOf(plan('SLIP_MAX'))).toBeLessThanOrEqual(2);
  });

  test('CO-3: at most four changes of rate a minute, two a nudge', () => {
    expect((2 * 60_000) / numberOf(plan('FINE_COOLDOWN_MS'))).toBeLessThanOrEqual(4);
  });

  test.each(['core/sync/settle#BEGINNING_NEAR_S', 'core/sync/skip#SKIP_EARLY_S'])(
    'CU-3, IN-8: who stands until %s is held by the start itself from then on',
    (near) => {
      const heldS = seconds(plan('HOLD_MAX_S')) + seconds('core/sync/start#HOLD_SPARE_MS');
      expect(seconds(near)).toBeLessThanOrEqual(heldS);
    },
  );

  test.each(['room/guest-heartbeat#BURST_GAP_MS', 'media/driver#BURST_GAP_MS'])(
    'CL-6: a burst, %s, within a second',
    (gap) => {
      expect(numberOf('core/time/clock#BURST') * numberOf(gap)).toBeLessThan(1_000);
    },
  );

  test('a constant that is not there is missed', () => {
    expect(() => numberOf('core/time/clock#NOTHING')).toThrow('core/time/clock has no number NOTHING');
  });
});
