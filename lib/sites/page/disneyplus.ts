import { call, get, has, type SitePlayer, seconds } from './site-player';

/** The player hangs some dozens of components above the video. */
const COMPONENTS_UP = 200;
const PROPERTIES = 60;

/**
 * The player is the `mediaPlayer` of the element `disney-web-player`, in whose shadow root or subtree the video is; on
 * pages without it, a property of one of the React components above the video.
 */
export function disneyplus(video: HTMLVideoElement): SitePlayer | undefined {
  const root = video.getRootNode();
  const host = root instanceof ShadowRoot ? root.host : undefined;
  const element = host ?? video.closest('disney-web-player') ?? document.querySelector('disney-web-player');
  const own = get(element, 'mediaPlayer');
  const player = isPlayer(own) ? own : playerAbove(host ?? video);
  if (!player) return undefined;
  return {
    positionS: () => seconds(get(get(get(player, 'timeline'), 'info'), 'playheadPositionMs')),
    durationS: () => undefined,
    seek: (positionS) => {
      // It answers with a promise that is refused when another seek comes in between.
      Promise.resolve(call(player, 'seek', Math.round(positionS * 1000))).catch(() => {});
    },
  };
}

const isPlayer = (value: unknown) => has(value, 'seek') && typeof get(value, 'timeline') === 'object';

function playerAbove(start: Element): unknown {
  for (let element: Element | null = start; element; element = element.parentElement) {
    const key = Object.keys(element).find((name) => name.startsWith('__reactFiber$'));
    if (key) return playerOfComponents(get(element, key));
  }
  return undefined;
}

function playerOfComponents(start: unknown): unknown {
  let component = start;
  for (let up = 0; up < COMPONENTS_UP && component; up++) {
    const props = get(component, 'memoizedProps');
    if (typeof props === 'object' && props !== null) {
      const found = Object.values(props).slice(0, PROPERTIES).find(isPlayer);
      if (found) return found;
    }
    component = get(component, 'return');
  }
  return undefined;
}
