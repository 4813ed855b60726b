import { encodeMessage, type SignedMessage } from '../../lib/core/wire/protocol';
import { createIdentity, sign, verify } from '../../lib/room/links/identity';
import type { Connection } from '../../lib/transport/relay/connection';
import { type Caller, dial } from '../../lib/transport/relay/dial';
import { keepLine, type Line } from '../../lib/transport/relay/line';
import { down, randomId, roomOf } from '../../lib/transport/relay/names';
import { deriveKeys, open, sealer } from '../../lib/transport/relay/seal';

/**
 * People who only watch, as many as wanted in one room: each is a connection to a broker, and no conversation with the host.
 * A watcher opens each beat with the key that all have, verifies that the host has signed it, and times the broker's answer
 * to a ping, from which and from the host's own it would know the time. Lockstep has no such people yet: its rooms have 64
 * seats. This says what they would cost.
 */

const BEAT_BYTES_OF_SIGNATURE = 64;
/** Drawn out over a beat, as people's clients would. */
const PING_EVERY_MS = 5_000;

export interface WatchersPlan {
  readonly urls: readonly string[];
  readonly count: number;
  /** So many connect at a time. */
  readonly atOnce: number;
}

export async function openWatchers({ urls, count, atOnce }: WatchersPlan) {
  const secret = randomId();
  const room = await roomOf(secret);
  const topic = down(room);
  const { frames } = await deriveKeys(`${randomId()}${randomId()}`, randomId(), 'door');
  const identity = await createIdentity();
  const hostId = randomId();
  const seal = sealer(frames, hostId);
  const nodesFor = (at: number) => [...urls.slice(at % urls.length), ...urls.slice(0, at % urls.length)];
  // The host is on the last: a node that is ended is the first.
  const caller: Caller = { rooms: [room], secrets: [] };
  const hostRelay = { secret: '', urls: nodesFor(urls.length - 1) };
  const dialHost = (signal: AbortSignal) => dial(hostRelay, { rooms: [], secrets: [secret] }, signal);
  const host = keepLine(await dialHost(new AbortController().signal), {
    dial: dialHost,
    attach: async () => {},
    changed: () => {},
  });

  const sentAt = new Map<number, number>();
  let delays: number[] = [];
  let due = 0;
  let refused = 0;
  let lost = 0;
  let backMs: number[] = [];
  const lines: Line[] = [];
  const joinMs: number[] = [];

  async function hear(heardTopic: string, payload: Uint8Array<ArrayBuffer>): Promise<void> {
    const frame = await open(frames, heardTopic, payload);
    const signature = frame?.words.slice(0, BEAT_BYTES_OF_SIGNATURE);
    const json = frame?.words.slice(BEAT_BYTES_OF_SIGNATURE);
    const isHosts = frame?.sender === hostId && signature && json && (await verify(identity.key, signature, json));
    const at = isHosts ? sentAt.get(frame.counter) : undefined;
    if (at === undefined) refused++;
    else delays.push(performance.now() - at);
  }

  async function watch(at: number): Promise<void> {
    const since = performance.now();
    const relay = { secret: '', urls: nodesFor(at) };
    const attach = async (connection: Connection) => {
      connection.onPublished((heardTopic, payload) => void hear(heardTopic, payload));
      await connection.subscribe([topic]);
    };
    const first = await dial(relay, caller, new AbortController().signal);
    await attach(first.connection);
    joinMs.push(performance.now() - since);
    let lostAt: number | undefined;
    const changed = (isUp: boolean) => {
      if (!isUp) {
        lost++;
        lostAt = performance.now();
      } else if (lostAt !== undefined) backMs.push(performance.now() - lostAt);
    };
    lines.push(keepLine(first, { dial: (signal) => dial(relay, caller, signal), attach, changed }));
  }

  let next = 0;
  let failed = 0;
  const since = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        await watch(next++).catch(() => {
          failed++;
        });
      }
    }),
  );
  const allInMs = performance.now() - since;
  const pinging = setInterval(() => {
    for (const [at, line] of lines.entries())
      setTimeout(() => line.connection?.check(), (at / lines.length) * PING_EVERY_MS);
  }, PING_EVERY_MS);

  let counter = 0;
  return {
    joinMs,
    allInMs,
    failed,
    /** What the host says every five seconds. */
    async beat(): Promise<void> {
      const message: SignedMessage = { kind: 'playback', run: 'r'.repeat(16), epoch: 1, revision: counter, change: 1 };
      const json = encodeMessage(message);
      const signature = await sign(identity, json);
      const words = new Uint8Array(signature.length + json.length);
      words.set(signature);
      words.set(json, signature.length);
      const frame = await seal(topic, words);
      due += lines.filter(({ connection }) => connection).length;
      sentAt.set(++counter, performance.now());
      host.connection?.publish(topic, frame);
    },
    /** Since the last call: ms a delivery, how many there were to be, how many were not the host’s; who lost the node, and is back. */
    take() {
      const taken = { delays, due, refused, lost, backMs };
      delays = [];
      due = 0;
      refused = 0;
      lost = 0;
      backMs = [];
      return taken;
    },
    close() {
      clearInterval(pinging);
      for (const line of lines) line.close();
      host.close();
    },
  };
}
