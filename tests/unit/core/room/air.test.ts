import { expect, test } from 'vitest';
import { airMessage, takeAir } from '../../../../lib/core/room/air';
import { memberIdOf } from '../../../../lib/core/room/facts';
import { createGuestState, takeSigned } from '../../../../lib/core/room/guest-state';
import { rosterMessage } from '../../../../lib/core/room/host-messages';
import { createHostState, type HostState } from '../../../../lib/core/room/host-state';
import { takeOver } from '../../../../lib/core/room/succession';
import { ownClock } from '../../../../lib/core/time/clock';
import { type AirMessage, airMessageSchema, encodeAir } from '../../../../lib/core/wire/air';
import { parseMessage } from '../../../../lib/core/wire/protocol';

const KEY = 'Key_of_the-host';
const HOST = memberIdOf(KEY);
const film = { key: 'a.example/1', url: 'https://a.example/1', title: 'One' };
const playing = { position: 60, rate: 1, paused: false, at: 1_000 };
const facts: HostState = {
  ...createHostState('run', 5, { id: HOST, name: 'Ann' }),
  ...{ playback: playing, revision: 7, change: 3, cause: 'play', media: film },
};
const extras = { n: 1, at: 2_000, halfMs: 4, watching: 12, line: 16 };
const says = (more: Partial<AirMessage> = {}, state = facts, isWhole = true) => ({
  ...airMessage(state, extras, isWhole ? KEY : undefined),
  ...more,
});
const hear = (message: AirMessage, before?: ReturnType<typeof takeAir>, key = KEY) =>
  takeAir(before, message, { id: 'me', key });

test('AU-2: what is said on the air is read as it was said', () => {
  const message = says({ poll: 0.5, calls: ['me'], next: { host: 'other', epoch: 9 }, over: true });
  const key = 'A'.repeat(87);
  const whole = { ...message, host: { key, name: 'Ann' } };
  expect(parseMessage(airMessageSchema, encodeAir(whole))).toEqual(whole);
});

test.each<[string, object]>([
  ['no number', { n: 0 }],
  ['a place beyond every film', { playback: { ...playing, position: 1e12 } }],
  ['a relay that is an hour away', { halfMs: 3_600_000 }],
  ['a name that is a book', { host: { key: 'A'.repeat(87), name: 'x'.repeat(5_000) } }],
  ['more calls than seats', { calls: Array.from({ length: 65 }, () => 'id') }],
])('AU-2: %s is not read', (_, more) => {
  expect(
    parseMessage(airMessageSchema, encodeAir(says({ ...more, ...('host' in more ? {} : { host: undefined }) }))),
  ).toBe(undefined);
});

test('AU-2: a watcher knows the film, where it is, who the host is and how many watch, and may do nothing', () => {
  const heard = hear(says());
  expect(heard?.state).toMatchObject({
    ...{ run: 'run', epoch: 5, host: HOST, playback: playing, change: 3, cause: 'play', media: film },
    ...{ audience: 12, control: 'host', members: [{ id: HOST, name: 'Ann' }] },
  });
});

test('AU-2: a beat says less, and what was said before stays', () => {
  const beat = says({ n: 2, playback: { ...playing, paused: true } }, facts, false);
  expect(beat.host).toBeUndefined();
  expect(beat.media).toBeUndefined();
  const heard = hear(beat, hear(says()));
  expect(heard?.state).toMatchObject({ media: film, playback: { paused: true }, members: [{ name: 'Ann' }] });
});

test('AU-3: of a host before its first film there is no playback and no cause', () => {
  const heard = hear(says({}, createHostState('run', 5, { id: HOST, name: 'Ann' })));
  expect(heard?.state).toMatchObject({ playback: undefined, cause: undefined, media: undefined });
});

test.each<[string, Partial<AirMessage>, string]>([
  ['what was heard', {}, KEY],
  ['an older message', { n: 2 }, KEY],
  ['another room', { run: 'other', n: 9 }, KEY],
  ['an epoch that is over', { epoch: 4, n: 9 }, KEY],
  ['another host of the same epoch', { n: 9 }, 'Key_of_another-one'],
])('AU-3: %s changes nothing', (_, more, key) => {
  const known = hear(says({ n: 3 }));
  expect(hear(says({ n: 3, ...more }), known, key)).toBe(known);
});

test('AU-3: a later epoch counts from its beginning, under whichever host', () => {
  const known = hear(says({ n: 30 }));
  const light = { epoch: 9, n: 1, revision: 0 };
  const heard = hear(says(light, facts, false), known, 'Key_of_another-one');
  expect(heard?.state).toMatchObject({ epoch: 9, host: memberIdOf('Key_of_another-one'), media: film });
  expect(heard?.state.members[0]?.name).toBe('');
});

test('AU-1: the members are told how many watch, so that whoever follows the host speaks to them, too', () => {
  const guest = createGuestState('me', { run: 'run', epoch: 5, host: HOST });
  expect(takeSigned(guest, rosterMessage(facts)).audience).toBeUndefined();
  const told = takeSigned(guest, rosterMessage({ ...facts, audience: 40 }));
  expect(told.audience).toBe(40);
  expect(takeOver(told, 9, ownClock, 0).audience).toBe(40);
});
