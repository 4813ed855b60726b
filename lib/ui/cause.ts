import type { Cause, Subject } from '../core/doctor/check';
import type { MessageKey } from './words';

type Words = readonly [sentence: MessageKey, next: MessageKey];

/** What to say of why something leads nowhere: the sentence, and what the person can do next (SPEC DR-1). */
export const CAUSE_WORDS: { readonly [C in Cause]: Words } = {
  'server-unreachable': ['problem_server_unreachable', 'problem_server_unreachable_next'],
  'server-other': ['cause_server_other', 'cause_server_other_next'],
  'nobody-there': ['problem_room_not_found', 'problem_room_not_found_next'],
  'webrtc-off': ['problem_webrtc_disabled', 'problem_webrtc_disabled_next'],
  'no-candidates': ['cause_no_candidates', 'cause_no_candidates_next'],
  'tcp-only': ['cause_tcp_only', 'cause_tcp_only_next'],
  'stun-silent': ['cause_stun_silent', 'cause_stun_silent_next'],
  'turn-silent': ['cause_turn_silent', 'cause_turn_silent_next'],
  'symmetric-nat': ['cause_symmetric_nat', 'cause_symmetric_nat_next'],
  'no-path': ['problem_no_path', 'problem_no_path_next'],
  'wrong-key': ['cause_wrong_key', 'cause_wrong_key_next'],
  'host-silent': ['problem_host_lost', 'problem_host_lost_next'],
  'code-in-use': ['cause_code_in_use', 'cause_code_in_use_next'],
  full: ['problem_room_full', 'problem_room_full_next'],
  locked: ['problem_room_locked', 'problem_room_locked_next'],
  'not-let-in': ['problem_not_let_in', 'problem_not_let_in_next'],
  removed: ['problem_removed', 'problem_removed_next'],
  'version-ours-old': ['problem_version_ours_old', 'problem_version_ours_old_next'],
  'version-theirs-old': ['problem_version_theirs_old', 'problem_version_theirs_old_next'],
  'relay-unreachable': ['cause_relay_unreachable', 'cause_relay_next'],
  'relay-silent': ['cause_relay_silent', 'cause_relay_next'],
  'relay-refuses': ['cause_relay_refuses', 'cause_relay_next'],
  'trackers-unreachable': ['cause_trackers_unreachable', 'cause_trackers_next'],
  'trackers-silent': ['cause_trackers_silent', 'cause_trackers_next'],
  'trackers-refuse': ['cause_trackers_refuse', 'cause_trackers_next'],
  refused: ['problem_refused', 'problem_refused_next'],
};

/** What is looked at, by name. */
export const SUBJECT_WORDS: { readonly [S in Subject]: MessageKey } = {
  server: 'check_server',
  network: 'check_network',
  peerjs: 'check_peerjs',
  relay: 'check_relay',
  trystero: 'check_trystero',
  'public-relay': 'check_public_relay',
  manual: 'check_manual',
};
