import { followTimingsrc, hostTimingsrc } from './timingsrc';
import { followTutorial, hostTutorial } from './tutorial';
import { openWire } from './wire';

/** Runs in a plain page with the film. The benchmark calls `rival.start`, and `rival.press` where there is one. */

type Press = 'play' | 'pause' | { seek: number };
interface Rival {
  start(product: 'tutorial' | 'timingsrc', role: 'host' | 'guest', server: string, room: string): Promise<void>;
  press?: (what: Press) => void;
}

const rival: Rival = {
  async start(product, role, server, room) {
    const video = document.querySelector('video');
    if (!video) throw new Error('there is no video on the page');
    const wire = await openWire(server, room, role);
    if (product === 'timingsrc') {
      if (role === 'host') rival.press = hostTimingsrc(video, wire);
      else followTimingsrc(video, wire);
    } else if (role === 'host') hostTutorial(video, wire);
    else followTutorial(video, wire);
  },
};
Object.assign(window, { rival });
