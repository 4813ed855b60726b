import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { startImpairedServer } from '../bench/impaired-server.mjs';
import { overlaysOf, secretsOf } from '../e2e/amiss';
import { openParty } from '../e2e/party';
import { closePopup, popupOf } from '../e2e/popup';
import { openStage, type Person, type Stage } from '../e2e/stage';
import { eventually, expectInStep, press, videoOf } from '../e2e/watching';
import { driftMs } from '../helpers/party.mjs';

export const ROLES = ['host', 'guest'] as const;
export type Role = (typeof ROLES)[number];

const NAMES: { readonly [R in Role]: string } = { host: 'Zebediah', guest: 'Quintessa' };
/** Each fault finds the film here, s: it must not run out on the way. */
const BEGINS_AT_S = 20;
/** What reading two pages takes, and a player to come back to its room. */
const POSITION_SLACK_S = 1.5;
/** A setting that could be lost. Who was here before is known, and not asked for again. */
const APPROVE = 'details.more .switch + .switch input';

/** A popup that was opened a moment ago has been told of its room by then, ms. */
const SHOWN_WITHIN_MS = 5_000;

/** Five seconds after a fault the films are no further apart, ms. */
const AGREED_MS = 300;

/** What the two had before a fault. */
export interface Had {
  readonly position: number;
  readonly atMs: number;
  readonly code: string;
}

/**
 * What the two send each other goes over sockets of ours, and what they say to the server, too: so it can be cut, one way
 * or both, without being root. `to`: of what the host gets, and the guest, the share that is lost, 0–1.
 */
type Network = Awaited<ReturnType<typeof startImpairedServer>> & { readonly to: Record<Role, { loss: number }> };

async function openNetwork(upstream: string): Promise<Network> {
  const leg = () => ({ delayMs: 0, jitterMs: 0, loss: 0 });
  const to = { host: leg(), guest: leg() };
  return Object.assign(await startImpairedServer(upstream, { toHost: to.host, toGuest: to.guest }), { to });
}

/** Two people in a room, each with a profile that outlives its browser. */
export class Pair {
  private constructor(
    readonly stage: Stage,
    readonly network: Network,
    readonly people: Record<Role, Person>,
    private readonly profiles: Readonly<Record<Role, string>>,
  ) {}

  static async open(): Promise<Pair> {
    const stage = await openStage();
    const network = await openNetwork(stage.server.url);
    const folderOf = (role: Role) => mkdtemp(join(tmpdir(), `lockstep-${role}-`));
    const profiles = { host: await folderOf('host'), guest: await folderOf('guest') };
    const as = (role: Role) => stage.friend({ profile: profiles[role] }, { name: NAMES[role], server: network.url });
    const { host, guest } = await openParty({ ...stage, host: () => as('host') }, {}, () => as('guest'));
    const popup = await popupOf(host);
    await popup.$eval(APPROVE, (input) => (input as HTMLInputElement).click());
    return new Pair(stage, network, { host, guest }, profiles);
  }

  /** Starts a browser again that was killed. */
  async startAgain(role: Role): Promise<Person> {
    const person = await this.stage.stranger({ profile: this.profiles[role] });
    this.people[role] = person;
    return person;
  }

  async close() {
    await this.stage.close();
    await this.network.close();
    const folders = Object.values(this.profiles);
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })));
  }

  /** Both play, in step. */
  async ready(): Promise<Had> {
    const { host, guest } = this.people;
    if ((await videoOf(host)).paused) await press(host, 'play');
    await press(host, { seek: BEGINS_AT_S });
    await expectInStep(host, guest);
    const { code } = await this.seen();
    this.code = code;
    await Promise.all([closePopup(host), closePopup(guest)]);
    const { position, atMs } = await videoOf(host);
    return { position, atMs, code };
  }

  /** Waits until both films play in step, and the room says so. @param withinMs each of the two */
  async together(withinMs: number): Promise<void> {
    const { host, guest } = this.people;
    this.told.length = 0;
    const sinceMs = performance.now();
    const note = (what: string) => {
      const last = this.told.at(-1)?.replace(/^\S+ s /, '');
      if (last !== what) this.told.push(`${((performance.now() - sinceMs) / 1000).toFixed(1)} s ${what}`);
    };
    const look = () => this.shown(note).catch((error: Error) => void note(error.message));
    await expectInStep({ ...host, settlesWithinMs: withinMs }, guest).catch(async (error: Error) => {
      await look();
      throw new Error(`${error.message}\n${this.told.join('\n')}`);
    });
    note('in step');
    const inSync = expect.stringMatching(/^In sync/);
    const both = { states: [inSync, inSync], names: Object.values(NAMES).sort() };
    const wanted = { host: expect.objectContaining(both), guest: expect.objectContaining(both) };
    await eventually(look, (seen) => expect(seen, this.told.join('\n')).toEqual(wanted), withinMs);
  }

  /** The room's. */
  code = '';
  /** What the last wait saw on its way, for who reads of a failure. */
  readonly told: string[] = [];

  /** @returns of what they had: all that is lost */
  async lost({ position, atMs, code }: Had): Promise<string[]> {
    const now = await videoOf(this.people.host);
    const expected = position + (now.atMs - atMs) / 1000;
    const seen = await this.seen();
    const lost = {
      position: Math.abs(now.position - expected) > POSITION_SLACK_S,
      members: seen.names.sort().join() !== Object.values(NAMES).sort().join(),
      settings: !seen.approves,
      invite: seen.code !== code,
    };
    return Object.entries(lost).flatMap(([what, isLost]) => (isLost ? [what] : []));
  }

  /** What the two do not have in common: the room, who is host of it, whether the film plays, and where it is. */
  async disagreements(): Promise<string[]> {
    const { host, guest } = this.people;
    const [one, other] = await Promise.all([videoOf(host), videoOf(guest)]);
    const apartMs = driftMs(one, other);
    const hosts = Object.values(await this.shown()).filter(({ isHost }) => isHost).length;
    return [
      ...(one.paused === other.paused ? [] : ['one plays, and one stands']),
      ...(Math.abs(apartMs) <= AGREED_MS ? [] : [`${Math.round(apartMs)} ms apart`]),
      ...(hosts === 1 ? [] : [`${hosts} hosts`]),
      ...(await this.notInRoom()),
    ];
  }

  /** Whose page shows nothing of ours, or whose background does not know the room. */
  private async notInRoom(): Promise<string[]> {
    const looks = ROLES.map(async (role) => {
      const { browser } = this.people[role];
      const [overlays, secrets] = [await overlaysOf(browser), await secretsOf(browser)];
      const code = secrets.some((secret) => this.code.includes(secret));
      return [...(overlays === 1 ? [] : [`${role}: ${overlays} overlays`]), ...(code ? [] : [`${role}: another code`])];
    });
    return (await Promise.all(looks)).flat();
  }

  /** Who is in the room and how, as each one's popup shows it. */
  private async shown(note = (_: string) => {}) {
    const { host, guest } = this.people;
    const seen = { host: await shownTo(host), guest: await shownTo(guest) };
    note(`host: ${seen.host.text} | guest: ${seen.guest.text}`);
    return seen;
  }

  /** The room as its host's popup shows it, whoever that is by now: a popup that is just being opened shows nothing yet. */
  private async seen() {
    return vi.waitFor(() => this.seenNow(), { timeout: SHOWN_WITHIN_MS, interval: 100 });
  }

  private async seenNow() {
    for (const person of Object.values(this.people)) {
      const popup = await popupOf(person);
      if (!(await popup.$('main[data-role="host"]'))) continue;
      return {
        code: await popup.$eval('input.code', (input) => (input as HTMLInputElement).value),
        names: await popup.$$eval('.member-name', (names) => names.map(({ textContent }) => textContent)),
        approves: await popup.$eval(APPROVE, (input) => (input as HTMLInputElement).checked),
      };
    }
    throw new Error('nobody is host');
  }
}

async function shownTo(person: Person) {
  const popup = await popupOf(person);
  return popup.$eval('main', (main) => {
    const texts = (selector: string) => [...main.querySelectorAll(selector)].map(({ textContent }) => textContent);
    return {
      isHost: main.getAttribute('data-role') === 'host',
      names: texts('.member-name').sort(),
      states: texts('.member-how'),
      text: main.textContent.replaceAll(/\s+/g, ' ').slice(0, 300),
    };
  });
}
