/** Which video of a site a person chose, so that it is found again there (SPEC FV-8). */
export interface Choice {
  /** Host of the page in the tab. */
  readonly site: string;
  /** `framePattern` of the frame that holds the video. */
  readonly frame: string;
  /** Where in the frame's tree it is, as `lib/media/video-path` says it. */
  readonly path: string;
}

/** One a site; the oldest goes first. */
export const MAX_CHOICES = 50;
/** Of each text in a choice, characters. */
export const MAX_TEXT = 400;
/** A part of a path that names one film rather than a kind of page: a digit in it, or a name as long as a title. */
const NAMES_A_FILM = /\d|.{25}/;

/** An address without what differs from film to film: origin, and path with `*` for its variable parts. */
export function framePattern(href: string): string {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return '';
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return url.protocol;
  const path = url.pathname.split('/').map((part) => (NAMES_A_FILM.test(part) ? '*' : part));
  return (url.origin + path.join('/')).slice(0, MAX_TEXT);
}

/** What storage holds, read as hostile: anything that is no choice is dropped. */
export function parseChoices(kept: unknown): readonly Choice[] {
  if (!Array.isArray(kept)) return [];
  return kept.slice(-MAX_CHOICES).flatMap((entry: unknown): Choice[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { site, frame, path } = entry as Record<string, unknown>;
    return isText(site) && isText(frame) && isText(path) ? [{ site, frame, path }] : [];
  });
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT;

/** The list with this choice in the place of the site's earlier one. */
export function withChoice(choices: readonly Choice[], choice: Choice): readonly Choice[] {
  return [...choices.filter(({ site }) => site !== choice.site), choice].slice(-MAX_CHOICES);
}

/** The path of the video that was chosen in frames like this one of this site. */
export function chosenPath(choices: readonly Choice[], site: string, frame: string): string | undefined {
  return choices.find((choice) => choice.site === site && choice.frame === frame)?.path;
}
