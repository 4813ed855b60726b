import { keepChoice, readChosenPath } from '../../lib/browser/choices';
import type { TypedPort } from '../../lib/browser/ports';
import { t } from '../../lib/browser/words';
import { framePattern } from '../../lib/core/choice';
import type { FromPlayer, ToPlayer } from '../../lib/core/player-port';
import type { VideoWatch } from '../../lib/media/find-video';
import { createPicker } from '../../lib/media/picker';

/**
 * Lets the person choose this frame's video among those of all frames, and remembers it for the site (SPEC FV-7, FV-8).
 * @param present the one that is driven now
 */
export function letChoose(
  port: TypedPort<ToPlayer, FromPlayer>,
  watch: VideoWatch,
  present: () => HTMLVideoElement | undefined,
  signal: AbortSignal,
): void {
  const words = {
    title: t('chooseVideo'),
    hint: t('chooseHint'),
    one: (place: number, total: number) => t('chooseOne', String(place), String(total)),
  };
  const picker = createPicker(words, (press) => port.post({ type: 'choosing', ...press }), signal);
  let offered: readonly HTMLVideoElement[] = [];
  let site: string | undefined;

  const chosen = (video: HTMLVideoElement | undefined) => {
    const path = watch.choose(video);
    if (path === undefined || site === undefined) return;
    // A page that cannot be described is merely asked again next time.
    keepChoice({ site, frame: framePattern(location.href), path }).catch(() => {});
  };
  port.onMessage((message) => {
    if (message.type === 'site') {
      site = message.host;
      readChosenPath(site, framePattern(location.href)).then(
        (path) => path !== undefined && !signal.aborted && watch.prefer(path),
        () => {},
      );
    }
    if (message.type !== 'choose') return;
    switch (message.what) {
      case 'offer': {
        offered = watch.choices();
        const best = present();
        const index = best ? offered.indexOf(best) : -1;
        return port.post({ type: 'choices', count: offered.length, ...(index < 0 ? {} : { present: index }) });
      }
      case 'show':
        return picker.show(offered, message.first, message.total, message.current);
      case 'end':
        picker.hide();
        if (!message.cancelled) chosen(message.own === undefined ? undefined : offered[message.own]);
    }
  });
}
