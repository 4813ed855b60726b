import { TEXT_MAX } from '../../core/film/chosen-video';

/** An id that a framework counts up is another one next time. */
const COUNTED = /\d{2}/;

/**
 * Where a video is in its frame, to find it, or what took its place, another time: the steps up to the next id, from
 * shadow root to shadow root, as `#player/div:2/video:1`. At most 400 characters, the inner ones.
 */
export function videoPath(video: Element): string {
  const roots: string[] = [];
  let at: Element | undefined = video;
  while (at) {
    const steps: string[] = [];
    let step: Element | null = at;
    for (; step; step = step.parentElement) {
      if (step.id !== '' && !COUNTED.test(step.id)) {
        steps.push(`#${step.id}`);
        break;
      }
      steps.push(`${step.localName}:${placeAmongAlike(step)}`);
    }
    roots.push(steps.reverse().join('/'));
    const root: Node = at.getRootNode();
    at = 'host' in root ? (root as ShadowRoot).host : undefined;
  }
  return roots.reverse().join('>>').slice(-TEXT_MAX);
}

function placeAmongAlike(element: Element): number {
  let place = 1;
  for (let before = element.previousElementSibling; before; before = before.previousElementSibling) {
    if (before.localName === element.localName) place += 1;
  }
  return place;
}
