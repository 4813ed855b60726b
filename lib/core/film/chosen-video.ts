import type { KeptList } from '../kept/kept-list';

/** Where on a page a video is that a person chose. */
export interface VideoAt {
  /** `framePattern` of the frame that holds the video. */
  readonly frame: string;
  /** Where in the frame's tree it is, as `lib/media/find/video-path` says it. */
  readonly path: string;
}

/** Which video of a site a person chose, so that it is found again there (SPEC FV-8). */
export interface Choice extends VideoAt {
  /** Host of the page in the tab. */
  readonly site: string;
}

const CHOICES_MAX = 50;
/** Of each text in a choice, characters. */
export const TEXT_MAX = 400;
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
  return (url.origin + path.join('/')).slice(0, TEXT_MAX);
}

/** One choice a site. */
export const choiceList: KeptList<Choice> = {
  key: 'choices',
  max: CHOICES_MAX,
  parse(said) {
    if (typeof said !== 'object' || said === null) return undefined;
    const { site, frame, path } = said as Record<string, unknown>;
    return isText(site) && isText(frame) && isText(path) ? { site, frame, path } : undefined;
  },
  nameOf: ({ site }) => site,
};

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= TEXT_MAX;
