import { TransportError } from '../transport';
import {
  type Answer,
  answerReader,
  type ConnectOptions,
  connectPacket,
  GOODBYE,
  PING,
  publishPacket,
  subscribePacket,
} from './packets';

type Bytes = Uint8Array<ArrayBuffer>;

/** A broker that has not let us in by now is not waited for, ms. */
const CONNECT_MS = 4_000;
const SUBSCRIBE_MS = 4_000;
/** A room is rarely silent for so long; then the broker is asked whether it is still there, ms. */
const QUIET_MS = 10_000;
/** An answer to that takes a round trip; without it the socket is one whose other end is gone, ms. */
const ANSWER_MS = 4_000;
const LOOK_MS = 1_000;
/** Three of these without a packet of ours, and the broker takes us for dead, s. */
const KEEP_ALIVE_S = 60;
const SPEAK_MS = (KEEP_ALIVE_S * 1000) / 2;
/** As for a data channel: who has not taken this much is gone or frozen. */
const UNSENT_MAX_BYTES = 256 * 1024;

/** What is wrong with who we are, as a broker says it in CONNACK. */
const REFUSALS = new Set([1, 2, 4, 5]);

/** A socket to a broker that has let us in. */
export interface Connection {
  readonly clientId: string;
  /** Silently nothing once it is closed; never throws. */
  publish(topic: string, payload: Bytes, retain?: boolean): void;
  /** Resolves once all are granted; rejects with a `TransportError`: `refused` or `signalling-silent`. */
  subscribe(filters: readonly string[]): Promise<void>;
  /** One listener; what comes before it is not kept. */
  onPublished(listener: (topic: string, payload: Bytes, kept: boolean) => void): void;
  /** Half of the shortest way of late to the broker and back, ms; undefined: it has answered no `check` yet. */
  readonly halfMs: number | undefined;
  /** Called once when it is over, at once where it is already; not for our own `close`. */
  onLost(listener: () => void): void;
  /** Asks at once whether the broker is still there: after sleep, or with a new network. */
  check(): void;
  /** Lets what was said leave; the broker does not publish our will. */
  close(): void;
}

/**
 * Rejects with a `TransportError`: `server-unreachable`, `signalling-silent` where a socket opens and no broker answers in
 * it, `refused`, `aborted`.
 */
export function connect(
  url: string,
  options: Omit<ConnectOptions, 'keepAliveS'>,
  signal: AbortSignal,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new TransportError('aborted'));
    const socket = socketTo(url);
    if (!socket) return reject(new TransportError('server-unreachable', `no address of a relay: ${url}`));
    const conversation = converse(socket);
    let hasOpened = false;
    const end = (failure?: TransportError) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (!failure) return resolve(conversation.connection(options.clientId));
      conversation.close();
      reject(failure);
    };
    const abort = () => end(new TransportError('aborted'));
    const fail = () => end(new TransportError(hasOpened ? 'signalling-silent' : 'server-unreachable', url));
    const timer = setTimeout(fail, CONNECT_MS);
    signal.addEventListener('abort', abort, { once: true });
    socket.addEventListener('open', () => {
      hasOpened = true;
      conversation.send(connectPacket({ ...options, keepAliveS: KEEP_ALIVE_S }));
    });
    conversation.over(fail);
    conversation.hear((answer) => {
      if (answer.kind !== 'connected') return;
      if (answer.code === 0) end();
      else {
        const reason = REFUSALS.has(answer.code) ? 'refused' : 'server-unreachable';
        end(new TransportError(reason, `the relay refuses: ${answer.code}`));
      }
    });
  });
}

function socketTo(url: string): WebSocket | undefined {
  try {
    const socket = new WebSocket(url, 'mqtt');
    socket.binaryType = 'arraybuffer';
    return socket;
  } catch {
    return undefined;
  }
}

/** The broker may be further away by and by: of so many answers the fastest counts. */
const ROUNDS_KEPT = 20;

/** Packets over a socket, and whether there is still somebody at its other end. */
function converse(socket: WebSocket) {
  const read = answerReader();
  let hear: (answer: Answer) => void = () => {};
  let tellOver: () => void = () => {};
  let isOver = false;
  let heardAt = performance.now();
  let spokenAt = heardAt;
  let askedAt: number | undefined;
  /** Of the question that the next answer is to; another packet is a sign of life, and no answer. */
  let pingedAt: number | undefined;
  let rounds: number[] = [];

  function end(): void {
    if (isOver) return;
    isOver = true;
    clearInterval(looking);
    socket.close();
  }
  function lost(): void {
    if (isOver) return;
    end();
    tellOver();
  }
  function send(packet: Bytes): void {
    if (isOver || socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount + packet.byteLength > UNSENT_MAX_BYTES) {
      lost();
      return;
    }
    spokenAt = performance.now();
    socket.send(packet);
  }
  function ask(): void {
    askedAt ??= performance.now();
    // Of two questions at once nobody would know which is answered.
    if (pingedAt !== undefined) return;
    pingedAt = performance.now();
    send(PING);
  }

  const looking = setInterval(() => {
    const now = performance.now();
    if (socket.readyState !== WebSocket.OPEN) return;
    if (askedAt !== undefined && now - askedAt > ANSWER_MS) lost();
    else if (askedAt === undefined && (now - heardAt > QUIET_MS || now - spokenAt > SPEAK_MS)) ask();
  }, LOOK_MS);
  socket.addEventListener('close', lost);
  socket.addEventListener('message', ({ data }) => {
    if (isOver) return;
    const answers = data instanceof ArrayBuffer ? read(new Uint8Array(data)) : undefined;
    if (!answers) return lost();
    heardAt = performance.now();
    askedAt = undefined;
    for (const answer of answers) {
      if (answer.kind === 'pong' && pingedAt !== undefined) {
        rounds = [...rounds, heardAt - pingedAt].slice(-ROUNDS_KEPT);
        pingedAt = undefined;
      } else hear(answer);
    }
  });

  function connection(clientId: string): Connection {
    let published: (topic: string, payload: Bytes, kept: boolean) => void = () => {};
    const subscribing = new Map<number, (granted: boolean | undefined) => void>();
    let subscriptions = 0;
    hear = (answer) => {
      if (answer.kind === 'published') published(answer.topic, answer.payload, answer.kept);
      if (answer.kind === 'subscribed') subscribing.get(answer.id)?.(answer.granted.every(Boolean));
    };
    let onLost = () => {};
    let wasLost = false;
    const ungrant = () => {
      for (const settle of [...subscribing.values()]) settle(undefined);
    };
    tellOver = () => {
      wasLost = true;
      ungrant();
      onLost();
    };
    return {
      clientId,
      publish: (topic, payload, retain = false) => send(publishPacket(topic, payload, retain)),
      subscribe(filters) {
        const id = (subscriptions++ % 0xffff) + 1;
        return new Promise((resolve, reject) => {
          /** @param granted undefined: nobody has answered */
          const settle = (granted: boolean | undefined) => {
            clearTimeout(timer);
            subscribing.delete(id);
            if (granted) resolve();
            else reject(new TransportError(granted === false ? 'refused' : 'signalling-silent', `${filters}`));
          };
          const timer = setTimeout(() => settle(undefined), SUBSCRIBE_MS);
          subscribing.set(id, settle);
          send(subscribePacket(id, filters));
        });
      },
      onPublished(listener) {
        published = listener;
      },
      onLost(listener) {
        onLost = listener;
        if (wasLost) listener();
      },
      check: ask,
      get halfMs() {
        return rounds.length === 0 ? undefined : Math.min(...rounds) / 2;
      },
      close() {
        send(GOODBYE);
        end();
        ungrant();
      },
    };
  }

  return {
    send,
    close: end,
    over(listener: () => void) {
      tellOver = listener;
    },
    hear(listener: (answer: Answer) => void) {
      hear = listener;
    },
    connection,
  };
}
