import { browser } from 'wxt/browser';
import { readTrust } from '../../lib/browser/servers';
import { readSettings, roomConfig } from '../../lib/browser/settings';
import { isInFront, isPrivate, showTab, tabExists } from '../../lib/browser/tabs';
import type { Offer } from '../../lib/core/ports/offer';
import { decideInvite, type InviteDecision, type OpenedBy } from '../../lib/core/room/opened-invite';
import { type Invite, type InviteProblem, parseInviteText } from '../../lib/core/wire/invite';
import { paint, showPopup } from './badge';
import type { Openings } from './openings';
import type { InTurn, RoomKeeper } from './room';
import { readSession, withTab, writeSession } from './session';

/** What the scout says of an invite in its page's address. */
export interface Opened {
  /** What stands after `lockstep=`. */
  readonly fragment: string;
  /** As far as the page's own scout can tell. */
  readonly by: OpenedBy;
  /** The invite came with a load, after which the scout loads the page again, or into a page that was there. */
  readonly how: 'load' | 'hash';
  /** Nothing was in this tab before. */
  readonly fresh: boolean;
}

/** Tabs whose page has opened the popup. */
const SHOWN_MAX = 50;

/** The door of the background: what becomes of invites that are opened, or made by pages (SPEC SC-2…). */
export function inviteDoor(room: RoomKeeper, openings: Openings, inTurn: InTurn) {
  /** Shown over its own tab only, and once what a page made: no page opens the popup again and again. */
  const announce = async (tabId: number, by: OpenedBy) => {
    if (by === 'page') {
      const { shownIn } = await readSession();
      if (shownIn.includes(tabId) || !(await isInFront(tabId))) return;
      await writeSession({ shownIn: [...shownIn, tabId].slice(-SHOWN_MAX) });
    }
    await showPopup(tabId);
  };

  const offer = async (tabId: number, by: OpenedBy, what: Offer) => {
    const { offers } = await readSession();
    const waits = offers[tabId];
    // A page may not put its own invite in the place of one that its visitor has opened.
    if (by === 'page' && waits && 'why' in waits && waits.why !== 'page') return;
    await writeSession({ offers: withTab(offers, tabId, what) });
    await paint((await isInFront(tabId)) || undefined);
    await announce(tabId, by);
  };

  /** What a person opened and is no invite is explained; what a page made so is nobody's business. */
  const refuse = async (tabId: number, by: OpenedBy, problem: InviteProblem) => {
    if (by === 'page') return;
    if ((await readSession()).room) return offer(tabId, by, { problem });
    await writeSession({ problem, checks: undefined, attempt: undefined });
    await paint();
    await announce(tabId, by);
  };

  /** Who began it, by all that is told: the page's scout, the scout of the page before, the browser. */
  const beginner = async (
    { by, how }: Opened,
    told: OpenedBy | undefined,
    tabId: number,
    code: string,
  ): Promise<OpenedBy> => {
    // Of a load the browser may know worse, of a word over an open page better than the page's scout.
    const seen = told && (how === 'hash' || told === 'page') ? told : by;
    const { selfMade } = await readSession();
    const announced = selfMade[tabId];
    if (announced === undefined || how === 'hash') return seen;
    await writeSession({ selfMade: withTab(selfMade, tabId, undefined) });
    return announced === code ? 'page' : seen;
  };

  const decide = async (invite: Invite, by: OpenedBy, tabId: number): Promise<InviteDecision> => {
    const [{ room: there }, { autoJoin }, trust, isHidden] = await Promise.all([
      readSession(),
      readSettings(),
      readTrust(invite.server),
      isPrivate(tabId),
    ]);
    const isApart = isHidden !== (there?.private === true);
    const tabIsGone = there !== undefined && (there.phase === 'tab-gone' || !(await tabExists(there.tabId)));
    return decideInvite({ code: invite.code, by, trust, autoJoin, room: there && { ...there, tabIsGone, isApart } });
  };

  const showRoom = async (opened: Opened, tabId: number) => {
    const { room: there } = await readSession();
    if (!there) return;
    await showTab(there.tabId);
    // A tab that was opened by nothing but this link would play the film a second time, behind the room's.
    if (opened.fresh && tabId !== there.tabId) await browser.tabs.remove(tabId).catch(() => {});
  };

  return {
    /**
     * An invite in this tab's address. Answered once the tab is bound, so that the page that is loaded after that gets
     * its player part from the start.
     */
    async open(opened: Opened, tabId: number): Promise<void> {
      const parsed = parseInviteText(opened.fragment);
      const told = await openings.told(tabId, opened.how);
      await inTurn(async () => {
        const by = await beginner(opened, told, tabId, parsed.ok ? parsed.invite.code : '');
        if (!parsed.ok) return refuse(tabId, by, parsed.problem);
        const { invite } = parsed;
        // What a page has made it knows, and what is put into the address of one that is open it can read (SPEC SC-13).
        const seen = by === 'page' || opened.how === 'hash' ? ({ seen: true } as const) : {};
        const decision = await decide(invite, by, tabId);
        switch (decision.do) {
          case 'join': {
            const config = await roomConfig();
            await room.bind({ type: 'join', tabId, invite, ...seen });
            // Takes the next turn, ahead of anything that the page which is loaded now may ask.
            room
              .begin({ type: 'join', tabId, invite, config, opened: true, ...seen }, opened.how === 'load')
              .catch((error: unknown) => {
                console.error('lockstep: the room of an invite could not be entered', error);
              });
            break;
          }
          case 'show-room':
            await showRoom(opened, tabId);
            break;
          case 'take-tab':
            await room.moveTo(tabId);
            break;
          case 'offer':
            await offer(tabId, by, { invite, why: decision.why, trust: await readTrust(invite.server), ...seen });
        }
      });
    },

    /** A script of the page in this tab goes to an invite, and no person has begun that. */
    selfMade: (fragment: string, tabId: number) =>
      inTurn(async () => {
        const parsed = parseInviteText(fragment);
        if (!parsed.ok) return;
        const { selfMade } = await readSession();
        await writeSession({ selfMade: withTab(selfMade, tabId, parsed.invite.code) });
      }),

    /** The person does not want it. */
    decline: (tabId: number) =>
      inTurn(async () => {
        const { offers } = await readSession();
        await writeSession({ offers: withTab(offers, tabId, undefined) });
        await paint();
      }),
  };
}
