import { encodeMessage, type SignedMessage } from '../../core/wire/protocol';
import { type Bytes, concat, utf8 } from './bytes';
import type { Suite } from './crypto-suite';
import { type MaybeLater, whenDone } from './in-order';
import type { Identity } from './link';
import { signedBody } from './wire-frames';

/** In front of what is signed, so that it can be taken for no other signature; run and epoch are in the JSON. */
const LABEL = utf8('lockstep/1 signed|');

/** A body that only the host can make. */
export function signMessage(suite: Suite, identity: Identity, message: SignedMessage): MaybeLater<Bytes> {
  const json = encodeMessage(message);
  return whenDone(suite.sign(identity, concat(LABEL, json)), (signature) => signedBody(signature, json));
}

/** Whether the holder of `key` has signed this JSON. Before it is parsed. */
export function verifyMessage(suite: Suite, key: string, signature: Bytes, json: Bytes): MaybeLater<boolean> {
  return suite.verify(key, signature, concat(LABEL, json));
}
