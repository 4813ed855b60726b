import type { Players } from './players';

/** Tells a guest in its page, once, whom it watches with. Who has only opened a link also hears what others see (SPEC SC-6). */
export class Greeting {
  constructor(
    private readonly players: Pick<Players, 'hasTop' | 'hasVideo' | 'post' | 'postTop'>,
    /** The person has only opened a link: nothing was said yet of what others see. */
    private readonly opened: boolean,
    private isSaid: boolean,
  ) {}

  /** @param host empty while nobody has said who it is @param name that the others see here */
  say(host: string, name: string) {
    const { players, opened } = this;
    if (this.isSaid || host === '' || !(opened ? players.hasTop : players.hasVideo)) return;
    this.isSaid = true;
    if (opened) players.postTop({ type: 'opened', host, name });
    else players.post({ type: 'toast', text: 'in-room', name: host });
  }
}
