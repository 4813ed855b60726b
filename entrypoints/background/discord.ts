import { browser } from 'wxt/browser';
import type { DiscordAct } from '../../lib/browser/message-map';
import { DISCORD_ID, readSettings } from '../../lib/browser/settings';
import type { Outcome } from '../../lib/core/ports/offer';
import type { RoomView } from '../../lib/core/ports/room-view';
import type { DiscordDesk, DiscordDeskParts } from './discord-desk';
import { readSession, writeSession } from './session';

/**
 * Discord, as far as it is there while it is switched off: a setting that is read once (SPEC DX-1). What it needs is loaded
 * when the person has switched it on, and gone when it is switched off.
 */
export function discordSwitch(parts: Omit<DiscordDeskParts, 'clientId'>) {
  let desk: { readonly clientId: string; readonly open: Promise<DiscordDesk> } | undefined;

  const look = async () => {
    const clientId = await wantedApplication();
    if (clientId === desk?.clientId) return;
    const before = desk;
    desk = clientId === undefined ? undefined : { clientId, open: openWith(clientId) };
    (await before?.open)?.close();
    if (clientId === undefined) {
      await parts.inTurn(async () => {
        const { room } = await readSession();
        await writeSession({ discord: undefined, ticket: undefined });
        if (room?.onDiscord) await writeSession({ room: { ...room, onDiscord: undefined } });
      });
    }
  };
  const openWith = async (clientId: string) => {
    const { openDiscordDesk } = await import('./discord-desk');
    return openDiscordDesk({ ...parts, clientId });
  };
  const ready = look().catch((error: unknown) => console.error('lockstep: Discord could not be looked at', error));

  return {
    async changed(view: RoomView): Promise<void> {
      await ready;
      await (await desk?.open)?.changed(view);
    },
    async redeemed(outcome: Outcome): Promise<void> {
      await ready;
      await (await desk?.open)?.redeemed(outcome);
    },
    /** @returns whether there was anything to be done about */
    async act(act: DiscordAct): Promise<boolean> {
      await ready;
      if (act.type === 'switched') await look();
      await (await desk?.open)?.act(act);
      return desk !== undefined;
    },
  };
}

/** The application that is shown on Discord; undefined: Discord is switched off, or may not be used. */
async function wantedApplication(): Promise<string | undefined> {
  const { discord, discordId } = await readSettings();
  const clientId = discordId || DISCORD_ID;
  if (!discord || clientId === undefined) return undefined;
  return (await browser.permissions.contains({ permissions: ['nativeMessaging'] })) ? clientId : undefined;
}
