import { BROWSER_FAULTS } from './browser-faults';
import type { Fault } from './fault';
import { NETWORK_FAULTS } from './network-faults';

export const FAULTS: readonly Fault[] = [...BROWSER_FAULTS, ...NETWORK_FAULTS];
