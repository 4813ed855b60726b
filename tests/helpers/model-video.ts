import { setMaxListeners } from 'node:events';
import type { Fetched } from '../../lib/core/timeline/landmarks';
import { type BrowserFacts, chromiumFacts, firefoxFacts } from '../../lib/media/player/browser-facts';
import type { VideoLike } from '../../lib/media/player/player';
import { chromium, LIVE_WINDOW_S, type VideoQuirks } from './model-quirks';
import type { VirtualMachine } from './virtual-machine';
import type { Random } from './virtual-random';
import type { VirtualTime } from './virtual-time';

// A player listens a dozen times with one signal, of which Node would warn.
setMaxListeners(0);

export type Writer = 'lockstep' | 'person' | 'site';
export interface Write {
  readonly at: number;
  readonly by: Writer;
  readonly what: 'play' | 'pause' | 'seek' | 'rate';
  readonly value: number | undefined;
}

/** The segments of a live stream, seconds. */
const SEGMENT_S = 4;
/** So many of them are known to have been fetched. */
const FETCHED = 8;
/** Between what happens to an element and its event's turn, ms. */
const EVENT_MS = 0.2;

/**
 * A modelled `HTMLVideoElement`: enough of the standard's behaviour, and of two browsers' measured quirks,
 * for the real player and driver to be run on it in virtual time. Unless told otherwise (`by`), whoever
 * writes is Lockstep.
 */
export class ModelVideo extends EventTarget implements VideoLike {
  seeking = false;
  readyState = 0;
  duration = Number.NaN;
  muted = false;
  loop: boolean;
  /** How much further what is heard is than `truePosition`, s: what a browser has thrown away of the sound. */
  soundAheadS = 0;
  readonly writes: Write[] = [];
  /** True ms of the last event that is more than a change of rate, or of a seek whose event is to come. */
  stirredAt = 0;
  /** The person has pressed something on this page: sound may play. */
  pressed = false;
  /** When the person last did something to it, true ms. */
  touchedAt = Number.NEGATIVE_INFINITY;
  private isPaused = true;
  private rate = 1;
  private keepsPitch = true;
  private place = 0;
  /** Media clock since which `place` has been moving; undefined: it stands. */
  private movingSince: number | undefined;
  private writer: Writer = 'lockstep';
  private readonly liveBeganS: number;
  private seekId = 0;
  private lateId = 0;
  private gone = false;
  /** No sound is ready to go. */
  private cold = true;
  private soughtAtRest: number | undefined;
  /** The page's script hears of a seek before anything moves. */
  beforeSeek: ((writer: Writer) => void) | undefined;
  private stalled = false;
  private segments: readonly Fetched[] = [];
  private readonly starting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(
    private readonly time: VirtualTime,
    private readonly machine: VirtualMachine,
    private readonly random: Random,
    private readonly quirks: VideoQuirks = chromium,
  ) {
    super();
    this.loop = quirks.loop === true;
    // Every viewer's element counts a live stream from another zero.
    this.liveBeganS = this.live ? random.between(100, 1e5) : 0;
    this.after(random.between(...quirks.loadMs), () => {
      this.duration = quirks.shownDurationS ?? quirks.durationS;
      this.readyState = 1;
      if (this.live) this.place = this.seekableEnd;
      this.fire('loadedmetadata');
      this.ready();
    });
  }

  /** Everything that `task` writes counts as somebody else's doing. */
  by(writer: Writer, task: (video: this) => void) {
    this.writer = writer;
    if (writer === 'person') {
      this.pressed = true;
      this.touchedAt = this.time.now;
    }
    try {
      task(this);
    } finally {
      this.writer = 'lockstep';
    }
  }

  /** Where the film really is, without the steps in which a browser shows it. */
  /** By the film's own time, which for a stream is not the element's. */
  get contentPosition(): number {
    return this.truePosition - this.liveBeganS;
  }

  get truePosition(): number {
    return this.placeAt(this.mediaMs);
  }

  get moving(): boolean {
    return this.movingSince !== undefined;
  }

  get paused(): boolean {
    return this.isPaused;
  }

  get ended(): boolean {
    return this.readyState > 0 && this.truePosition >= this.duration;
  }

  /** What was measured of such a browser. */
  get facts(): BrowserFacts {
    return this.quirks.stepMs > 0 ? firefoxFacts : chromiumFacts;
  }

  get currentTime(): number {
    const { stepMs } = this.quirks;
    const since = this.movingSince;
    if (stepMs === 0 || since === undefined || this.rate === 0) return this.truePosition;
    // Steps are of the film: at twice the rate they come twice as often.
    const everyMs = stepMs / this.rate;
    return this.placeAt(Math.max(since, Math.floor(this.mediaMs / everyMs) * everyMs));
  }

  set currentTime(position: number) {
    if (!Number.isFinite(position)) throw new TypeError('The provided double value is non-finite.');
    this.beforeSeek?.(this.writer);
    this.wrote('seek', position);
    this.stirredAt = this.time.now;
    const { lateSeekMs, seeksWhenPlayed } = this.quirks;
    const id = ++this.lateId;
    if (this.readyState < 1) return;
    if (seeksWhenPlayed && this.isPaused) this.soughtAtRest = position;
    else if (lateSeekMs)
      this.after(this.random.between(...lateSeekMs), () => id === this.lateId && this.jump(position));
    else this.jump(position);
  }

  private jump(position: number) {
    this.soughtAtRest = undefined;
    this.cold ||= this.isPaused;
    this.stand(Math.min(this.live ? this.seekableEnd : this.duration, Math.max(this.seekableStart, position)));
    this.seeking = true;
    this.soundAheadS = 0;
    this.readyState = 1;
    this.fire('seeking');
    if (!this.isPaused) this.fire('waiting');
    const id = ++this.seekId;
    this.after(this.random.between(...this.quirks.seekMs), () => {
      if (id !== this.seekId) return;
      this.seeking = false;
      this.fire('seeked');
      this.ready();
    });
  }

  get playbackRate(): number {
    return this.rate;
  }

  set playbackRate(rate: number) {
    if (rate !== 0 && !(rate >= 0.0625 && rate <= 16))
      throw new DOMException('The provided playback rate is not supported.');
    this.wrote('rate', rate);
    if (rate === this.rate || this.quirks.rateFixed) return;
    this.settle();
    // Chromium's stretching swallows a bit of the film as it sets in.
    if (this.rate === 1 && this.preservesPitch && !this.inDeadZone(rate) && this.moving) {
      this.place -= this.quirks.lurchS;
    }
    // What the stretcher has read ahead goes with it.
    if (rate === 1 && !this.cold && !this.seeking) this.soundAheadS += this.quirks.stretcherS;
    this.rate = rate;
    this.fire('ratechange');
  }

  get preservesPitch(): boolean {
    return this.keepsPitch;
  }

  set preservesPitch(wanted: boolean) {
    // What the resampler has read ahead goes with it.
    if (wanted && !this.keepsPitch && !this.seeking && !this.cold) this.soundAheadS += this.quirks.readAheadS;
    this.keepsPitch = wanted;
  }

  play(): Promise<void> {
    this.wrote('play', undefined);
    const { autoplay } = this.quirks;
    if (!this.pressed && autoplay !== 'any' && (autoplay === 'none' || !this.muted)) {
      return Promise.reject(Object.assign(new Error('play() needs a gesture'), { name: 'NotAllowedError' }));
    }
    const promise = new Promise<void>((resolve, reject) => this.starting.push({ resolve, reject }));
    if (!this.isPaused) {
      if (this.moving) this.resolveStarts();
      return promise;
    }
    // Playing a film that is over begins it again.
    if (this.ended) this.by('site', () => (this.currentTime = 0));
    this.isPaused = false;
    this.fire('play');
    if (this.soughtAtRest !== undefined) this.jump(this.soughtAtRest);
    // What has fallen out of a live stream's window cannot be played any more.
    else if (this.readyState > 0 && this.place < this.seekableStart) this.jump(this.seekableStart);
    if (this.canMove()) this.fire('playing');
    else this.fire('waiting');
    const { playMs, coldPlayMs } = this.quirks;
    this.after(this.random.between(...(this.cold ? coldPlayMs : playMs)), () => this.move());
    return promise;
  }

  pause() {
    this.wrote('pause', undefined);
    if (this.isPaused) return;
    this.stand(this.truePosition);
    this.isPaused = true;
    this.fire('pause');
    const aborted = Object.assign(new Error('interrupted by a call to pause()'), { name: 'AbortError' });
    for (const { reject } of this.starting.splice(0)) reject(aborted);
  }

  /** Its page gives it another source, which begins anew. @param swapped what else changes with it */
  reload(loadMs: number, swapped: () => void) {
    this.seekId++;
    this.seeking = false;
    this.readyState = 0;
    this.isPaused = true;
    this.cold = true;
    this.stand(0);
    swapped();
    this.soundAheadS = 0;
    this.fire('emptied');
    this.after(loadMs, () => {
      this.readyState = 1;
      this.fire('loadedmetadata');
      this.ready();
    });
  }

  /** The page is gone, and all that was to come with it. */
  unload() {
    this.gone = true;
  }

  /** Runs dry for so long. */
  stall(forMs: number) {
    if (this.stalled || this.readyState < 3 || this.ended) return;
    this.stalled = true;
    this.stand(this.truePosition);
    this.readyState = 2;
    if (!this.isPaused) this.fire('waiting');
    this.after(forMs, () => {
      this.stalled = false;
      if (!this.seeking) this.ready();
    });
  }

  /** The source is there, as far as it matters: tell, and go on. */
  private ready() {
    if (this.stalled) return;
    this.readyState = 4;
    this.fire('canplay');
    if (this.isPaused) return;
    this.fire('playing');
    this.after(this.random.between(...this.quirks.resumeMs), () => this.move());
  }

  private canMove(): boolean {
    return !this.isPaused && !this.seeking && !this.stalled && this.readyState >= 3;
  }

  private move() {
    if (!this.canMove() || this.moving || this.ended) return;
    this.movingSince = this.mediaMs;
    this.cold = false;
    this.resolveStarts();
    this.watchEnd();
  }

  private watchEnd() {
    if (this.live) return;
    const left = this.duration - this.truePosition;
    this.after(Math.max(1, Math.min(1_000, (left / this.effectiveRate()) * 1_000)), () => {
      if (!this.moving) return;
      if (!this.ended) return this.watchEnd();
      if (this.loop) return this.jump(0);
      this.stand(this.duration);
      this.isPaused = true;
      this.fire('pause');
      this.fire('ended');
    });
  }

  private resolveStarts() {
    for (const { resolve } of this.starting.splice(0)) resolve();
  }

  private stand(place: number) {
    this.place = place;
    this.movingSince = undefined;
  }

  /** From here on at another rate. */
  private settle() {
    if (this.movingSince === undefined) return;
    this.place = this.truePosition;
    this.movingSince = this.mediaMs;
  }

  private placeAt(clock: number): number {
    if (this.movingSince === undefined) return this.place;
    return Math.min(this.duration, this.place + ((clock - this.movingSince) / 1_000) * this.effectiveRate());
  }

  private inDeadZone(rate: number): boolean {
    return Math.abs(rate - 1) < this.quirks.deadZone;
  }

  private effectiveRate(): number {
    if (this.preservesPitch && this.inDeadZone(this.rate)) return 1;
    const { rateHz } = this.quirks;
    return rateHz > 0 ? rateHz / Math.floor(rateHz / this.rate) : this.rate;
  }

  /** What of the film can be sought: of a live stream the last minute, known a segment at a time. */
  get seekable(): TimeRanges {
    const end = this.live ? Math.floor(this.seekableEnd / SEGMENT_S) * SEGMENT_S : this.duration;
    return { length: this.readyState > 0 ? 1 : 0, start: () => this.seekableStart, end: () => end };
  }

  /** All viewers fetch the same segments of a stream, each as soon as it begins. */
  get buffered(): TimeRanges {
    const end = this.liveBeganS + this.segmentsEndS;
    const length = this.quirks.segments && this.readyState > 0 ? 1 : 0;
    return { length, start: () => 0, end: () => end };
  }

  /** @param now the page's clock, ms */
  fetched(now: number): readonly Fetched[] {
    if (!this.quirks.segments) return [];
    const name = this.segmentsEndS / SEGMENT_S;
    // What came while the machine slept has not been fetched.
    if (this.segments.at(-1)?.name !== name) this.segments = [...this.segments, { name, at: now }].slice(-FETCHED);
    return this.segments;
  }

  /** By the stream's own time, s. */
  private get segmentsEndS(): number {
    return (Math.floor(this.time.now / 1000 / SEGMENT_S) + 1) * SEGMENT_S;
  }

  private get live(): boolean {
    return this.quirks.durationS === Number.POSITIVE_INFINITY;
  }
  /** Where a live stream is; its broadcaster's clock is the true one. */
  private get seekableEnd(): number {
    return this.liveBeganS + this.time.now / 1_000;
  }

  private get seekableStart(): number {
    return this.live ? Math.max(0, this.seekableEnd - LIVE_WINDOW_S) : 0;
  }

  /** The sound card's clock, ms: what really moves a film. */
  get mediaMs(): number {
    return this.machine.awakeMs() * (1 + this.quirks.mediaPpm * 1e-6);
  }

  private wrote(what: Write['what'], value: number | undefined) {
    this.writes.push({ at: this.time.now, by: this.writer, what, value });
  }

  private fire(type: string) {
    if (type !== 'ratechange') this.stirredAt = this.time.now;
    this.after(EVENT_MS, () => this.dispatchEvent(new Event(type)));
  }

  private after(delayMs: number, task: () => void) {
    this.time.after(delayMs, () => this.machine.perform(() => this.gone || task()));
  }
}
