import { expect, test } from 'vitest';
import { initialSync } from '../../../../lib/core/sync/state';
import { syncStep } from '../../../../lib/core/sync/step';
import type { Moment, SyncEvent } from '../../../../lib/core/sync/step-io';
import { inStep } from '../../../helpers/model-desk';

/** Whoever writes to it throws. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

const desk = inStep();
const moment: Moment = {
  now: desk.now + 250,
  clock: desk.clock,
  view: { ...desk.view, position: desk.view.position + 5 },
  gentle: desk.gentle,
  traits: desk.traits,
  load: desk.load,
  ...{ begins: 0, edge: undefined, landmarks: [], stopsAtEnd: false, exact: false },
};
const events: SyncEvent[] = [
  { type: 'tick' },
  { type: 'sync-now' },
  { type: 'go', place: 300 },
  { type: 'player', event: 'seeking', echo: false },
  { type: 'player', event: 'pause', echo: true },
];

test.each(events)('SY-1: of one state, $type and moment one thing comes, and they stay what they were', (event) => {
  for (const state of [initialSync, desk.state]) {
    const given = [structuredClone(state), structuredClone(event), structuredClone(moment)] as const;
    const first = syncStep(frozen(state), frozen(event), frozen(moment));
    expect(syncStep(...given)).toEqual(first);
    expect(structuredClone(first.effects)).toEqual(first.effects);
  }
});
