import type { Kind } from './kind';
import { isLoading, isPressWhileLoading } from './loading';

/** Whatever changes while a film is loaded: a row of each table (`kinds`). */
export const LOADS: Kind = {
  name: 'loads',
  of: ['play', 'pause', 'seek', 'rate'],
  is: (seen) => isLoading(seen) && !isPressWhileLoading(seen),
  verdict: 'page',
  source: 'every page that plays, rewinds, or sets a rate that it has kept',
  rule: 'IN-2',
  test: 'core/intent/kinds',
};
