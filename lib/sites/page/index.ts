import type { BridgeName } from '../bridge';
import { disneyplus } from './disneyplus';
import { netflix } from './netflix';
import type { FindPlayer } from './site-player';

/** How a site's own player is reached, in the page's world. */
export const PLAYERS: Readonly<Record<BridgeName, FindPlayer>> = { disneyplus, netflix };
