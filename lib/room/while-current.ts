import type { RoomListeners } from './room';

/** What a seat or a room tells, for as long as it is the present one. @param changed is called before a change is told */
export function whileCurrent(listeners: RoomListeners, isCurrent: () => boolean, changed: () => void): RoomListeners {
  const when = (task: () => void) => isCurrent() && task();
  return {
    trying: (diary) => when(() => listeners.trying(diary)),
    ordered: () => when(() => listeners.ordered()),
    changed: () =>
      when(() => {
        changed();
        listeners.changed();
      }),
    recorded: () => when(() => listeners.recorded()),
    ended: (problem) => when(() => listeners.ended(problem)),
    toast: (text, name) => when(() => listeners.toast(text, name)),
  };
}
