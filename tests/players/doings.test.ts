import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { join } from '../e2e/party';
import { closePopup, leaveRoom, popupOf } from '../e2e/popup';
import { openStage, type Person, type Stage } from '../e2e/stage';
import {
  eventually,
  expectInStep,
  expectPaused,
  expectSaid,
  expectSameFrame,
  press,
  start,
  videoOf,
} from '../e2e/watching';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { expectUndisturbed, watchFilm } from './undisturbed';

/** So long a browser holds a press for fresh. */
const ACTIVATION_MS = 5_500;

let stage: Stage;
let well: Person;
let odd: Person;

beforeAll(async () => {
  const streams = inject('streams');
  stage = await openStage({}, streams ? { '/streams/': `${streams}/` } : {});
  [well, odd] = await Promise.all([stage.host(), stage.friend()]);
});
afterAll(() => stage?.close());
afterEach(async () => {
  for (const person of [odd, well]) {
    await leaveRoom(person);
    // The next film may lie at the same address, and an invite to it would load nothing.
    await person.page.goto('about:blank');
  }
});

const address = (name: string, isOdd: boolean) => `${stage.site}/pages/${name}/${isOdd ? '' : '?ref=well'}`;

/** The host is on a page, and its film plays or not; a friend opens the invite on the same page. @returns host and guest */
async function meet(name: string, { host, guest, paused = false }: { host: Person; guest: Person; paused?: boolean }) {
  await host.page.goto(address(name, host === odd));
  const invite = await createRoom(host.browser, host.page);
  await closePopup(host);
  await start(host);
  await expectPaused(host, false);
  if (paused) {
    await press(host, 'pause');
    await expectPaused(host, true);
  }
  const there = invite.replace(/\?ref=well/, '');
  const link = guest === odd ? there : there.replace('#', '?ref=well#');
  if (!paused) return join(guest, link);
  await closePopup(guest);
  await guest.page.goto(link);
  await eventually(
    async () => (await videoOf(guest)).position - (await videoOf(host)).position,
    (offS) => expect(Math.abs(offS)).toBeLessThan(0.01),
    10_000,
  );
}

/** Long ones are for `npm run players`; `npm test` runs what a moment shows. */
const longIt = it.runIf(process.env.PLAYERS === 'all');
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const ways = [
  ['guest', () => ({ host: well, guest: odd })],
  ['host', () => ({ host: odd, guest: well })],
] as const;

longIt.each(ways)('IN-16: a %s that gets over a stall by a step catches up alone', async (_, people) => {
  await meet('small-steps', people());
  await watchFilm(well);
  await pass(24_000);
  await expectUndisturbed(well);
  await expectInStep(well, odd);
});

longIt('IN-16: a guest that jumps over a gap once its data fail to come catches up alone', async () => {
  await meet('gap-jump', { host: well, guest: odd });
  await watchFilm(well);
  const hasData = () => evaluateQuietly(odd.page, () => (document.querySelector('video')?.readyState ?? 4) >= 3);
  await eventually(hasData, (has) => expect(has).toBe(false), 30_000);
  await eventually(hasData, (has) => expect(has).toBe(true), 30_000);
  await expectInStep(well, odd);
  await expectUndisturbed(well);
});

longIt.each(ways)('IN-15: a %s whose player waits by rate 0 slows nobody', async (_, people) => {
  await meet('rate-zero', people());
  await watchFilm(well);
  await eventually(
    async () => (await videoOf(odd)).rate,
    (rate) => expect(rate).toBe(0),
    15_000,
  );
  await pass(3_500);
  await expectInStep(well, odd);
  await expectUndisturbed(well);
});

longIt('IN-17: a guest whose page goes to where it was left takes nobody there', async () => {
  await meet('bookmark', { host: well, guest: odd, paused: true });
  await pass(2_000);
  await press(well, 'play');
  await expectPaused(odd, false);
  await watchFilm(well);
  await pass(2_500);
  await expectInStep(well, odd);
  await expectUndisturbed(well);
});

it('IN-17: nor does one that does so seconds after its load', async () => {
  await meet('bookmark-late', { host: well, guest: odd });
  await watchFilm(well);
  await pass(5_000);
  await expectInStep(well, odd);
  await expectUndisturbed(well);
});

longIt.each(ways)('IN-18: a %s whose page insists on a rate keeps it alone, and is told', async (_, people) => {
  const { host } = people();
  await meet('rate-insists', people());
  if (host === odd) {
    await expectInStep(well, odd);
    // The press that has started the film speaks for its page no more.
    await pass(ACTIVATION_MS);
    await press({ ...well, sight: { ...well.sight, gesture: true } }, { rate: 1 });
  }
  await expectSaid(odd, 'sets the speed itself');
  await watchFilm(well);
  const apart: number[] = [];
  for (let i = 0; i < 40; i++) {
    const [one, other] = await Promise.all([videoOf(well), videoOf(odd)]);
    apart.push(Math.abs(one.position - other.position));
    await pass(250);
  }
  await expectUndisturbed(well);
  expect(Math.max(...apart)).toBeLessThan(2);
});

longIt.each(ways)('IN-20: a %s whose page wants a press stops the room once at most', async (_, people) => {
  await meet('nag', people());
  await expectPaused(odd, true, 15_000);
  await pass(1_500);
  for (let i = 0; i < 3 && (await videoOf(well)).paused; i++) {
    await press(well, 'play');
    await pass(2_500);
  }
  await watchFilm(well);
  await pass(4_000);
  await expectUndisturbed(well);
  await expectSaid(odd, 'keeps pausing its video').catch(() => {});
  await odd.page.bringToFront();
  await odd.page.click('button');
  await expectInStep(well, odd);
});

it('IN-21: a guest whose page pauses as our popup opens pauses nobody', async () => {
  await meet('blur-pauses', { host: well, guest: odd });
  await expectInStep(well, odd);
  await pass(2_000);
  await watchFilm(well);
  await popupOf(odd);
  await pass(3_000);
  await closePopup(odd);
  await expectInStep(well, odd);
  await expectUndisturbed(well);
});

it('IN-19: a rate whose event is hidden is told, and never set back', async () => {
  await meet('hidden-rate', { host: well, guest: odd });
  await expectInStep(well, odd);
  await odd.page.bringToFront();
  await odd.page.click('button');
  await eventually(
    async () => (await videoOf(well)).rate,
    (rate) => expect(rate).toBeCloseTo(1.5, 1),
    1_500,
  );
  expect((await videoOf(odd)).rate).toBeCloseTo(1.5, 1);
});

longIt('IN-26: a film that cannot be sought moves nobody, says so, and still pauses and plays', async () => {
  await meet('no-ranges', { host: well, guest: odd }).catch(() => {});
  await watchFilm(well);
  await pass(3_000);
  await expectUndisturbed(well);
  await press(well, { seek: 120 });
  await pass(3_000);
  expect((await videoOf(well)).position).toBeGreaterThan(120);
  await press(odd, 'pause');
  await expectPaused(well, true);
  expect((await videoOf(well)).position).toBeGreaterThan(120);
  await press(odd, 'play');
  await expectPaused(well, false);
});

it('IN-23: single frames are stepped together', async () => {
  await meet('plain', { host: well, guest: odd });
  await expectInStep(well, odd);
  await press(well, 'pause');
  await expectSameFrame(well, odd);
  const { position } = await videoOf(well);
  const touched = { ...well, sight: { ...well.sight, gesture: true } };
  for (let i = 1; i <= 5; i++) {
    await press(touched, { seek: position + i * 0.04 });
    await pass(300);
  }
  await expectSameFrame(well, odd);
  expect((await videoOf(odd)).position).toBeCloseTo(position + 0.2, 3);
});

longIt('LV-17: a recording without a length is followed like any film', async () => {
  if (!inject('streams')) throw new Error(inject('noStreams'));
  await meet('recording', { host: well, guest: odd });
  await expectInStep(well, odd);
  expect(await evaluateQuietly(odd.page, () => String(document.querySelector('video')?.duration))).toBe('Infinity');
  await press(well, { seek: 40 });
  await eventually(
    async () => (await videoOf(odd)).position,
    (position) => expect(position).toBeGreaterThan(40),
    10_000,
  );
  await expectInStep(well, odd);
  await press({ ...odd, sight: { ...odd.sight, gesture: true } }, { rate: 1.25 });
  await eventually(
    async () => (await videoOf(well)).rate,
    (rate) => expect(rate).toBeCloseTo(1.25, 1),
    3_000,
  );
  await expectInStep(well, odd);
});
