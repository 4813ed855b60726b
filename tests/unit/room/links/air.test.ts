import { beforeAll, expect, test } from 'vitest';
import type { AirMessage } from '../../../../lib/core/wire/air';
import type { Identity, RoomSecrets } from '../../../../lib/room/links/link';
import { sealedLinks } from '../../../../lib/room/links/sealed-links';

const links = sealedLinks();
let secrets: RoomSecrets;
let host: Identity;
let other: Identity;
beforeAll(async () => {
  [secrets, host, other] = await Promise.all([
    links.derive('K7QX-2M9P-4TRB-8WZC'),
    links.createIdentity(),
    links.createIdentity(),
  ]);
});

const message = (more: Partial<AirMessage> = {}): AirMessage => ({
  ...{ run: 'run1', epoch: 5, n: 1, at: 2_000, halfMs: 4, revision: 7, change: 3, film: 0 },
  ...{ watching: 12, line: 16, calls: [] },
  ...more,
});
const whole = () => message({ host: { key: host.key, name: 'Ann' } });
const changed = (frame: Uint8Array<ArrayBuffer>, at: number) => {
  const copy = frame.slice();
  const place = at < 0 ? copy.length + at : at;
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
};

test('AU-2: what a host says on the air is opened, verified and read by who has the code', async () => {
  const air = links.air(secrets);
  expect(await air.open(await air.seal(host, whole()), undefined)).toEqual({ message: whole(), key: host.key });
});

test('AU-2: a beat that names no host is of the one that is believed, and of nobody else', async () => {
  const air = links.air(secrets);
  const beat = await air.seal(host, message());
  expect(await air.open(beat, host.key)).toEqual({ message: message(), key: host.key });
  expect(await air.open(beat, other.key)).toBeUndefined();
  expect(await air.open(beat, undefined)).toBeUndefined();
});

test('AU-2: nobody of the audience can speak in the host’s name', async () => {
  const air = links.air(secrets);
  expect(await air.open(await air.seal(other, whole()), host.key)).toBeUndefined();
});

test('SEC-11: each term of a run has a key of its own, and nothing opens without the code', async () => {
  const air = links.air(secrets);
  const frame = await air.seal(host, whole());
  const strangers = links.air(await links.derive('0000-0000-0000-0000'));
  expect(await strangers.open(frame, host.key)).toBeUndefined();
  // The epoch is in the ninth byte, the run from the eleventh on.
  for (const at of [8, 10, -1, -100]) expect(await air.open(changed(frame, at), host.key)).toBeUndefined();
});

test.each([
  ['nothing', []],
  ['another kind of frame', [3, 0, 0, 0]],
  ['a head without a body', [4, 0, 0, 0, 0, 0, 0, 0, 1, 0]],
  ['a run that is longer than all', [4, 0, 0, 0, 0, 0, 0, 0, 1, 200, 65]],
  ['an epoch that counts nowhere', [4, 255, 0, 0, 0, 0, 0, 0, 1, 0, 65, 65]],
])('AU-2: %s is no message', async (_, bytes) => {
  expect(await links.air(secrets).open(new Uint8Array(bytes), host.key)).toBeUndefined();
});

test('AU-2: what does not fit its head is not heard', async () => {
  const air = links.air(secrets);
  const bad = { ...whole(), n: 0 };
  expect(await air.open(await air.seal(host, bad), host.key)).toBeUndefined();
});
