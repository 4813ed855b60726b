import { browser } from 'wxt/browser';
import { FOLLOW_MODES, type FollowMode } from '../core/film/follow';
import { parseSoundLate } from '../core/player/sound-late';
import { parseDiscordId } from '../core/ports/discord-id';
import type { RoomConfig } from '../core/ports/room-view';
import { type LanguageChoice, parseLanguage } from '../core/text/languages';
import { COLOURS, type Colour } from '../core/wire/colours';
import { cleanName } from '../core/wire/fields';
import { parseServer } from '../core/wire/invite';
import { parseIceServers, parseSockets, REACH_TEXT_MAX, type ReachConfig } from '../core/wire/reach';
import { madeUpName } from './made-up-name';

/** What a person can set, with its default (SPEC SE-1). Kept in `storage.local`; read as hostile. */
export interface Settings {
  /** Empty: a friendly one is made up (`made-up-name`). */
  readonly name: string;
  /** Beside the own name, for everybody in the room; `auto`: one that is made of the member. */
  readonly colour: Colour | 'auto';
  /** In which Lockstep says everything (`language`); `auto`: the browser's. */
  readonly language: LanguageChoice;
  /** Opening an invite link joins at once, without a click. */
  readonly autoJoin: boolean;
  /** A server of one's own, http(s); empty: the compiled-in default. */
  readonly server: string;
  /** Small temporary changes of speed keep the players in step; else only seeks and pauses do. */
  readonly gentle: boolean;
  /** What happens when the host goes on to another film: on the present site, that is; another always asks. */
  readonly follow: FollowMode;
  /** So late is the sound of this machine's speakers, ms (SPEC PL-10). */
  readonly soundLateMs: number;
  /** No direct connection, so that nobody in the room sees this machine's address. */
  readonly relayOnly: boolean;
  /** Other people's relays and trackers help where nothing else does. */
  readonly publicServers: boolean;
  /** A room is to be met there from its beginning. */
  readonly alwaysPublic: boolean;
  /** Typed lists (`lib/core/wire/reach`); empty: none, or what is built in. */
  readonly relay: string;
  readonly ice: string;
  readonly trackers: string;
  readonly nostr: string;
  /** Rooms can be shown on Discord, and friends come by there. */
  readonly discord: boolean;
  /** An application of Discord of one's own; empty: the compiled-in one. */
  readonly discordId: string;
  /** The titles of all sites are shown there. */
  readonly discordTitles: boolean;
}
export const DEFAULTS: Settings = {
  name: '',
  colour: 'auto',
  language: 'auto',
  autoJoin: true,
  server: '',
  gentle: true,
  follow: 'always',
  soundLateMs: 0,
  relayOnly: false,
  publicServers: true,
  alwaysPublic: false,
  relay: '',
  ice: '',
  trackers: '',
  nostr: '',
  discord: false,
  discordId: '',
  discordTitles: false,
};

/** The server this build was made for (`LOCKSTEP_SERVER`); undefined: the public PeerJS service. */
export const DEFAULT_SERVER: string | undefined = import.meta.env.LOCKSTEP_SERVER || undefined;

export async function readSettings(): Promise<Settings> {
  return parseSettings(await browser.storage.local.get(Object.keys(DEFAULTS)));
}

/** What storage holds; a default for anything that is no setting. */
export function parseSettings(kept: Record<string, unknown>): Settings {
  const server = typeof kept.server === 'string' ? parseServer(kept.server) : undefined;
  return {
    name: typeof kept.name === 'string' ? cleanName(kept.name) : DEFAULTS.name,
    colour: COLOURS.find((colour) => colour === kept.colour) ?? DEFAULTS.colour,
    language: parseLanguage(kept.language),
    autoJoin: typeof kept.autoJoin === 'boolean' ? kept.autoJoin : DEFAULTS.autoJoin,
    server: server ?? DEFAULTS.server,
    gentle: typeof kept.gentle === 'boolean' ? kept.gentle : DEFAULTS.gentle,
    follow: FOLLOW_MODES.find((mode) => mode === kept.follow) ?? DEFAULTS.follow,
    soundLateMs: parseSoundLate(kept.soundLateMs) ?? DEFAULTS.soundLateMs,
    ...reachOf(kept),
    discord: kept.discord === true,
    discordId: typeof kept.discordId === 'string' ? (parseDiscordId(kept.discordId) ?? '') : DEFAULTS.discordId,
    discordTitles: kept.discordTitles === true,
  };
}

/** The application of Discord that this build was made for (`LOCKSTEP_DISCORD_ID`); undefined: none. */
export const DISCORD_ID: string | undefined = parseDiscordId(import.meta.env.LOCKSTEP_DISCORD_ID ?? '');

/** What is no list of what it should hold counts as empty. */
function reachOf(kept: Record<string, unknown>): Required<ReachConfig> {
  const list = (key: keyof ReachConfig, parse: (typed: string) => unknown): string => {
    const typed = kept[key];
    return typeof typed === 'string' && typed.length <= REACH_TEXT_MAX && parse(typed) ? typed : '';
  };
  const flag = (key: 'relayOnly' | 'publicServers' | 'alwaysPublic'): boolean => {
    const chosen = kept[key];
    return typeof chosen === 'boolean' ? chosen : DEFAULTS[key];
  };
  return {
    relayOnly: flag('relayOnly'),
    publicServers: flag('publicServers'),
    alwaysPublic: flag('alwaysPublic'),
    relay: list('relay', parseSockets),
    ice: list('ice', parseIceServers),
    trackers: list('trackers', parseSockets),
    nostr: list('nostr', parseSockets),
  };
}

export async function writeSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set(change);
}

/** Tells how late the sound is here, ms: at once, and whenever the person says otherwise. */
export function watchSoundLate(tell: (lateMs: number) => void, signal: AbortSignal): void {
  const read = async () => {
    const { soundLateMs } = parseSettings(await browser.storage.local.get('soundLateMs'));
    if (!signal.aborted) tell(soundLateMs);
  };
  const changed = (changes: Record<string, unknown>) => {
    if ('soundLateMs' in changes) void read();
  };
  browser.storage.local.onChanged.addListener(changed);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(changed));
  void read();
}

/** What the room service needs of them; with a name that is made up where the person has given none. */
export async function roomConfig(): Promise<RoomConfig> {
  const settings = await readSettings();
  const name = settings.name || (await madeUpName());
  const server = settings.server || DEFAULT_SERVER;
  const { relayOnly, publicServers, alwaysPublic, relay, ice, trackers, nostr } = settings;
  return {
    name,
    ...(settings.colour === 'auto' ? {} : { colour: settings.colour }),
    gentle: settings.gentle,
    follow: settings.follow,
    reach: { relayOnly, publicServers, alwaysPublic, relay, ice, trackers, nostr },
    ...(server ? { server } : {}),
    ...(DEFAULT_SERVER ? { defaultServer: DEFAULT_SERVER } : {}),
  };
}
