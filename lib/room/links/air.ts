import { type AirMessage, airMessageSchema, encodeAir } from '../../core/wire/air';
import { EPOCH_END } from '../../core/wire/fields';
import { parseMessage } from '../../core/wire/protocol';
import { type Bytes, concat, utf8 } from './bytes';
import type { Suite } from './crypto-suite';
import { type MaybeLater, whenDone } from './in-order';
import type { AirSeal, Identity, RoomSecrets } from './link';
import { SIGNATURE_BYTES } from './wire-frames';

/**
 * What is said on the air, as bytes (SPEC AU-2). Everybody who has the code has the key, so the seal keeps others out and
 * the signature keeps the audience from speaking in the host's place. There is no hello, hence no forward secrecy: who
 * learns the code later can read what was recorded.
 *
 *     type(1) epoch(8, big-endian) length of run(1) run sealed body
 *     body    signature(64) JSON
 */
const TYPE = 4;
const RUN_AT = 1 + 8 + 1;
/** In front of what is signed, so that it can be taken for no other signature. */
const LABEL = utf8('lockstep/2 air|');

function header(run: string, epoch: number): Bytes {
  const name = utf8(run);
  const head = new Uint8Array(RUN_AT);
  head[0] = TYPE;
  new DataView(head.buffer).setBigUint64(1, BigInt(epoch));
  head[RUN_AT - 1] = name.length;
  return concat(head, name);
}

function readHeader(frame: Bytes) {
  const [length = 0] = frame.subarray(RUN_AT - 1);
  if (frame[0] !== TYPE || frame.length < RUN_AT + length) return undefined;
  const epoch = Number(new DataView(frame.buffer, frame.byteOffset).getBigUint64(1));
  const run = new TextDecoder().decode(frame.subarray(RUN_AT, RUN_AT + length));
  return epoch < EPOCH_END ? { run, epoch, sealed: frame.subarray(RUN_AT + length) } : undefined;
}

/** The seal of one room's air. */
export function airSeal(suite: Suite, secrets: RoomSecrets): AirSeal {
  return {
    seal(identity: Identity, message: AirMessage): MaybeLater<Bytes> {
      const json = encodeAir(message);
      const head = header(message.run, message.epoch);
      return whenDone(suite.sign(identity, concat(LABEL, json)), (signature) =>
        whenDone(suite.sealAir(secrets, head, concat(signature, json)), (sealed) => concat(head, sealed)),
      );
    },
    open(frame, believed) {
      const read = readHeader(frame);
      if (!read) return undefined;
      return whenDone(suite.openAir(secrets, header(read.run, read.epoch), read.sealed), (body) => {
        const json = body?.subarray(SIGNATURE_BYTES);
        const message = json && parseMessage(airMessageSchema, json);
        if (!body || !json || message?.run !== read.run || message.epoch !== read.epoch) return undefined;
        // Who names itself is known by that name; a beat that names nobody is of whom one believes.
        const key = message.host?.key ?? believed;
        if (key === undefined) return undefined;
        const verified = suite.verify(key, body.slice(0, SIGNATURE_BYTES), concat(LABEL, json));
        return whenDone(verified, (genuine) => (genuine ? { message, key } : undefined));
      });
    },
  };
}
