import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { recorderPage } from './recorder';
import { openStage, type Person, type Stage } from './stage';
import { clickPlay, expectInStep, expectPaused } from './watching';

/** What the site's own pages put into the address, and must find there again. */
const OWN_HASH = '#/watch?x=1&y=2';
const OTHER_HASHES = ['', '#t=10&chapter', '#%C3%A9&=&&'];
const PATH = '/recorder.html';

let stage: Stage;
let host: Person;
let guest: Person;
let firefox: Person;
/** All that the site was ever asked, headers included. */
const asked: string[] = [];
const note = (message: unknown) => {
  const { request } = message as { request: IncomingMessage };
  if (request.headers.host === new URL(stage.site).host) asked.push(request.url ?? '', ...request.rawHeaders);
};

beforeAll(async () => {
  subscribe('http.server.request.start', note);
  stage = await openStage({ [PATH]: recorderPage });
  [host, guest, firefox] = await Promise.all([stage.host(), stage.friend(), stage.firefox()]);
});
afterAll(async () => {
  unsubscribe('http.server.request.start', note);
  await stage?.close();
});

/** All that a page's scripts saw, since the first load in this tab. */
const seenBy = ({ page }: Person) =>
  evaluateQuietly(page, () => {
    const { record, seen } = window as unknown as { record: () => void; seen: readonly string[] };
    record();
    return seen.join('\n');
  });

const hashOf = ({ page }: Person) => evaluateQuietly(page, () => location.hash);

/** In any of the forms in which it could have been left somewhere. */
function expectSecret(text: string, invite: string): void {
  const code = /lockstep=([^~]*)/.exec(invite)?.[1];
  if (!code) throw new Error(`no code in ${invite}`);
  const flat = decodeURIComponent(text.replaceAll(/%(?![0-9A-F]{2})/gi, '%25')).toUpperCase();
  expect(flat).toContain(PATH.toUpperCase());
  expect(flat).not.toContain(code);
  expect(flat).not.toContain(code.replaceAll('-', ''));
  expect(flat).not.toContain('LOCKSTEP=');
}

describe('SC-1, INV-2: the code of an invite', () => {
  let invite: string;

  it('is not seen by the page over which the room is made', async () => {
    await host.page.goto(`${stage.site}${PATH}${OWN_HASH}`);
    invite = await createRoom(host.browser, host.page);
    expect(invite).toContain(`${PATH}${OWN_HASH}&lockstep=`);
    await clickPlay(host);
    expectSecret(await seenBy(host), invite);
  });

  describe.each([
    ['Chromium', () => guest],
    ['Firefox', () => firefox],
  ])('is never seen by a script of the page that it is opened with in %s', (_, who) => {
    it.each([OWN_HASH, ...OTHER_HASHES])('and the page’s own hash is given back: "%s"', async (hash) => {
      const person = who();
      const fragment = invite.slice(invite.indexOf('lockstep='));
      await person.page.goto('about:blank');
      await person.page.goto(`${stage.site}${PATH}${hash === '' ? '#' : `${hash}&`}${fragment}`);
      await expectPaused(person, false, 10_000);
      await expectInStep(host, person);
      expect(await hashOf(person)).toBe(hash);
      expectSecret(await seenBy(person), invite);
      expectSecret(asked.join('\n'), invite);
    });
  });

  it('would have been seen, had it been there', async () => {
    const fragment = invite.slice(invite.indexOf('lockstep='));
    await evaluateQuietly(guest.page, (hash: string) => history.replaceState(null, '', hash), `#${fragment}`);
    const seen = await seenBy(guest);
    expect(() => expectSecret(seen, invite)).toThrow();
    // Nor may it be there once this test is looked after.
    await guest.page.goto('about:blank');
  });
});
