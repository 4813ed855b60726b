import type { Problem } from '../core/ports/room-view';
import type { MessageKey } from './words';

type Underscored<Word extends string> = Word extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Word;
type SentenceKey = `problem_${Underscored<Problem>}`;

/**
 * What to say of a problem: the sentence, and what the person can do next (SPEC ER-1).
 * A problem without both messages does not compile.
 */
export function problemKeys(problem: Problem): {
  readonly sentence: SentenceKey & MessageKey;
  readonly next: `${SentenceKey}_next` & MessageKey;
} {
  const sentence = `problem_${problem.replaceAll('-', '_')}` as SentenceKey;
  return { sentence, next: `${sentence}_next` };
}
