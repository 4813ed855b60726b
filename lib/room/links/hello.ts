import { memberIdOf } from '../../core/room/facts';
import { commonVersion, helloVersionSchema } from '../../core/wire/common-version';
import { nameToTell } from '../../core/wire/fields';
import {
  type GuestHello,
  guestHelloSchema,
  type HostHello,
  hostHelloSchema,
  type Refusal,
} from '../../core/wire/hello-words';
import { CAPABILITIES, encodeMessage, PROTOCOL_MIN, PROTOCOL_VERSION, parseMessage } from '../../core/wire/protocol';
import { type Bytes, fromBase64url, toBase64url, utf8 } from './bytes';
import type { End, Meeting, Session, Suite } from './crypto-suite';
import { type GuestSelf, type HostSelf, LinkError, type RoomSecrets } from './link';
import { FRAME, SIGNATURE_BYTES } from './wire-frames';

/**
 * The hello (SPEC SEC-3): each end shows that it has the room code, by sealing, and that it holds the key it
 * names, by signing fresh numbers of both. Two messages and the guest's `ready`; sessions are made on the way.
 */

type HostHelloFields = Omit<Extract<HostHello, { kind: 'hello' }>, 'signature' | 'name' | 'kind'>;
type HostRefusal = Extract<HostHello, { kind: 'refused' }>;
type SaidRefusal = Pick<HostRefusal, 'v' | 'reason'> & {
  readonly by: Omit<NonNullable<HostRefusal['by']>, 'signature'>;
};
const OUR_VERSION = { v: PROTOCOL_VERSION, min: PROTOCOL_MIN, can: [...CAPABILITIES] };
/** From a peer's arrival to its `ready`, ms. */
export const HELLO_MS = 10_000;
/** Fresh for each hello: no answer fits two. */
const NONCE_BYTES = 16;
const NOTHING: Bytes = new Uint8Array();

/**
 * What both ends sign, each with its own role in front. Fields rather than the JSON, so that both surely sign
 * the same bytes; no field can hold a `|`. Names are left out: they are no proof of anything.
 */
function transcript(signer: End, guest: GuestHello, host: HostHelloFields): Bytes {
  const { nonce, ecdh, key, run, epoch } = host;
  const versions = [guest.v, host.v];
  const numbers = [guest.nonce, guest.ecdh, guest.key, nonce, ecdh, key, run, epoch];
  return utf8([`lockstep/2 ${signer}`, ...versions, ...numbers].join('|'));
}

/** What a host signs that lets a guest not in. The guest's frame holds fresh numbers: no refusal fits two hellos. */
function refusalTranscript(frame: Bytes, { v, reason, by }: SaidRefusal): Bytes {
  return utf8([`lockstep/2 refusal`, v, reason, by.key, by.run, by.epoch, toBase64url(frame)].join('|'));
}

function meeting(guest: GuestHello, host: HostHelloFields): Meeting | undefined {
  const nonces = { guest: fromBase64url(guest.nonce, NONCE_BYTES), host: fromBase64url(host.nonce, NONCE_BYTES) };
  if (!nonces.guest || !nonces.host) return undefined;
  return { nonces: { guest: nonces.guest, host: nonces.host }, run: host.run, epoch: host.epoch };
}

/** The guest's half. */
export async function greetHost(suite: Suite, secrets: RoomSecrets, self: GuestSelf) {
  const own = await suite.ephemeral();
  const guest: GuestHello = {
    kind: 'hello',
    ...OUR_VERSION,
    ...(self.knows ? { knows: self.knows } : {}),
    nonce: toBase64url(suite.random(NONCE_BYTES)),
    ecdh: own.publicKey,
    key: self.identity.key,
    name: nameToTell(self.name),
  };
  const frame = await suite.sealHello(secrets, FRAME.guestHello, NOTHING, encodeMessage(guest));

  /** Rejects with a `LinkError` unless the host has proved itself. */
  async function answered(answer: Bytes) {
    const opened = await suite.openHello(secrets, FRAME.hostHello, frame, answer);
    const version = opened && parseMessage(helloVersionSchema, opened);
    if (!opened || !version) throw new LinkError('malformed');
    const host = parseMessage(hostHelloSchema, opened);
    const common = commonVersion(version);
    if (typeof common === 'string') throw new LinkError(`version-${common}`);
    if (!host) throw new LinkError('malformed');
    if (host.kind === 'refused') {
      // It knows our version's bounds, and we its: a host that refuses it all the same is the newer one.
      const reason = host.reason === 'version' ? 'version-ours-old' : host.reason;
      throw new LinkError(reason, await isRefusalOfHost(host));
    }

    const signature = fromBase64url(host.signature, SIGNATURE_BYTES);
    const met = meeting(guest, host);
    if (!signature || !met || !(await suite.verify(host.key, signature, transcript('host', guest, host)))) {
      throw new LinkError('malformed');
    }
    const claim = { host: memberIdOf(host.key), run: host.run, epoch: host.epoch };
    if (self.believes(claim) !== 'accept') throw new LinkError('refused');
    const session = await own.session('guest', host.ecdh, secrets, met);
    if (!session) throw new LinkError('malformed');
    const proof = await suite.sign(self.identity, transcript('guest', guest, host));
    return { host, session, ready: { kind: 'ready', signature: toBase64url(proof) } as const };
  }

  /** Whether the host that is believed has signed it. */
  async function isRefusalOfHost({ v, reason, by }: HostRefusal): Promise<boolean> {
    const signature = by && fromBase64url(by.signature, SIGNATURE_BYTES);
    if (!by || !signature) return false;
    if (!(await suite.verify(by.key, signature, refusalTranscript(frame, { v, reason, by })))) return false;
    return self.believes({ host: memberIdOf(by.key), run: by.run, epoch: by.epoch }) === 'accept';
  }
  return { frame, answered };
}

export type Answer =
  /** Has not the room code: not a word. */
  | { readonly kind: 'stranger' }
  | { readonly kind: 'refused'; readonly frame: Bytes }
  | {
      readonly kind: 'answered';
      readonly frame: Bytes;
      readonly guest: GuestHello;
      readonly session: Session;
      /** Whether the guest's `ready` is signed with the key that its hello named. */
      proves(signature: string): Promise<boolean>;
    };

/** The host's half. */
export async function answerGuest(suite: Suite, secrets: RoomSecrets, self: HostSelf, frame: Bytes): Promise<Answer> {
  const opened = await suite.openHello(secrets, FRAME.guestHello, NOTHING, frame);
  if (!opened) return { kind: 'stranger' };

  const seal = (hello: HostHello) => suite.sealHello(secrets, FRAME.hostHello, frame, encodeMessage(hello));
  const refuse = async (reason: Refusal): Promise<Answer> => {
    const said = { v: PROTOCOL_VERSION, reason, by: { key: self.identity.key, run: self.run, epoch: self.epoch } };
    const signature = toBase64url(await suite.sign(self.identity, refusalTranscript(frame, said)));
    const by = { ...said.by, signature };
    return { kind: 'refused', frame: await seal({ kind: 'refused', ...said, min: PROTOCOL_MIN, by }) };
  };

  // The version before anything else: another version's hello may look like anything.
  const version = parseMessage(helloVersionSchema, opened);
  if (version && typeof commonVersion(version) === 'string') return refuse('version');
  const guest = parseMessage(guestHelloSchema, opened);
  if (!guest) return refuse('malformed');
  const refusal = self.refuses({ key: guest.key, name: guest.name });
  if (refusal) return refuse(refusal === 'elsewhere' ? 'refused' : refusal);
  if (guest.knows) self.learns?.(guest.knows);

  const own = await suite.ephemeral();
  const fields: HostHelloFields = {
    ...OUR_VERSION,
    nonce: toBase64url(suite.random(NONCE_BYTES)),
    ecdh: own.publicKey,
    key: self.identity.key,
    run: self.run,
    epoch: self.epoch,
  };
  const met = meeting(guest, fields);
  const session = met && (await own.session('host', guest.ecdh, secrets, met));
  if (!session) return refuse('malformed');
  const signature = toBase64url(await suite.sign(self.identity, transcript('host', guest, fields)));
  return {
    kind: 'answered',
    frame: await seal({ kind: 'hello', ...fields, name: nameToTell(self.name), signature }),
    guest,
    session,
    async proves(proof) {
      const bytes = fromBase64url(proof, SIGNATURE_BYTES);
      return bytes !== undefined && (await suite.verify(guest.key, bytes, transcript('guest', guest, fields)));
    },
  };
}
