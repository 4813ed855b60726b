// @ts-check
/**
 * MQTT 3.1.1 by its frames: cuts a stream of bytes into whole packets of the few kinds that a client of ours sends, and
 * refuses the rest before a parser sees it. https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html
 */

/** A sealed message of 16,384 bytes, its signature and the topic's name. */
export const MAX_PACKET_BYTES = 17_408;
/** A client's id, a password of two secrets, a will of 1 kB. */
const MAX_CONNECT_BYTES = 2_048;
/** Eight filters of a room. */
const MAX_SUBSCRIBE_BYTES = 1_024;

/** What is wrong with a client, in words that it is told. */
export class Refusal extends Error {
  /** @param {string} reason for counting @param {string} words for the client, at most 123 bytes of ASCII */
  constructor(reason, words) {
    super(words);
    this.reason = reason;
  }
}

/** First byte → longest packet after its header. QoS 1 and 2 have first bytes of their own, and stand in no row. */
const LONGEST = new Map([
  [0x10, MAX_CONNECT_BYTES], // CONNECT
  [0x30, MAX_PACKET_BYTES], // PUBLISH
  [0x31, MAX_PACKET_BYTES], // PUBLISH, retained
  [0x82, MAX_SUBSCRIBE_BYTES], // SUBSCRIBE
  [0xa2, MAX_SUBSCRIBE_BYTES], // UNSUBSCRIBE
  [0xc0, 0], // PINGREQ
  [0xe0, 0], // DISCONNECT
]);

/** @param {Buffer} packet */
export const isConnect = (packet) => packet[0] === 0x10;
/** @param {Buffer} packet */
export const isSubscribe = (packet) => packet[0] === 0x82;

/** @returns {{ push(chunk: Buffer): Buffer[] }} whole packets; throws a `Refusal` */
export function createPacketCutter() {
  /** @type {Buffer} what has come of a packet that is not whole yet */
  let rest = Buffer.alloc(0);
  return {
    push(chunk) {
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const packets = [];
      for (;;) {
        const length = packetLength(bytes);
        if (length === undefined || bytes.length < length) break;
        packets.push(bytes.subarray(0, length));
        bytes = bytes.subarray(length);
      }
      // A copy: a view would keep the whole WebSocket message in memory for its last byte.
      rest = bytes.length === 0 ? Buffer.alloc(0) : Buffer.from(bytes);
      return packets;
    },
  };
}

/**
 * @param {Buffer} bytes from a packet's first byte on
 * @returns {number | undefined} the packet's whole length; undefined: its header is not whole yet. Throws a `Refusal`
 */
function packetLength(bytes) {
  const first = bytes[0];
  if (first === undefined) return undefined;
  const longest = LONGEST.get(first);
  if (longest === undefined) {
    if (first >> 4 === 3) throw new Refusal('qos', 'only QoS 0 is carried');
    throw new Refusal('malformed', 'not a packet that a client may send');
  }
  let length = 0;
  for (let index = 1; index <= 4; index++) {
    const byte = bytes[index];
    if (byte === undefined) return undefined;
    length += (byte & 127) * 128 ** (index - 1);
    if (byte < 128) {
      if (length > longest) throw new Refusal('too-long', `longer than ${longest} bytes`);
      return index + 1 + length;
    }
  }
  throw new Refusal('malformed', 'a length without end');
}

/**
 * A QoS 0 PUBLISH as it goes over the wire.
 *
 * @param {string} topic @param {Uint8Array} payload @param {boolean} retained
 */
export function publishPacket(topic, payload, retained) {
  const name = Buffer.from(topic);
  const length = 2 + name.length + payload.length;
  const header = [retained ? 0x31 : 0x30];
  for (let left = length; ; left >>>= 7) {
    if (left < 128) {
      header.push(left);
      break;
    }
    header.push((left & 127) | 128);
  }
  header.push(name.length >> 8, name.length & 255);
  return Buffer.concat([Buffer.from(header), name, payload]);
}
