/** The words for what the player here has to say to its person. */
export const NOTICES = {
  'page-muted': 'toastPageMuted',
  'left-alone': 'toastLeftAlone',
  'page-sets-speed': 'toastPageSetsSpeed',
  'page-wants-press': 'toastPageWantsPress',
  'cannot-seek': 'toastCannotSeek',
  'video-failed': 'videoFailed',
} as const;

/** The words for what the room has to say. */
export const TOASTS = {
  'in-room': 'toastInRoom',
  joined: 'toastJoined',
  left: 'toastLeft',
  hosts: 'toastHosts',
  'host-here': 'toastHostHere',
  knocks: 'toastKnocks',
  asks: 'toastAsks',
  moved: 'toastMoved',
  waiting: 'toastWaiting',
  'holds-up': 'holdsUp',
  ad: 'toastAd',
  'skip-offered': 'toastSkipOffered',
  alone: 'toastAlone',
  'asks-to-drive': 'toastAsksToDrive',
  'invite-seen': 'toastInviteSeen',
  asked: 'toastAsked',
  declined: 'toastDeclined',
  drives: 'toastDrives',
  'host-only': 'toastHostOnly',
  paused: 'toastPaused',
  played: 'toastPlayed',
  jumped: 'toastJumped',
  'jumped-live': 'toastJumpedLive',
  rate: 'toastRate',
  counts: 'toastCounts',
  'counts-no-more': 'toastCountsNoMore',
} as const;
