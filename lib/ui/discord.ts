import type { DiscordLink } from '../core/ports/companion';
import type { Translate } from './words';

/** How it stands with Discord, and what to do about it (SPEC DX-4). */
export function discordText(link: DiscordLink, t: Translate): string {
  switch (link.state) {
    case 'starting':
    case 'searching':
      return t('discordSearching');
    case 'connected':
      return t('discordConnected', link.name);
    case 'link-only':
      return t('discordLinkOnly', link.name);
    case 'no-companion':
      return t(NO_COMPANION[link.why]);
    case 'absent':
      return t(ABSENT[link.why]);
  }
}

const NO_COMPANION = {
  missing: 'discordNoCompanion',
  forbidden: 'discordForbidden',
  busy: 'discordBusy',
  version: 'discordOtherVersion',
  ended: 'discordEnded',
} as const;

const ABSENT = {
  'not-running': 'discordNotRunning',
  gone: 'discordNotRunning',
  denied: 'discordDenied',
  'other-user': 'discordDenied',
  'client-id': 'discordUnknownId',
  refused: 'discordRefused',
  silent: 'discordRefused',
  garbled: 'discordRefused',
} as const;
