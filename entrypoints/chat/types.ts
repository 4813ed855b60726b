import type { Ref, Sign } from '../../lib/core/wire/chat-words';

/** What a person does here, carried out by whoever knows the browser. */
export interface ChatActions {
  readonly write: (text: string, re?: Ref) => void;
  /** Of one's own messages. */
  readonly rewrite: (n: number, text: string) => void;
  readonly erase: (n: number) => void;
  readonly react: (sign: Sign) => void;
  readonly typing: () => void;
  /** A message that was not sent: once more, or not at all. */
  readonly again: (n: number) => void;
  readonly drop: (n: number) => void;
  /** The film to that place, s. */
  readonly go: (place: number) => void;
  /** A host's. */
  readonly setSlow: (slowS: number) => void;
  readonly mute: (id: string, muted: boolean) => void;
  readonly openLink: (url: string) => void;
  readonly close: () => void;
}

/** A reaction that has just come. */
export interface Seen {
  readonly name: string;
  readonly sign: Sign;
}
