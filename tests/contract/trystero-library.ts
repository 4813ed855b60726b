/** What a browser loads once. A page of tests loads it once for each end that it is. */
export * as nostr from '@trystero-p2p/nostr';
export * as torrent from '@trystero-p2p/torrent';
