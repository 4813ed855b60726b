import { type KeptList, namedEntry } from '../kept/kept-list';
import { boundLatency, LATENCIES, latencies, type PlayerProfile } from './profile';

/** So many sites are remembered. */
const SITES_MAX = 100;
/** A host name of 253 characters, and a port. */
const SITE_MAX = 260;

/** What is remembered of which site's player (SPEC CO-12). */
export const profileList: KeptList<readonly [site: string, profile: PlayerProfile]> = {
  key: 'players',
  max: SITES_MAX,
  parse: namedEntry(SITE_MAX, parseProfile),
  nameOf: ([site]) => site,
};

function parseProfile(said: unknown): PlayerProfile | undefined {
  if (typeof said !== 'object' || said === null) return undefined;
  const fields = said as Record<string, unknown>;
  const { nudgesRefused, seeksRefused } = fields;
  const ms = latencies((which) => boundLatency(which, fields[which]));
  if (LATENCIES.some((which) => Number.isNaN(ms[which]))) return undefined;
  return { ...ms, nudgesRefused: nudgesRefused === true, seeksRefused: seeksRefused === true };
}
