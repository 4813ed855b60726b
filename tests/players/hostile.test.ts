import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import english from '../../public/_locales/en/messages.json';
import { closePopup, expectMembers, popupText } from '../e2e/popup';
import { openStage, type Person, type Stage, setSettings } from '../e2e/stage';
import { expectInStep, expectPaused, expectSameFrame, press, start } from '../e2e/watching';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { tried } from './row';

const PATH = '/hostile/';
const NAMES = { host: 'Zebediah', guest: 'Quintessa', third: 'Ermintrude' };
const ATTACK_MS = 12_000;
const LOOK_MS = 500;
/** One published change a second, each of which may show as a seek and a start; and what slips through at first. */
const HAPPENED_MAX = (2 * ATTACK_MS) / 1_000 + 4;
/** Nobody presses a button within a storm; and a page that is muted for it is heard again some time after. */
const CALM_MS = 5_000;

interface Hostile {
  attack(on: boolean): void;
  search(words: readonly string[]): string[];
  readonly happened: string[];
}

let stage: Stage;
let host: Person;
let guest: Person;
let third: Person;
let invite: string;

const attack = ({ page }: Person, on: boolean) =>
  evaluateQuietly(page, (wanted: boolean) => (window as unknown as { hostile: Hostile }).hostile.attack(wanted), on);
const happened = ({ page }: Person) =>
  evaluateQuietly(page, () => (window as unknown as { hostile: Hostile }).hostile.happened.splice(0));
const search = ({ page }: Person, words: readonly string[]) =>
  evaluateQuietly(
    page,
    (wanted: readonly string[]) => (window as unknown as { hostile: Hostile }).hostile.search(wanted),
    words,
  );
/** What is said over the film: no page can look there, but its browser's own tools can. */
async function said({ page }: Person): Promise<string[]> {
  const tools = await page.createCDPSession();
  const { root } = await tools.send('DOM.getDocument', { depth: -1, pierce: true });
  await tools.detach();
  const words: string[] = [];
  const look = ({ attributes = [], children = [], shadowRoots = [] }: typeof root) => {
    const at = attributes.indexOf('data-words');
    // What stands there only for where its button cannot be pressed is not shown (SPEC OV-4).
    const isShown = !attributes.includes('elsewhere') && !attributes.includes('hidden');
    if (at >= 0 && isShown) words.push(attributes[at + 1] ?? '');
    for (const child of [...children, ...shadowRoots]) look(child);
  };
  look(root);
  return words;
}
/** To whoever is at the page that plays with its film. */
const ABOUT_THE_PAGE: readonly string[] = [english.toastPageMuted.message, english.toastLeftAlone.message];
/** As `skipOffer` has it in English. */
const SKIPPED = /^\S+ skipped ahead to [\d:]+\. Skip too\?$/;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  stage = await openStage();
  [host, guest, third] = await Promise.all([stage.host(), stage.friend(), stage.friend()]);
  await Promise.all([
    setSettings(host, { name: NAMES.host }),
    setSettings(guest, { name: NAMES.guest }),
    setSettings(third, { name: NAMES.third }),
  ]);
  await host.page.goto(`${stage.site}${PATH}`);
  invite = await createRoom(host.browser, host.page);
  await start(host);
  await closePopup(guest);
  await guest.page.goto(invite);
  await expectPaused(guest, false, 10_000);
  await expectInStep(host, guest);
});
afterAll(() => stage?.close());

describe('a page that overrides every media method and fires events of its own making', () => {
  const row = (behaviour: string) => ({ pair: 'chromium → chromium', page: 'hostile', title: 'hostile', behaviour });

  it('learns neither names, nor the code, nor how many are watching', async (context) => {
    await tried(context, row('learns nothing'), async () => {
      await third.page.goto(invite);
      const code = /lockstep=([^~]*)/.exec(invite)?.[1] ?? '';
      const words = [...Object.values(NAMES), 'joined', 'lockstep=', code, code.replaceAll('-', '')];
      // While words about the third are shown over the film, and after.
      await expectMembers(host, 3);
      await Promise.all([closePopup(host), closePopup(guest)]);
      for (const person of [host, guest, third]) expect(await search(person, words)).toEqual([]);
      await wait(1_000);
      for (const person of [host, guest, third]) expect(await search(person, words)).toEqual([]);
      // It would have been found, had it been there.
      expect(await search(host, ['video'])).not.toEqual([]);
      await third.page.goto('about:blank');
    });
  });

  for (const [who, people] of [
    ['guest', () => [guest, host] as const],
    ['host', () => [host, guest] as const],
  ] as const) {
    it(`cannot make the room flap from the ${who}’s side`, async (context) => {
      const attempt = async () => {
        const [attacker, victim] = people();
        await happened(victim);
        await attack(attacker, true);
        const words = new Set<string>();
        const untilMs = performance.now() + ATTACK_MS;
        while (performance.now() < untilMs) {
          await wait(LOOK_MS);
          for (const word of await said(attacker)) words.add(word);
        }
        await attack(attacker, false);
        const seen = await happened(victim);
        expect(seen.length, seen.join(' ')).toBeLessThanOrEqual(HAPPENED_MAX);
        expect(ABOUT_THE_PAGE.filter((word) => words.has(word))).not.toEqual([]);
        // A jump ahead may have been asked about, before the page was listened to no more (SPEC IN-8).
        expect((await said(victim)).filter((word) => !SKIPPED.test(word))).toEqual([]);
        return { note: `${seen.length} things happened to the other’s film in ${ATTACK_MS / 1_000} s` };
      };
      await tried(context, row(`no flapping, by the ${who}’s page`), attempt);
    });
  }

  it('leaves a room behind that obeys its people', async (context) => {
    await tried(context, row('obeys afterwards'), async () => {
      await Promise.all([attack(host, false), attack(guest, false)]);
      await wait(CALM_MS);
      await press(host, { rate: 1 });
      await press(host, { seek: 30 });
      await press(host, 'pause');
      await expectSameFrame(host, guest);
      await press(host, 'play');
      await expectInStep(host, guest);
      expect(await popupText(host)).toContain(NAMES.guest);
    });
  });
});
