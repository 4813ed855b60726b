import { mergeProfile, type PlayerProfile, parseProfiles, profileFor } from '../core/player/profile';
import { changeKept, readKept } from './kept';

const KEY = 'players';

/** What the players of this site were learned to be like (SPEC CO-12). */
export async function readProfile(site: string): Promise<PlayerProfile | undefined> {
  return profileFor(parseProfiles(await readKept(KEY)), site);
}

/** Keeps nothing of a frame that belongs to no site. */
export async function keepProfile(site: string, profile: PlayerProfile): Promise<void> {
  if (site === '') return;
  await changeKept(KEY, (kept) => mergeProfile(parseProfiles(kept), site, profile));
}
