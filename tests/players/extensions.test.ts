import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from '../e2e/party';
import { closePopup, popupOf } from '../e2e/popup';
import { openStage, type Person, type Stage, setSettings } from '../e2e/stage';
import {
  eventually,
  expectInStep,
  expectPaused,
  expectSaid,
  expectStays,
  press,
  start,
  videoOf,
} from '../e2e/watching';
import { createRoom } from '../helpers/party.mjs';
import { expectUndisturbed, watchFilm } from './undisturbed';

/**
 * Real extensions beside ours, of the kinds that people have: each acts on the film from a content script of its own. What
 * it does by itself moves nobody else; a press of its person's on its keys is a press.
 */
const FOLDER = fileURLToPath(new URL('../fixtures/extensions/', import.meta.url));
/** A load has been in step for so long that what it does is no bookmark (SPEC IN-17), and no press is fresh any more. */
const SETTLED_MS = 6_000;
const ELSEWHERE_MS = 3_000;

const pass = (ms: number) => new Promise((done) => setTimeout(done, ms));

let stage: Stage;
let odd: Person;
let well: Person;

/** Two people in a room, of whom one has that extension as well. */
async function meet(extension: string, role: 'guest' | 'host') {
  [odd, well] = await Promise.all([stage.friend(), stage.friend()]);
  await odd.browser.installExtension(resolve(FOLDER, extension));
  await setSettings(odd, { name: 'Ann' });
  const [host, guest] = role === 'host' ? [odd, well] : [well, odd];
  await host.page.goto(stage.site);
  const invite = await createRoom(host.browser, host.page);
  await closePopup(host);
  await start(host);
  await expectPaused(host, false);
  await join(guest, invite);
  await expectInStep(well, odd);
  await odd.page.bringToFront();
  await pass(SETTLED_MS);
}

const expectRate = (person: Person, rate: number, withinMs: number) =>
  eventually(
    async () => (await videoOf(person)).rate,
    (seen) => expect(seen).toBeCloseTo(rate, 1),
    withinMs,
  );

/** Another tab is looked at for a while. */
async function lookElsewhere() {
  const other = await odd.browser.newPage();
  await other.bringToFront();
  await pass(ELSEWHERE_MS);
  await odd.page.bringToFront();
  await other.close();
  await odd.page.bringToFront();
}

beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage?.close());

describe.skipIf(process.env.PLAYERS !== 'all').each(['guest', 'host'] as const)('an extension of the %s', (role) => {
  it('IN-18, IN-22: sets the speed by a key, which all follow, and keeps to it, which nobody does', async () => {
    await meet('speed-by-key', role);
    await odd.page.keyboard.press('d');
    await expectRate(well, 1.25, 1_000);
    await expectInStep(well, odd);
    await watchFilm(well);
    await pass(3_000);
    await press({ ...well, sight: { gesture: true } }, { rate: 1 });
    await expectSaid(odd, 'sets the speed itself');
    await watchFilm(well);
    await pass(5_000);
    await expectUndisturbed(well);
    expect((await videoOf(odd)).rate).toBeCloseTo(1.25, 1);
    await odd.page.bringToFront();
    await odd.page.keyboard.press('d');
    await expectRate(well, 1.5, 1_000);
    await expectRate(odd, 1.5, 1_000);
    await expectInStep(well, odd);
  });

  it('IN-8: skips pieces, of which the others are asked', async () => {
    await meet('skips-pieces', role);
    await press(well, { seek: 52 });
    await expectInStep(well, odd);
    await watchFilm(well);
    await expectSaid(well, 'skipped ahead to', 12_000);
    const look = async () => (await videoOf(well)).position;
    await eventually(look, (position) => expect(position).toBeGreaterThan(78), 30_000);
    await expectUndisturbed(well);
    await expectInStep(well, odd);
  });

  it('IN-19: runs past silences, and nobody with it', async () => {
    await meet('past-silences', role);
    await watchFilm(well);
    await pass(20_000);
    await expectUndisturbed(well);
  });

  it('IN-2, IN-21: pauses what nobody looks at, and nothing elsewhere', async () => {
    await meet('pauses-unseen', role);
    await watchFilm(well);
    await lookElsewhere();
    await popupOf(odd);
    await pass(ELSEWHERE_MS);
    await closePopup(odd);
    await expectInStep(well, odd);
    await expectUndisturbed(well);
    await press(well, 'pause');
    await expectPaused(odd, true);
    await lookElsewhere();
    await expectStays(async () => (await videoOf(well)).paused, true);
    await press(well, 'play');
    await expectInStep(well, odd);
  });
});
