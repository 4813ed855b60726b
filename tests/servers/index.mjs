// @ts-check
export { startNostrRelay } from './nostr.mjs';
export { startTracker } from './tracker.mjs';
export { startUnhelpful } from './unhelpful.mjs';
