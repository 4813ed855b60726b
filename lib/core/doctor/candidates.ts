import type { Cause } from './check';

/** What was asked for while candidates were gathered. */
export interface Asked {
  readonly stun: boolean;
  readonly turn: boolean;
  /** Nothing but TURN was to be used. */
  readonly relayOnly: boolean;
}

/** One line of a browser's own candidates, as far as it counts here. */
interface Candidate {
  readonly protocol: string;
  readonly family: 4 | 6;
  readonly port: number;
  readonly type: string;
  /** The port on this machine of an address that was seen from outside; 0: the browser hides it. */
  readonly basePort: number;
}

/** RFC 8839 §5.1. What cannot be read counts as none. */
const LINE =
  /^(?:a=)?candidate:\S+ 1 (udp|tcp) \d+ (\S+) (\d+) typ (host|srflx|prflx|relay)(?: raddr \S+ rport (\d+))?/i;

function read(line: string): Candidate | undefined {
  const [, protocol = '', address = '', port = '', type = '', basePort = '0'] = LINE.exec(line) ?? [];
  if (type === '') return undefined;
  return {
    protocol: protocol.toLowerCase(),
    family: address.includes(':') ? 6 : 4,
    port: Number(port),
    type: type.toLowerCase(),
    basePort: Number(basePort),
  };
}

/**
 * What keeps this machine from being reached directly, by the candidates that its browser found (SPEC DR-2).
 *
 * @returns undefined: nothing that can be seen from here
 */
export function networkCause(lines: readonly string[], asked: Asked): Cause | undefined {
  const found = lines.flatMap((line) => read(line) ?? []);
  const of = (type: string) => found.filter((candidate) => candidate.type === type && candidate.protocol === 'udp');
  const [host, seen] = [of('host'), of('srflx')];
  const relayed = found.filter(({ type }) => type === 'relay');
  if (asked.turn && relayed.length === 0 && (asked.relayOnly || host.length > 0)) return 'turn-silent';
  if (asked.relayOnly) return undefined;
  if (found.length === 0) return 'no-candidates';
  if (host.length === 0 && seen.length === 0) return relayed.length > 0 && asked.turn ? undefined : 'tcp-only';
  // Who has TURN is reached by it, whatever its own network does.
  if (relayed.length > 0) return undefined;
  if (isSymmetric(host, seen)) return 'symmetric-nat';
  return asked.stun && seen.length === 0 && host.some(({ family }) => family === 4) ? 'stun-silent' : undefined;
}

/**
 * A NAT that keeps its mapping shows one port to all STUN servers, which the browser then names once. Where the browser
 * hides the port behind it, more ports seen than ports had tell as much.
 */
function isSymmetric(host: readonly Candidate[], seen: readonly Candidate[]): boolean {
  return ([4, 6] as const).some((family) => {
    const ports = seen.filter((candidate) => candidate.family === family);
    const bases = ports.filter(({ basePort }) => basePort > 0);
    if (bases.some(({ basePort, port }) => bases.some((b) => b.basePort === basePort && b.port !== port))) return true;
    const hidden = new Set(ports.filter(({ basePort }) => basePort === 0).map(({ port }) => port));
    // Names for this network (`.local`) hide the family: all of them count.
    return hidden.size > 1 && hidden.size > host.length;
  });
}
