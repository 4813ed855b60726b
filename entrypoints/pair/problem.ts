import type { PairProblem } from '../../lib/core/ports/pair-port';
import type { MessageKey, Translate } from '../../lib/ui/words';

/** What to say of a code that is of no use: the sentence, and the next step where that is one of its own. */
const WORDS: { readonly [P in PairProblem]: readonly MessageKey[] } = {
  'not-a-code': ['pair_not_a_code'],
  mistyped: ['pair_mistyped'],
  'version-ours-old': ['problem_version_ours_old', 'problem_version_ours_old_next'],
  'version-theirs-old': ['problem_version_theirs_old', 'problem_version_theirs_old_next'],
  'own-code': ['pair_own_code'],
  'other-room': ['pair_other_room'],
  stale: ['pair_stale'],
  'no-path': ['pair_no_path'],
  'no-network': ['pair_no_network'],
  'webrtc-disabled': ['problem_webrtc_disabled', 'problem_webrtc_disabled_next'],
  full: ['problem_room_full', 'problem_room_full_next'],
  failed: ['pair_failed'],
};

/** @returns undefined where nothing is wrong */
export function pairProblemText(problem: PairProblem | undefined, t: Translate): string | undefined {
  return problem && WORDS[problem].map((key) => t(key)).join(' ');
}
