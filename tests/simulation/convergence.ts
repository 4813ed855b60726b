import { type Playback, positionAt } from '../../lib/core/playback';
import type { Member } from './member';
import type { World } from './world';

/** What is left for a tolerance of 3 ms, an 8 ms threshold of urgency, a 12 ms anchor, clock and audio skew. */
const STEADY_S = 0.015;
/** A paused frame is the same to the player's rounding. */
const PAUSED_S = 0.001;
/** Once settled, so many changes of rate in `WATCH_MS` are fine nudges (two writes each); more is ping-pong. */
const RATES_MAX = 4;
export const WATCH_MS = 10_000;

/**
 * Everybody who is there is together and stays so for another `WATCH_MS` without being hunted about.
 * @throws Error with the seed and the last events
 */
export async function expectTogether(world: World): Promise<void> {
  const counts = world.present.map((member) => member.video.writes.length);
  for (let i = 0; i < 4; i++) {
    const wrong = world.present.flatMap((member) => whatIsWrong(member, world));
    if (wrong.length > 0) throw world.failure(`not together:\n  ${wrong.join('\n  ')}`);
    await world.run(WATCH_MS / 4);
  }
  world.present.forEach((member, index) => {
    const writes = member.video.writes.slice(counts[index]);
    const rates = writes.filter((write) => write.what === 'rate').length;
    if (rates > RATES_MAX || writes.length > rates) {
      throw world.failure(`${member.name} is hunted: ${writes.map((w) => w.what).join(' ')}`);
    }
  });
}

function whatIsWrong(member: Member, world: World): string[] {
  const { host } = world;
  const truth = host.frame.watch.order?.playback;
  const view = member.service.view();
  if (view.state !== 'room') return [`${member.name} is in no room: ${JSON.stringify(view)}`];
  if (!truth) return member.video.paused ? [] : [`${member.name} plays without a room's playback`];
  const wrong: string[] = [];
  const check = (holds: boolean, what: string) => !holds && wrong.push(`${member.name}: ${what}`);
  const { video } = member;
  check(view.connection === 'open', `connection ${view.connection}`);
  const names = view.members.map((m) => m.name).sort();
  const present = world.present.map((m) => m.name).sort();
  check(`${names}` === `${present}`, `sees ${names}, there are ${present}`);
  for (const { name, state } of view.members) {
    check(state === (truth.paused ? 'paused' : 'in-sync'), `sees ${name} ${state}`);
  }
  check(video.paused === truth.paused, video.paused ? 'paused' : 'plays');
  const nudge = Math.abs(video.playbackRate / truth.rate - 1);
  check(nudge <= 0.005 + 1e-9, `rate ${video.playbackRate}, not ${truth.rate}`);
  const off = drift(member, truth);
  const claimed = view.members.find((m) => m.self)?.driftMs;
  const real = video.truePosition - positionAt(truth, host.clock.now());
  check(
    Math.abs(off) <= bound(member, truth),
    `${(off * 1000).toFixed(2)} ms off the host, ${(real * 1000).toFixed(2)} off the room, claims ${claimed}`,
  );
  return wrong;
}

/** Against the host's own player where it moves, against the paused position where nothing does; seconds. */
function drift({ video, world }: Member, truth: Playback): number {
  if (truth.paused) return video.truePosition - positionAt(truth, truth.at);
  return video.truePosition - world.host.video.truePosition;
}

/** Half the difference between a path's two directions is invisible to anybody (SPEC CL-5). */
function bound({ options, world }: Member, truth: Playback): number {
  if (truth.paused) return PAUSED_S;
  if (options === world.host.options) return 0;
  const asymmetryMs = Math.abs((options.up.delayMs ?? 0) - (options.down.delayMs ?? 0));
  return (STEADY_S + asymmetryMs / 2000) * truth.rate;
}
