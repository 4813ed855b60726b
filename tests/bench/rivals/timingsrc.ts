import { type ITimingProvider, TimingObject } from 'timing-object';
import { setTimingsrc } from 'timingsrc';
import { addSample, BURST, emptyClock, readClock } from '../../../lib/core/time/clock';
import type { ClockSample } from '../../../lib/core/time/clock-interval';
import type { Wire } from './wire';

/**
 * `timingsrc` as it comes, on a timing object that is shared: the host owns the vector, guests estimate the host's
 * clock with our own estimator. The presses work on the timing object, as its documentation wants it.
 */

const BURST_GAP_MS = 100;
const PING_EVERY_MS = 1_000;

/** Position in s at a `timestamp` in s of the host's clock. */
interface Vector {
  readonly position: number;
  readonly velocity: number;
  readonly acceleration: number;
  readonly timestamp: number;
}
type Said =
  | { readonly type: 'vector'; readonly vector: Vector }
  | { readonly type: 'ping'; readonly sent: number }
  | { readonly type: 'pong'; readonly sent: number; readonly received: number; readonly answered: number };

/** A provider whose vector and clock are set from outside. */
class Provider extends EventTarget {
  readonly startPosition = Number.NEGATIVE_INFINITY;
  readonly endPosition = Number.POSITIVE_INFINITY;
  readonly readyState = 'open';
  readonly error = null;
  skew = 0;
  vector: Vector = { position: 0, velocity: 0, acceleration: 0, timestamp: 0 };

  update(): Promise<void> {
    return Promise.reject(new Error('only the host moves it'));
  }

  setVector(vector: Vector): void {
    this.vector = vector;
    this.dispatchEvent(new Event('change'));
  }

  /** @param skew host's clock − ours, s */
  setSkew(skew: number): void {
    this.skew = skew;
    this.dispatchEvent(new Event('adjust'));
  }
}

function drive(video: HTMLVideoElement): Provider {
  const provider = new Provider();
  setTimingsrc(video, new TimingObject(provider as unknown as ITimingProvider));
  return provider;
}

export function hostTimingsrc(
  video: HTMLVideoElement,
  wire: Wire,
): (what: 'play' | 'pause' | { seek: number }) => void {
  const provider = drive(video);
  const tell = () => wire.send({ type: 'vector', vector: provider.vector } satisfies Said);
  wire.onMessage((said: Said, reply) => {
    if (said.type !== 'ping') return;
    const received = performance.now();
    reply({ type: 'pong', sent: said.sent, received, answered: performance.now() } satisfies Said);
    // Who says hello late learns the vector with it.
    reply({ type: 'vector', vector: provider.vector } satisfies Said);
  });
  return (what) => {
    const timestamp = performance.now() / 1000;
    const { vector } = provider;
    const position =
      typeof what === 'object' ? what.seek : vector.position + vector.velocity * (timestamp - vector.timestamp);
    const velocity = what === 'play' ? 1 : what === 'pause' ? 0 : vector.velocity;
    provider.setVector({ position, velocity, acceleration: 0, timestamp });
    tell();
  };
}

export function followTimingsrc(video: HTMLVideoElement, wire: Wire): void {
  let provider: Provider | undefined;
  let clock = emptyClock;
  let known: Vector | undefined;
  const ping = () => wire.send({ type: 'ping', sent: performance.now() } satisfies Said);
  const burst = (left: number) => {
    ping();
    if (left > 1) setTimeout(() => burst(left - 1), BURST_GAP_MS);
  };
  const apply = () => {
    const now = performance.now();
    const reading = readClock(clock, now);
    if (!reading || !known) return;
    provider ??= drive(video);
    provider.setSkew(reading.offsetMs / 1000);
    if (provider.vector.timestamp !== known.timestamp) provider.setVector(known);
  };
  wire.onMessage((said: Said) => {
    if (said.type === 'vector') known = said.vector;
    if (said.type === 'pong') {
      const sample: ClockSample = { ...said, returned: performance.now() };
      const taken = addSample(clock, sample);
      clock = taken.state;
      if (taken.reset) burst(BURST);
    }
    apply();
  });
  burst(BURST);
  setInterval(ping, PING_EVERY_MS);
}
