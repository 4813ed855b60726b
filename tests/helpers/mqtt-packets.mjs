// @ts-check
/** The packets of MQTT 3.1.1 with which a client begins, as bytes. */

/** @param {string} text */
const string = (text) => Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), Buffer.from(text)]);
/** @param {number} first @param {Buffer} body shorter than 128 bytes, or than 16,384 */
const packet = (first, body) =>
  Buffer.concat([
    Buffer.from(body.length < 128 ? [first, body.length] : [first, (body.length & 127) | 128, body.length >> 7]),
    body,
  ]);

/** @param {{ clientId: string, password?: string | undefined, keepaliveS?: number }} client */
export const connectPacket = ({ clientId, password, keepaliveS = 60 }) =>
  packet(
    0x10,
    Buffer.concat([
      string('MQTT'),
      Buffer.from([4, password === undefined ? 2 : 0xc2, keepaliveS >> 8, keepaliveS & 255]),
      string(clientId),
      ...(password === undefined ? [] : [string('lockstep'), string(password)]),
    ]),
  );

/** @param {string} filter @param {number} [qos] */
export const subscribePacket = (filter, qos = 0) =>
  packet(0x82, Buffer.concat([Buffer.from([0, 1]), string(filter), Buffer.from([qos])]));
