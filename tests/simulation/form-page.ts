import type { FormPage } from '../helpers/page-forms';
import type { Member } from './member';

/** What a page's script can use of its video, for as long as that is the one of the page. */
export function formPage(member: Member): FormPage {
  const { video, world, machine } = member;
  const act = (task: () => void) =>
    machine.perform(() => {
      if (member.gone || member.video !== video) return;
      // At rest what a page does may pass for a press: a headset shows no more in a page.
      if (video.paused) world.room.allow(1);
      video.by('site', task);
    });
  return { video, after: (delayMs, task) => void world.time.after(delayMs, () => act(task)) };
}
