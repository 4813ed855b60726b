/**
 * Servers of other people that help where nothing of one's own does (README names them). A build may name others, with
 * commas between: `LOCKSTEP_RELAYS`, `LOCKSTEP_TRACKERS`, `LOCKSTEP_NOSTR`.
 */

const listed = (built: string | undefined, own: readonly string[]) =>
  built ? built.split(',').filter((url) => url !== '') : own;

/** MQTT brokers that anybody may use: a way each. */
export const PUBLIC_RELAYS = listed(import.meta.env.LOCKSTEP_RELAYS, [
  'wss://broker.emqx.io:8084/mqtt',
  'wss://broker.hivemq.com:8884/mqtt',
]);
/** BitTorrent trackers that speak WebRTC. */
export const TRACKERS = listed(import.meta.env.LOCKSTEP_TRACKERS, [
  'wss://tracker.webtorrent.dev',
  'wss://tracker.openwebtorrent.com',
]);
export const NOSTR = listed(import.meta.env.LOCKSTEP_NOSTR, ['wss://nos.lol', 'wss://relay.damus.io']);
/** Two operators, for the ways that have no server of their own to ask. */
export const STUN = [{ urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.l.google.com:19302'] }];
