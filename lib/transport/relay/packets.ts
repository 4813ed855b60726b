type Bytes = Uint8Array<ArrayBuffer>;

/**
 * MQTT 3.1.1 as far as rooms need it: clean sessions and QoS 0. A client's own words and the few that a broker answers
 * with; libraries bring QoS, stores and clients for Node along, some fifty times as much.
 * https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html
 */

/** The first byte of each packet that we send: its kind, and the flags that the standard wants. */
const CONNECT = 0x10;
const PUBLISH = 0x30;
const RETAINED = 0x01;
const SUBSCRIBE = 0x82;
const PINGREQ = 0xc0;
const DISCONNECT = 0xe0;
/** And of each that a broker may send us; a QoS that was not asked for has others. */
const CONNACK = 0x20;
const SUBACK = 0x90;
const PINGRESP = 0xd0;
const ANSWERS = new Set([CONNACK, SUBACK, PINGRESP, PUBLISH, PUBLISH | RETAINED]);

/** A sealed message of the greatest length and the topic's name; our server carries no longer ones either. */
export const PACKET_MAX_BYTES = 17_408;
const LENGTH_BYTES_MAX = 4;

export interface ConnectOptions {
  readonly clientId: string;
  /** A password needs a user name beside it. */
  readonly login?: { readonly username: string; readonly password: string };
  /** What the broker says in our name when our connection dies. */
  readonly will?: { readonly topic: string; readonly payload: Bytes };
  /** After one and a half times this without a packet of ours the broker takes us for dead, s. */
  readonly keepAliveS: number;
}

/** What a broker says. */
export type Answer =
  | { readonly kind: 'connected'; readonly code: number }
  | { readonly kind: 'subscribed'; readonly id: number; readonly granted: readonly boolean[] }
  /** `kept`: it was said before, and the broker has it for who comes later. */
  | { readonly kind: 'published'; readonly topic: string; readonly payload: Bytes; readonly kept: boolean }
  | { readonly kind: 'pong' };

const CLEAN_SESSION = 0x02;
const HAS_WILL = 0x04;
const HAS_PASSWORD = 0x40;
const HAS_USERNAME = 0x80;

export function connectPacket({ clientId, login, will, keepAliveS }: ConnectOptions): Bytes {
  const flags = CLEAN_SESSION | (will ? HAS_WILL : 0) | (login ? HAS_USERNAME | HAS_PASSWORD : 0);
  const level = 4;
  return packet(
    CONNECT,
    text('MQTT'),
    [level, flags, keepAliveS >> 8, keepAliveS & 255],
    text(clientId),
    ...(will ? [text(will.topic), withLength(will.payload)] : []),
    ...(login ? [text(login.username), text(login.password)] : []),
  );
}

/** @param id from 1 to 65,535; the answer has it too */
export const subscribePacket = (id: number, filters: readonly string[]): Bytes =>
  packet(SUBSCRIBE, [id >> 8, id & 255], ...filters.flatMap((filter) => [text(filter), [0]]));

export const publishPacket = (topic: string, payload: Bytes, retain: boolean): Bytes =>
  packet(PUBLISH | (retain ? RETAINED : 0), text(topic), payload);

export const PING: Bytes = packet(PINGREQ);
export const GOODBYE: Bytes = packet(DISCONNECT);

function packet(first: number, ...parts: readonly ArrayLike<number>[]): Bytes {
  let length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = [first];
  do {
    header.push((length & 127) | (length > 127 ? 128 : 0));
    length >>>= 7;
  } while (length > 0);
  return joined([header, ...parts]);
}

function joined(parts: readonly ArrayLike<number>[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const text = (words: string) => withLength(new TextEncoder().encode(words));
const withLength = (bytes: Bytes) => joined([[bytes.length >> 8, bytes.length & 255], bytes]);

/**
 * Reads what a broker sends, however it is cut: a WebSocket message may hold several packets, or a piece of one.
 *
 * @returns a function that takes the next piece and gives what is whole; undefined: nothing that a broker may say, and
 * nothing after it can be read either
 */
export function answerReader(): (chunk: Bytes) => readonly Answer[] | undefined {
  let rest: Bytes = new Uint8Array();
  return (chunk) => {
    let bytes = rest.length === 0 ? chunk : joined([rest, chunk]);
    const answers: Answer[] = [];
    for (;;) {
      const size = sizeOf(bytes);
      if (size === 'never') return undefined;
      if (size === 'unknown' || bytes.length < size.head + size.body) break;
      const answer = answerIn(bytes[0] as number, bytes.subarray(size.head, size.head + size.body));
      if (!answer) return undefined;
      answers.push(answer);
      bytes = bytes.subarray(size.head + size.body);
    }
    // A copy: a view would keep a whole message in memory for its last byte.
    rest = bytes.slice();
    return answers;
  };
}

function sizeOf(bytes: Bytes): { readonly head: number; readonly body: number } | 'unknown' | 'never' {
  const [first] = bytes;
  if (first === undefined) return 'unknown';
  if (!ANSWERS.has(first)) return 'never';
  let body = 0;
  for (let at = 1; at <= LENGTH_BYTES_MAX; at++) {
    const byte = bytes[at];
    if (byte === undefined) return 'unknown';
    body += (byte & 127) * 128 ** (at - 1);
    if (byte < 128) return body > PACKET_MAX_BYTES ? 'never' : { head: at + 1, body };
  }
  return 'never';
}

const REFUSED = 0x80;

function answerIn(first: number, body: Bytes): Answer | undefined {
  const [high = 0, low = 0] = body;
  switch (first) {
    case CONNACK:
      return body.length === 2 ? { kind: 'connected', code: low } : undefined;
    case SUBACK:
      return body.length > 2
        ? { kind: 'subscribed', id: high * 256 + low, granted: Array.from(body.subarray(2), (code) => code < REFUSED) }
        : undefined;
    case PINGRESP:
      return body.length === 0 ? { kind: 'pong' } : undefined;
    default:
      return publishedIn(body, high * 256 + low, first === (PUBLISH | RETAINED));
  }
}

function publishedIn(body: Bytes, topicLength: number, kept: boolean): Answer | undefined {
  if (body.length < 2 + topicLength) return undefined;
  const topic = new TextDecoder().decode(body.subarray(2, 2 + topicLength));
  return { kind: 'published', topic, payload: body.slice(2 + topicLength), kept };
}
