import type { BitReader, BitWriter } from './bits';
import { type Candidate, candidateLine, parseCandidate, readCandidate, writeCandidate } from './candidate';

/** One end of a connection that carries one data channel: all of a session description that differs between ends. */
export interface Description {
  readonly ufrag: string;
  readonly pwd: string;
  /** SHA-256 of the end's certificate. */
  readonly fingerprint: Uint8Array;
  /** The best first. */
  readonly candidates: readonly Candidate[];
}

/** `ice-char` of RFC 8839 §5.4, in an order of ours. Chromium refuses anything else. */
const ICE_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** RFC 8839 asks for 4 and 22 at least and allows 256. Chromium writes 4 and 24, Firefox 8 and 32. */
const UFRAG = { min: 4, max: 63 } as const;
const PWD = { min: 22, max: 63 } as const;
const FINGERPRINT_BYTES = 32;
/** Each is 5 to 11 characters more to copy; a machine with many networks leaves its worst out. */
const CANDIDATES_MAX = 8;

const isIceText = (text: string, { min, max }: { readonly min: number; readonly max: number }) =>
  text.length >= min && text.length <= max && /^[A-Za-z0-9+/]+$/.test(text);

/**
 * Takes apart what a browser has written of itself.
 *
 * @throws RangeError when a part is missing or is not what browsers write
 */
export function fromSdp(sdp: string): Description {
  const lines = sdp.split(/\r?\n/);
  const attribute = (name: string) =>
    lines
      .find((line) => line.startsWith(`a=${name}:`))
      ?.slice(name.length + 3)
      .trim() ?? '';
  const [ufrag, pwd, print] = [attribute('ice-ufrag'), attribute('ice-pwd'), attribute('fingerprint')];
  const [, hex = ''] = /^sha-256 ((?:[\da-f]{2}:){31}[\da-f]{2})$/i.exec(print) ?? [];
  if (!isIceText(ufrag, UFRAG) || !isIceText(pwd, PWD) || hex === '') throw new RangeError('another kind');
  const fingerprint = Uint8Array.from(hex.split(':'), (byte) => Number.parseInt(byte, 16));
  return { ufrag, pwd, fingerprint, candidates: best(lines.flatMap((line) => candidateOf(line) ?? [])) };
}

const candidateOf = (line: string) => (line.startsWith('a=candidate:') ? parseCandidate(line.slice(2)) : undefined);

/** Each once; of each kind those that the browser prefers, and some of every kind. */
function best(found: readonly Candidate[]): Candidate[] {
  const once = [...new Map(found.map((one) => [`${one.kind} ${one.address} ${one.port}`, one])).values()];
  const outside = once.filter(({ kind }) => kind !== 'host').slice(0, CANDIDATES_MAX / 2);
  const inside = once.filter(({ kind }) => kind === 'host').slice(0, CANDIDATES_MAX - outside.length);
  return [...inside, ...outside];
}

/**
 * A session description as a browser takes it. Every line is ours; of a description only checked fields go in.
 *
 * The offering end begins with DTLS, and not the answering one as browsers would have it: Chromium's offering end lets
 * itself be reached before it knows the answer and keeps what it hears there, so that the first of two answers to one
 * offer, though nobody has carried it, would spoil the second.
 */
export function toSdp({ ufrag, pwd, fingerprint, candidates }: Description, type: 'offer' | 'answer'): string {
  const print = Array.from(fingerprint, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
  const lines = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    ...candidates.map((candidate, place) => `a=${candidateLine(candidate, place)}`),
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${print}`,
    `a=setup:${type === 'offer' ? 'active' : 'passive'}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** @throws RangeError when a field is not what `fromSdp` gives */
export function writeDescription(writer: BitWriter, description: Description): void {
  const { ufrag, pwd, fingerprint, candidates } = description;
  if (!isIceText(ufrag, UFRAG) || !isIceText(pwd, PWD)) throw new RangeError('not of ice-chars');
  if (fingerprint.length !== FINGERPRINT_BYTES) throw new RangeError('not a SHA-256');
  if (candidates.length > CANDIDATES_MAX) throw new RangeError('too many candidates');
  for (const text of [ufrag, pwd]) {
    writer.write(text.length, 6);
    for (const char of text) writer.write(ICE_CHARS.indexOf(char), 6);
  }
  writer.writeBytes(fingerprint).write(candidates.length, 4);
  for (const candidate of candidates) writeCandidate(writer, candidate);
}

/** @returns undefined for what `writeDescription` does not write. Throws a `BitError` when the bits end. */
export function readDescription(reader: BitReader): Description | undefined {
  const text = () => Array.from({ length: reader.read(6) }, () => ICE_CHARS[reader.read(6)]).join('');
  const [ufrag, pwd] = [text(), text()];
  const fingerprint = reader.readBytes(FINGERPRINT_BYTES);
  const count = reader.read(4);
  if (!isIceText(ufrag, UFRAG) || !isIceText(pwd, PWD) || count > CANDIDATES_MAX) return undefined;
  const candidates = Array.from({ length: count }, () => readCandidate(reader));
  return candidates.includes(undefined)
    ? undefined
    : { ufrag, pwd, fingerprint, candidates: candidates as Candidate[] };
}
