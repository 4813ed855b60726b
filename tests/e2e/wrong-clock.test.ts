import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { worker } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { join } from './party';
import { openStage, type Person, type Stage } from './stage';
import { clickPlay, expectFollows, expectInStep } from './watching';

const WRONG_BY_MS = 40_000;

/** Sets the wall clock of a context ahead: `Date`, and the zero of `performance`, which is told in wall time. */
function shiftClock(byMs: number): void {
  const { Date: Right, performance } = globalThis;
  const timeOrigin = performance.timeOrigin + byMs;
  const now = () => Right.now() + byMs;
  globalThis.Date = new Proxy(Right, {
    construct: (target, args) => (args.length === 0 ? new target(now()) : Reflect.construct(target, args)),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  Object.defineProperty(performance, 'timeOrigin', { get: () => timeOrigin });
}

/** A copy of the extension each of whose contexts starts with a wrong wall clock. */
function withWrongClock(extension: string): string {
  const folder = mkdtempSync(joinPath(tmpdir(), 'lockstep-wrong-clock-'));
  cpSync(extension, folder, { recursive: true });
  const shift = `(${shiftClock})(${WRONG_BY_MS});\n`;
  for (const name of ['background.js', 'content-scripts/content.js']) {
    const path = joinPath(folder, name);
    writeFileSync(path, shift + readFileSync(path, 'utf8'));
  }
  writeFileSync(joinPath(folder, 'shift-clock.js'), shift);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
    const path = joinPath(folder, name);
    // Modules run after it, wherever they stand.
    writeFileSync(path, readFileSync(path, 'utf8').replace('<head>', '<head><script src="/shift-clock.js"></script>'));
  }
  return folder;
}

let stage: Stage;
let extension: string;
let host: Person;
let guest: Person;

beforeAll(async () => {
  extension = withWrongClock(inject('chromeExtension'));
  stage = await openStage();
  [host, guest] = await Promise.all([stage.host(), stage.friend({ extension })]);
});
afterAll(async () => {
  await stage?.close();
  rmSync(extension, { recursive: true });
});

describe('CL-3: a guest whose clock is 40 s wrong', () => {
  it('joins and is in step as everybody else', async () => {
    const theirs = await (await worker(guest.browser)).evaluate(() => Date.now());
    expect(theirs - Date.now()).toBeGreaterThan(WRONG_BY_MS - 1_000);

    await host.page.goto(stage.site);
    const invite = await createRoom(host.browser, host.page);
    await clickPlay(host);
    await join(guest, invite);
    await expectInStep(host, guest);
  });

  it('follows and leads', async () => {
    await expectFollows(host, guest);
    await expectFollows(guest, host);
  });
});
