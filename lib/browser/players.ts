import { browser } from 'wxt/browser';
import { mergeProfile, type PlayerProfile, type Profiles, parseProfiles, profileFor } from '../core/player-profile';

const KEY = 'players';

async function read(): Promise<Profiles> {
  const kept: Record<string, unknown> = await browser.storage.local.get(KEY);
  return parseProfiles(kept[KEY]);
}

/** What the players of this site were learned to be like (SPEC CO-12). */
export async function readProfile(site: string): Promise<PlayerProfile | undefined> {
  return profileFor(await read(), site);
}

/** Keeps nothing of a private window, nor of a frame that belongs to no site. */
export async function keepProfile(site: string, profile: PlayerProfile): Promise<void> {
  if (site === '' || browser.extension.inIncognitoContext) return;
  await browser.storage.local.set({ [KEY]: mergeProfile(await read(), site, profile) });
}
