import type { BitReader, BitWriter } from './bits';

/** An address at which an end may be reached, over UDP. */
export interface Candidate {
  readonly kind: 'host' | 'srflx' | 'relay';
  /** `192.168.1.7`, `2001:db8:0:0:0:0:0:1`, or a name for this network only: `<uuid>.local`. */
  readonly address: string;
  readonly port: number;
}

const KINDS = ['host', 'srflx', 'relay'] as const;
/** RFC 8445 §5.1.2.2: what is nearer is tried first. */
const TYPE_PREFERENCE = { host: 126, srflx: 100, relay: 0 } as const;

interface Family {
  readonly bytes: number;
  /** Undefined when the text is no such address. */
  readonly parse: (text: string) => Uint8Array | undefined;
  readonly format: (bytes: Uint8Array) => string;
  readonly isMulticast: (bytes: Uint8Array) => boolean;
}

/** In the order of their numbers in a code. */
const FAMILIES: readonly Family[] = [
  // Class D and above: multicast, reserved, broadcast.
  { bytes: 4, parse: parseV4, format: (bytes) => bytes.join('.'), isMulticast: ([first = 0]) => first >= 224 },
  { bytes: 16, parse: parseV6, format: formatV6, isMulticast: ([first]) => first === 0xff },
  { bytes: 16, parse: parseName, format: formatName, isMulticast: () => false },
];

const LINE =
  /^candidate:[A-Za-z0-9+/]{1,32} 1 udp \d{1,10} ([A-Za-z0-9.:-]{2,64}) (\d{1,5}) typ (host|srflx|relay)(?: |$)/i;

/**
 * A candidate line of a browser's own description, without `a=`.
 *
 * @returns undefined for what is no address over UDP, or none that another machine can reach
 */
export function parseCandidate(line: string): Candidate | undefined {
  const [, address = '', port = '', word = ''] = LINE.exec(line) ?? [];
  const kind = KINDS.find((known) => known === word.toLowerCase());
  const found = addressOf(address);
  if (!kind || !found || !isReachable(found.family, found.bytes, Number(port))) return undefined;
  return { kind, address: found.family.format(found.bytes), port: Number(port) };
}

/** The line for a description. `place`: of the candidate among the others; 0 is the best. */
export function candidateLine({ kind, address, port }: Candidate, place: number): string {
  const priority = TYPE_PREFERENCE[kind] * 2 ** 24 + (65_535 - place) * 2 ** 8 + 255;
  // A browser asks for the address that was seen from outside to come with one inside, whichever.
  const inside = kind === 'host' ? '' : ' raddr 0.0.0.0 rport 0';
  return `candidate:${place + 1} 1 udp ${priority} ${address} ${port} typ ${kind}${inside}`;
}

/** @throws RangeError when nobody could be reached there */
export function writeCandidate(writer: BitWriter, { kind, address, port }: Candidate): void {
  const found = addressOf(address);
  if (!found || !isReachable(found.family, found.bytes, port)) throw new RangeError(`${address} ${port}: unreachable`);
  writer.write(KINDS.indexOf(kind), 2).write(FAMILIES.indexOf(found.family), 2).writeBytes(found.bytes).write(port, 16);
}

/** @returns undefined for what `writeCandidate` does not write. Throws a `BitError` when the bits end. */
export function readCandidate(reader: BitReader): Candidate | undefined {
  const kind = KINDS[reader.read(2)];
  const family = FAMILIES[reader.read(2)];
  if (!kind || !family) return undefined;
  const bytes = reader.readBytes(family.bytes);
  const port = reader.read(16);
  return isReachable(family, bytes, port) ? { kind, address: family.format(bytes), port } : undefined;
}

function isReachable(family: Family, bytes: Uint8Array, port: number): boolean {
  return port > 0 && port <= 65_535 && bytes.some((byte) => byte !== 0) && !family.isMulticast(bytes);
}

function addressOf(text: string): { readonly family: Family; readonly bytes: Uint8Array } | undefined {
  for (const family of FAMILIES) {
    const bytes = family.parse(text);
    if (bytes) return { family, bytes };
  }
  return undefined;
}

function parseV4(text: string): Uint8Array | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? Uint8Array.from(parts) : undefined;
}

/** RFC 4291 §2.2, without a dotted end and without a zone. */
function parseV6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || !/^[\da-f:]{2,39}$/i.test(text)) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return fromHex(groups.map((group) => group.padStart(4, '0')).join(''));
}

function formatV6(bytes: Uint8Array): string {
  return (toHex(bytes).match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, '')).join(':');
}

/** What browsers give in place of an address of this network (draft-ietf-mmusic-mdns-ice-candidates): a random UUID. */
function parseName(text: string): Uint8Array | undefined {
  const uuid = /^([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})\.local$/i.exec(text);
  return uuid ? fromHex(uuid.slice(1).join('')) : undefined;
}

function formatName(bytes: Uint8Array): string {
  return `${toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}.local`;
}

const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
