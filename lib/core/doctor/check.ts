/** What is looked at where a connection fails, or is tried out. */
export const SUBJECTS = ['server', 'network', 'peerjs', 'relay', 'trystero', 'public-relay', 'manual'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Why something leads nowhere, as a word; `lib/ui/cause` says it in sentences with the next step (SPEC DR-1). */
export const CAUSES = [
  'server-unreachable',
  /** Something answers there, and it is no server of ours, or one of another version. */
  'server-other',
  /** Whoever introduces was reached, and nobody has the room there. */
  'nobody-there',
  'webrtc-off',
  /** WebRTC is there and finds no address at all: an extension or a setting blocks it, or there is no network. */
  'no-candidates',
  /** The browser was told to use no UDP of its own. */
  'tcp-only',
  /** No STUN server answers: UDP does not get out of this network. */
  'stun-silent',
  /** The TURN servers that were entered give no address: down, or name and password are wrong or have ended. */
  'turn-silent',
  /** Another port is seen for each server that is asked: nobody outside can answer to it. */
  'symmetric-nat',
  /** This end has what a direct path needs, and none opens: the other network is in the way. */
  'no-path',
  /** Whoever answers does not hold the key of this room. */
  'wrong-key',
  /** Whoever answered has fallen silent. */
  'host-silent',
  'code-in-use',
  'full',
  'locked',
  'not-let-in',
  'removed',
  'version-ours-old',
  'version-theirs-old',
  'relay-unreachable',
  'relay-silent',
  'relay-refuses',
  'trackers-unreachable',
  'trackers-silent',
  'trackers-refuse',
  /** None of the above. */
  'refused',
] as const;
export type Cause = (typeof CAUSES)[number];

/** One thing that was looked at. It holds no address, no code and no name: it may be copied and sent. */
export interface Check {
  readonly subject: Subject;
  /** Of several of one kind. */
  readonly number?: number;
  readonly tookMs: number;
  /** Absent: it works. */
  readonly cause?: Cause;
}
