import { describe, expect, it } from 'vitest';
import { bitReader, bitWriter } from '../../../../lib/transport/manual/bits';
import {
  type Candidate,
  candidateLine,
  parseCandidate,
  readCandidate,
  writeCandidate,
} from '../../../../lib/transport/manual/candidate';

const NAME = '3f2504e0-4f89-41d3-9a0c-0305e82c3301.local';

describe('candidates of browsers (TR-22)', () => {
  it.each<[string, Candidate]>([
    [
      'candidate:2325644105 1 udp 2113937151 192.0.2.2 43364 typ host generation 0 network-cost 999',
      { kind: 'host', address: '192.0.2.2', port: 43_364 },
    ],
    ['candidate:0 1 UDP 2122187007 192.0.2.2 34420 typ host', { kind: 'host', address: '192.0.2.2', port: 34_420 }],
    [
      'candidate:2381115385 1 udp 2113942271 fd00::2 34502 typ host generation 0',
      { kind: 'host', address: 'fd00:0:0:0:0:0:0:2', port: 34_502 },
    ],
    [`candidate:1 1 udp 2113937151 ${NAME} 54321 typ host`, { kind: 'host', address: NAME, port: 54_321 }],
    [
      'candidate:842163049 1 udp 1677729535 198.51.100.7 60100 typ srflx raddr 192.168.1.7 rport 60100 generation 0',
      { kind: 'srflx', address: '198.51.100.7', port: 60_100 },
    ],
    [
      'candidate:5 1 udp 41885439 203.0.113.9 49200 typ relay raddr 198.51.100.7 rport 60100',
      { kind: 'relay', address: '203.0.113.9', port: 49_200 },
    ],
  ])('reads %s', (line, candidate) => expect(parseCandidate(line)).toEqual(candidate));

  it.each([
    ['over TCP', 'candidate:2 1 TCP 2105458943 192.0.2.2 9 typ host tcptype active'],
    ['of another component', 'candidate:2 2 udp 2105458943 192.0.2.2 9 typ host'],
    ['seen by a peer', 'candidate:2 1 udp 2105458943 192.0.2.2 9 typ prflx'],
    ['with no port', 'candidate:2 1 udp 2105458943 192.0.2.2 0 typ host'],
    ['with too high a port', 'candidate:2 1 udp 2105458943 192.0.2.2 65536 typ host'],
    ['everywhere', 'candidate:2 1 udp 2105458943 0.0.0.0 9 typ host'],
    ['to everybody', 'candidate:2 1 udp 2105458943 255.255.255.255 9 typ host'],
    ['to a group', 'candidate:2 1 udp 2105458943 224.0.0.251 9 typ host'],
    ['to a group of v6', 'candidate:2 1 udp 2105458943 ff02::fb 9 typ host'],
    ['with a zone', 'candidate:2 1 udp 2105458943 fe80::1%eth0 9 typ host'],
    ['with another name', 'candidate:2 1 udp 2105458943 printer.local 9 typ host'],
    ['with a public name', 'candidate:2 1 udp 2105458943 example.org 9 typ host'],
    ['with part of an address', 'candidate:2 1 udp 2105458943 192.0.2 9 typ host'],
    ['with too much of one', 'candidate:2 1 udp 2105458943 1:2:3:4:5:6:7:8:9 9 typ host'],
    ['with two gaps', 'candidate:2 1 udp 2105458943 1::2::3 9 typ host'],
    ['with a gap of nothing', 'candidate:2 1 udp 2105458943 1:2:3:4::5:6:7:8 9 typ host'],
    ['with more behind the line', 'candidate:2 1 udp 2105458943 192.0.2.2 9 typ host\r\na=setup:active'],
  ])('leaves out one %s', (_, line) => expect(parseCandidate(line)).toBeUndefined());

  it('shortens no group of an IPv6 address that is not zero', () => {
    const parsed = (address: string) => parseCandidate(`candidate:1 1 udp 1 ${address} 9 typ host`)?.address;
    expect(parsed('2001:db8::')).toBe('2001:db8:0:0:0:0:0:0');
    expect(parsed('::1')).toBe('0:0:0:0:0:0:0:1');
    expect(parsed('2001:0DB8:00a0:0f00:1000:0001:0:ffff')).toBe('2001:db8:a0:f00:1000:1:0:ffff');
  });
});

describe('candidates in a code (TR-22)', () => {
  it('come out as they went in, and as a line that is read the same', () => {
    for (const kind of ['host', 'srflx', 'relay'] as const) {
      for (const address of ['10.0.0.1', '2001:db8:0:0:0:0:0:1', NAME]) {
        const candidate: Candidate = { kind, address, port: 1024 };
        const writer = bitWriter();
        writeCandidate(writer, candidate);
        expect(readCandidate(bitReader(writer.bytes()))).toEqual(candidate);
        expect(parseCandidate(candidateLine(candidate, 3))).toEqual(candidate);
      }
    }
  });

  it('prefer what is nearer, and the first of each kind', () => {
    const priority = (kind: Candidate['kind'], place: number) =>
      Number(candidateLine({ kind, address: '10.0.0.1', port: 1 }, place).split(' ')[3]);
    const order = [priority('host', 0), priority('host', 7), priority('srflx', 0), priority('relay', 0)];
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    // RFC 8445 §5.1.2: 1 to 2³¹ − 1.
    expect(Math.max(...order)).toBeLessThan(2 ** 31);
    expect(Math.min(...order)).toBeGreaterThan(0);
  });

  it.each<[string, Candidate]>([
    ['a port of none', { kind: 'host', address: '10.0.0.1', port: 0 }],
    ['a group', { kind: 'host', address: '239.1.2.3', port: 1 }],
    ['no address', { kind: 'host', address: '10.0.0.1\r\na=setup:active', port: 1 }],
  ])('refuse %s', (_, candidate) => expect(() => writeCandidate(bitWriter(), candidate)).toThrow(RangeError));
});
