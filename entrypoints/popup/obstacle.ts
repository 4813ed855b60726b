import { problemKeys } from '../../lib/ui/problem';
import type { Translate } from '../../lib/ui/words';
import type { Obstacle } from './types';

/** Why a press came to nothing, in words. */
export function obstacleText(obstacle: Obstacle, t: Translate): string | undefined {
  if (obstacle === undefined) return undefined;
  if (obstacle === 'no-answer') return t('noAnswer');
  const { sentence, next } = problemKeys(obstacle);
  return `${t(sentence)} ${t(next)}`;
}
