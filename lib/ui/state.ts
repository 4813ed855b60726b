import type { MemberState } from '../core/wire/protocol';
import type { MessageKey } from './words';

/** How a member is, in words: one list for the popup, the page and what other members see. */
export const STATE_WORDS: { readonly [S in MemberState]: MessageKey } = {
  'in-sync': 'state_in_sync',
  'catching-up': 'state_catching_up',
  waiting: 'state_waiting',
  seeking: 'state_waiting',
  paused: 'state_paused',
  'press-play': 'state_press_play',
  'page-insists': 'state_page_insists',
  failed: 'state_failed',
  'no-video': 'state_no_video',
  ad: 'state_ad',
  'other-video': 'state_other_video',
  alone: 'state_alone',
  away: 'state_away',
};
