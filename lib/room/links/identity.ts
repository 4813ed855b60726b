import { type Bytes, concat, fromBase64url, toBase64url } from './bytes';
import type { Identity } from './link';

/** ECDSA over P-256 with SHA-256: Ed25519 is not in every browser that we run in. */
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const POINT_BYTES = 65;

interface SigningIdentity extends Identity {
  readonly signingKey: CryptoKey;
}

/** A member's key pair. `exported` is a JSON Web Key, which survives storage and messages as JSON. */
export async function createIdentity(): Promise<Identity> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  return importIdentity(await crypto.subtle.exportKey('jwk', pair.privateKey));
}

/** Rejects when `exported` is no private key of this kind. */
export async function importIdentity(exported: unknown): Promise<Identity> {
  const { kty, crv, x, y, d } = Object(exported) as JsonWebKey;
  const [xBytes, yBytes] = [fromBase64url(String(x), 32), fromBase64url(String(y), 32)];
  if (kty !== 'EC' || crv !== 'P-256' || !xBytes || !yBytes || !d) throw new TypeError('not an identity');
  const jwk = { kty, crv, x: String(x), y: String(y), d };
  const signingKey = await crypto.subtle.importKey('jwk', jwk, CURVE, false, ['sign']);
  const identity: SigningIdentity = { key: toBase64url(concat([4], xBytes, yBytes)), exported: jwk, signingKey };
  return identity;
}

/** @param identity from this file; @returns 64 bytes, r then s */
export async function sign(identity: Identity, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(SIGNING, (identity as SigningIdentity).signingKey, message));
}

/** False also for what is no key or no signature. */
export async function verify(key: string, signature: Bytes, message: Bytes): Promise<boolean> {
  const raw = fromBase64url(key, POINT_BYTES);
  if (!raw) return false;
  try {
    const publicKey = await crypto.subtle.importKey('raw', raw, CURVE, false, ['verify']);
    return await crypto.subtle.verify(SIGNING, publicKey, signature, message);
  } catch {
    return false;
  }
}
