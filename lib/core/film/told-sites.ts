import { type KeptList, namedEntry } from '../kept/kept-list';

/** The longest name of a host, with a port. */
const SITE_MAX = 260;

/** Sites whose titles the person shows on Discord. A site that is not told any more is no entry. */
export const toldSites: KeptList<readonly [site: string, told: boolean]> = {
  key: 'discordSites',
  max: 200,
  parse: namedEntry(SITE_MAX, (said) => said === true || undefined),
  nameOf: ([site]) => site,
};
