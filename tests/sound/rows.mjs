// @ts-check
/** What is done to a pair before it is listened to, in the order of the table. Names only: they are read before any package is there. */

/** @typedef {typeof ROWS[number]['id']} RowId */

export const ROWS = /** @type {const} */ ([
  { id: 'join', label: 'join' },
  { id: 'unmute-join', label: 'join muted, Unmute' },
  { id: 'pause-play', label: 'pause and play' },
  { id: 'seek', label: 'seek' },
  { id: 'nudge-fine', label: 'guest 6 ms behind: 0.5 %' },
  { id: 'nudge-slip', label: 'guest 25 ms behind: 2 %' },
  { id: 'nudge-coarse', label: 'guest 90 ms behind: 8 %' },
  { id: 'nudge-slower', label: 'host 25 ms behind: −2 %' },
  { id: 'slip', label: 'guest 300 ms behind: a seek' },
  { id: 'rate', label: 'at rate 1.25' },
  { id: 'rate-back', label: 'rate 1.25 and back' },
  { id: 'mute', label: 'mute and unmute' },
  { id: 'ten-nudges', label: 'ten nudges' },
  { id: 'device', label: 'guest’s device away for 5 s' },
  { id: 'minutes', label: 'long' },
  { id: 'captured', label: 'guest’s page takes WebAudio' },
]);
