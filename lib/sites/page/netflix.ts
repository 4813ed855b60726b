import { call, get, has, type SitePlayer, seconds } from './site-player';

/** What is watched has a session of this name; billboards and previews have others. */
const WATCHING = /^watch-/;

/**
 * `netflix.appContext.state.playerApp.getAPI().videoPlayer` knows every session of the page by its id. Ours is one that
 * is ready and has our video in its element; a page that does not say whose element is whose has one that is watched.
 */
export function netflix(video: HTMLVideoElement): SitePlayer | undefined {
  const app = get(get(get(get(window, 'netflix'), 'appContext'), 'state'), 'playerApp');
  const players = get(call(app, 'getAPI'), 'videoPlayer');
  const ids = call(players, 'getAllPlayerSessionIds');
  if (!Array.isArray(ids)) return undefined;
  const sessions = ids
    .filter((id) => typeof id === 'string')
    .map((id) => ({ id, player: call(players, 'getVideoPlayerBySessionId', id) }))
    .filter(({ player }) => has(player, 'seek') && has(player, 'getCurrentTime') && isReady(player));
  const told = sessions.filter(({ player }) => has(player, 'getElement'));
  const own = told.filter(({ player }) => holds(call(player, 'getElement'), video));
  const watched = sessions.filter(({ id }) => WATCHING.test(id));
  const candidates = told.length > 0 ? own : watched;
  const player = (candidates.find(isPlaying) ?? candidates.at(-1))?.player;
  if (!player) return undefined;
  return {
    positionS: () => seconds(call(player, 'getCurrentTime')),
    durationS: () => seconds(call(player, 'getDuration')),
    seek: (positionS) => void call(player, 'seek', Math.round(positionS * 1000)),
  };
}

const isReady = (player: unknown) => !has(player, 'isReady') || call(player, 'isReady') === true;
const isPlaying = ({ player }: { readonly player: unknown }) => call(player, 'isPlaying') === true;
const holds = (element: unknown, video: HTMLVideoElement) => element instanceof Node && element.contains(video);
