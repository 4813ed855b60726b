import type { OpenTransport } from '../transport';

/** Loaded when first used: most rooms need no relay. */
export const openRelay = (): OpenTransport => async (address, role, signal) => {
  const relay = await import('./relay');
  return relay.openRelay(address, role, signal);
};
