import { browser } from 'wxt/browser';
import { keep, readKept } from '../../lib/browser/kept';
import { readWords } from '../../lib/browser/language';
import type { DiscordAct } from '../../lib/browser/message-map';
import { readTrust } from '../../lib/browser/servers';
import { readSettings, roomConfig } from '../../lib/browser/settings';
import { isInFront, isPrivate, showTab, tabExists } from '../../lib/browser/tabs';
import { siteName } from '../../lib/core/film/media';
import { toldSites } from '../../lib/core/film/told-sites';
import type { Outcome } from '../../lib/core/ports/offer';
import { type Party, presenceOf } from '../../lib/core/ports/presence';
import { holdsNone, type Problem, type RoomView } from '../../lib/core/ports/room-view';
import { decideInvite, type InviteDecision } from '../../lib/core/room/opened-invite';
import type { Invite } from '../../lib/core/wire/invite';
import { parseTicket } from '../../lib/core/wire/ticket';
import { paint, showAsked, showPopup } from './badge';
import { DiscordLine } from './discord-line';
import type { InTurn, Place, RoomKeeper } from './room';
import { readSession, writeSession } from './session';

export interface DiscordDeskParts {
  readonly place: Pick<Place, 'start' | 'stop' | 'redeem' | 'isRunning' | 'isIdle'>;
  readonly room: RoomKeeper;
  readonly inTurn: InTurn;
  /** The application of Discord whose party is shown. */
  readonly clientId: string;
}

export type DiscordDesk = ReturnType<typeof openDiscordDesk>;

/** What there is of Discord in the background, while it is switched on: the room there, who asks, and who was let in. */
export function openDiscordDesk({ place, room, inTurn, clientId }: DiscordDeskParts) {
  /** What the room place has said last, and when, ms since 1970. */
  let heard: { readonly party: Party; readonly at: number } | undefined;
  let isClosed = false;
  /** One thing after another: settings are read in between. */
  let queue: Promise<unknown> = Promise.resolve();
  const inOrder = (task: () => Promise<void>): Promise<void> => {
    const turn = queue.then(() => (isClosed ? undefined : task()));
    queue = turn.catch((error: unknown) => console.error('lockstep: Discord', error));
    return turn;
  };

  /** For what nobody waits for; a failure has been said by then. */
  const soon = (task: () => Promise<void>) => void inOrder(task).catch(() => {});

  const line: DiscordLine = new DiscordLine({
    clientId,
    changed: () => soon(publish),
    asked: (name) => soon(() => ask(name)),
    joins: (ticket) => soon(() => joins(ticket)),
  });

  const tells = async (site: string) => {
    const [{ discordTitles }, { room: there }] = await Promise.all([readSettings(), readSession()]);
    // What is watched in a private window stays there.
    if (!there || (await isPrivate(there.tabId))) return false;
    return discordTitles || (await readKept(toldSites, site)) !== undefined;
  };

  /** For pages of ours to show. */
  async function publish() {
    const { room: there } = await readSession();
    const name = heard?.party.film && siteName(heard.party.film.url);
    const site = name && !(await readSettings()).discordTitles ? { name, told: await tells(name) } : undefined;
    await writeSession({
      discord: {
        link: line.link,
        shown: there?.onDiscord === true,
        ...(site ? { site } : {}),
        requests: line.requests,
      },
    });
  }

  /** Tells Discord what is to be seen there now. */
  async function present() {
    if (!heard) return line.show(undefined);
    const { party, at } = heard;
    const told = party.film && (await tells(siteName(party.film.url)));
    const t = await readWords();
    const words = { watching: t('discordWatching'), paused: t('discordPaused') };
    line.show(presenceOf(party, { words, tells: () => told === true, wallNow: at }));
  }

  async function ask(name: string) {
    // Only whose room is shown can be asked; a companion may say anything.
    if (!heard) return line.forgetAll();
    await showAsked();
    await room.perform({ type: 'asks', name });
  }

  async function show(on: boolean) {
    await inTurn(async () => {
      const { room: there } = await readSession();
      if (there) await writeSession({ room: { ...there, onDiscord: on || undefined } });
    });
    await room.perform({ type: 'show-on-discord', on });
    if (!on) {
      heard = undefined;
      line.forgetAll();
      await present();
    }
    await publish();
  }

  async function answer(userId: string, letIn: boolean) {
    // Before the answer: whoever is let in may be quicker than anything that follows it.
    if (letIn && line.requests.some((request) => request.userId === userId)) await room.perform({ type: 'grant' });
    line.answer(userId, letIn);
    if (line.requests.length === 0) await room.perform({ type: 'tell' });
  }

  /** The person was let in by a friend, and has pressed so on Discord. */
  async function joins(ticket: string) {
    const parsed = parseTicket(ticket);
    if (!parsed.ok) return fail(parsed.problem);
    const { server } = parsed.ticket;
    const decision = await decide(undefined, server);
    if (decision.do === 'join') return redeem(ticket);
    if (decision.do !== 'offer') return;
    // Its host would see this machine's address: nothing is asked before the person has pressed Join.
    const trust = await readTrust(server);
    await inTurn(() =>
      writeSession({ ticket: { ticket, ...(server ? { server } : {}), why: decision.why, trust }, problem: undefined }),
    );
    await announce();
  }

  /** @param code undefined: not known yet, so that it is no room that the person is in */
  async function decide(code: string | undefined, server: string | undefined): Promise<InviteDecision> {
    const [{ room: there }, { autoJoin }, trust] = await Promise.all([
      readSession(),
      readSettings(),
      readTrust(server),
    ]);
    const tabIsGone = there !== undefined && (there.phase === 'tab-gone' || !(await tabExists(there.tabId)));
    return decideInvite({ code: code ?? '', by: 'person', trust, autoJoin, room: there && { ...there, tabIsGone } });
  }

  async function redeem(ticket: string) {
    await inTurn(async () => {
      await writeSession({ joining: true, ticket: undefined, problem: undefined });
      await paint();
    });
    try {
      await place.start();
      await place.redeem(ticket, await roomConfig());
    } catch (error) {
      console.error('lockstep: a ticket could not be taken to its host', error);
      await redeemed({ problem: 'refused' });
    }
  }

  async function redeemed(outcome: Outcome) {
    // It was cancelled, or is told for the second time.
    const isWanted = await inTurn(async () => {
      const { joining } = await readSession();
      await writeSession({ joining: undefined });
      return joining;
    });
    if (!isWanted) return;
    if ('problem' in outcome) {
      await fail(outcome.problem);
      if ((await place.isRunning()) && (await place.isIdle())) await place.stop();
      return;
    }
    await enter(outcome.invite, outcome.page);
  }

  /** The film opens in a tab of its own: what the person has open stays. */
  async function enter(invite: Invite, page: string) {
    const { room: there } = await readSession();
    if (there?.code === invite.code) return showTab(there.tabId);
    const { id } = await browser.tabs.create({ url: page });
    if (id === undefined) return;
    await room.enter({ type: 'join', tabId: id, invite, config: await roomConfig(), opened: true });
    await showTab(id);
  }

  async function fail(problem: Problem) {
    await inTurn(async () => {
      // In a room the popup is the room's, and says beside it what came to nothing.
      const { room: there } = await readSession();
      await writeSession(there ? { ticket: { problem } } : { problem, attempt: undefined });
    });
    await announce();
  }

  /** Of another room than the one that is over. */
  const forgetFailure = () =>
    inTurn(async () => {
      const { ticket } = await readSession();
      if (ticket && 'problem' in ticket) await writeSession({ ticket: undefined });
    });

  /** Shown over whichever tab is in front, if the browser is. */
  async function announce() {
    await paint();
    const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab?.id !== undefined && (await isInFront(tab.id))) await showPopup(tab.id);
  }

  async function act(wanted: DiscordAct) {
    switch (wanted.type) {
      case 'look':
        return line.again();
      case 'show':
        return show(wanted.on);
      case 'tell':
        await keep(toldSites, [wanted.site, wanted.on] as const);
        await present();
        return publish();
      case 'answer':
        return answer(wanted.userId, wanted.letIn);
      case 'take': {
        const { ticket } = await readSession();
        return ticket && 'ticket' in ticket ? redeem(ticket.ticket) : undefined;
      }
      case 'decline':
        await inTurn(() => writeSession({ ticket: undefined }));
        return paint();
      case 'switched':
        await present();
        return publish();
    }
  }

  // Of a room that was shown before this background began.
  soon(() => room.perform({ type: 'tell' }));

  return {
    changed: (view: RoomView) =>
      inOrder(async () => {
        if (view.state === 'connecting') return;
        const party = view.state === 'room' ? view.party : undefined;
        heard = party && { party, at: Date.now() };
        if (!party) line.forgetAll();
        if (holdsNone(view)) await forgetFailure();
        await present();
        await publish();
        if (line.requests.length > 0) await showAsked();
      }),
    redeemed: (outcome: Outcome) => inOrder(() => redeemed(outcome)),
    act: (wanted: DiscordAct) => inOrder(() => Promise.resolve(act(wanted))),
    close() {
      isClosed = true;
      line.close();
      void room.perform({ type: 'show-on-discord', on: false });
    },
  };
}
