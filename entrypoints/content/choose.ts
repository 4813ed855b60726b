import { keep, readKept } from '../../lib/browser/kept';
import type { TypedPort } from '../../lib/browser/ports';
import { choiceList, framePattern, type VideoAt } from '../../lib/core/film/chosen-video';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { VideoWatch } from '../../lib/media/find/find-video';
import { videoPath } from '../../lib/media/find/video-path';
import type { Layer } from '../../lib/media/overlay/layer';
import { createPicker, type PickerWords } from '../../lib/media/overlay/picker';
import { t } from './words';

const WORDS: PickerWords = {
  get title() {
    return t('chooseVideo');
  },
  get hint() {
    return t('chooseHint');
  },
  get hintByKey() {
    return t('chooseHintByKey');
  },
  one: (place, total) => t('chooseOne', String(place), String(total)),
};
/** A page that swaps its video has none for a moment. */
const SWAPPED_MS = 150;

/**
 * Lets the person choose this frame's video among those of all frames, and remembers it for the site (SPEC FV-7, FV-8).
 * @param present the one that is driven now @param leave another was chosen instead of it
 */
export function letChoose(
  port: TypedPort<ToPlayer, FromPlayer>,
  watch: VideoWatch,
  layer: Layer,
  present: () => HTMLMediaElement | undefined,
  leave: () => void,
  signal: AbortSignal,
): void {
  const picker = createPicker(layer, WORDS, (press) => port.post({ type: 'choosing', ...press }), signal);
  let offered: readonly HTMLMediaElement[] = [];
  let choosing: AbortController | undefined;
  let site: string | undefined;

  /** The person has chosen on this page; the host has. */
  let hasChosen = false;
  let isLed = false;

  const chosen = (video: HTMLMediaElement | undefined) => {
    hasChosen = true;
    if (video !== present()) leave();
    const path = watch.choose(video);
    if (path === undefined) return;
    const frame = framePattern(location.href);
    port.post({ type: 'chosen', video: { frame, path } });
    // A page that cannot be described is merely asked again next time.
    if (site !== undefined) keep(choiceList, { site, frame, path }).catch(() => {});
  };
  /** What was chosen here before, or by the host: what plays instead of it stops. */
  const prefer = ({ frame, path }: VideoAt) => {
    if (hasChosen || signal.aborted) return false;
    if (frame !== framePattern(location.href)) {
      if (present()) leave();
      watch.prefer('');
      return false;
    }
    const wanted = watch.choices().find((video) => videoPath(video) === path);
    if (wanted && wanted !== present()) leave();
    watch.prefer(path);
    return true;
  };
  const offer = () => {
    const best = present();
    const index = best ? offered.indexOf(best) : -1;
    port.post({ type: 'choices', count: offered.length, ...(index < 0 ? {} : { present: index }) });
  };
  /** Pages load a video late or put another in its place, also while somebody chooses. */
  const follow = (over: AbortSignal) => {
    let later: ReturnType<typeof setTimeout> | undefined;
    over.addEventListener('abort', () => clearTimeout(later));
    const look = () => {
      later = undefined;
      const now = renewed(offered, watch.choices());
      if (now.length === offered.length && now.every((video, i) => video === offered[i])) return;
      offered = now;
      offer();
    };
    watch.whenLooked(() => {
      later ??= setTimeout(look, SWAPPED_MS);
    }, over);
  };
  const end = () => {
    choosing?.abort();
    choosing = undefined;
    picker.hide();
  };
  signal.addEventListener('abort', end);
  port.onMessage((message) => {
    if (message.type === 'site') {
      site = message.host;
      readKept(choiceList, site).then(
        (choice) => {
          if (choice?.frame !== framePattern(location.href) || isLed || !prefer(choice)) return;
          port.post({ type: 'chosen', video: { frame: choice.frame, path: choice.path } });
        },
        () => {},
      );
    }
    if (message.type === 'prefer') {
      isLed = true;
      prefer(message.video);
    }
    if (message.type !== 'choose') return;
    switch (message.what) {
      case 'offer':
        choosing?.abort();
        choosing = new AbortController();
        offered = watch.choices();
        offer();
        return follow(choosing.signal);
      case 'show':
        return picker.show(offered, message.first, message.total, message.current);
      case 'end':
        end();
        if (message.cancelled) return;
        return chosen(message.own === undefined ? undefined : offered[message.own]);
    }
  });
}

/** Who is about to press finds the others where they were: what comes takes the places of what has gone. */
function renewed(before: readonly HTMLMediaElement[], now: readonly HTMLMediaElement[]): readonly HTMLMediaElement[] {
  const fresh = now.filter((video) => !before.includes(video));
  const kept = before.map((video) => (now.includes(video) ? video : fresh.shift()));
  return [...kept.filter((video) => video !== undefined), ...fresh];
}
