import type { OpenListening, OpenTransport } from '../transport';

/** Loaded when first used: most rooms need no relay. */
export const openRelay = (): OpenTransport => async (address, role, signal) => {
  const relay = await import('./relay');
  return relay.openRelay(address, role, signal);
};

export const listenToRelay: OpenListening = async (places, signal) => {
  const relay = await import('./relay');
  return relay.listenToRelay(places, signal);
};
