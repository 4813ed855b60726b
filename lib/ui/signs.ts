import type { Sign } from '../core/wire/chat-words';
import type { MessageKey } from './words';

/** How each sign is drawn, and what it is called. */
export const SIGN_PICTURES: Readonly<Record<Sign, { readonly picture: string; readonly name: MessageKey }>> = {
  heart: { picture: '❤️', name: 'signHeart' },
  laugh: { picture: '😂', name: 'signLaugh' },
  wow: { picture: '😮', name: 'signWow' },
  sad: { picture: '😢', name: 'signSad' },
  clap: { picture: '👏', name: 'signClap' },
  fire: { picture: '🔥', name: 'signFire' },
};
