import { describe, expect, it } from 'vitest';
import { bitReader, bitWriter } from '../../../../lib/transport/manual/bits';
import { fromSdp, readDescription, toSdp, writeDescription } from '../../../../lib/transport/manual/description';
import { seeded } from '../../../helpers/virtual-random';
import { anyDescription, CHROMIUM_SDP, FIREFOX_SDP } from './samples';

describe('descriptions (TR-22)', () => {
  it('are taken from what browsers write', () => {
    const chromium = fromSdp(CHROMIUM_SDP);
    expect(chromium).toMatchObject({ ufrag: 'jhmj', pwd: 'FBSVytwlGu7EPILab8gbuN5O' });
    expect(Buffer.from(chromium.fingerprint).toString('hex')).toMatch(/^4a112008.{48}b4ccf149$/);
    expect(chromium.candidates).toEqual([
      { kind: 'host', address: '192.0.2.2', port: 43_364 },
      { kind: 'host', address: 'fd00:0:0:0:0:0:0:2', port: 34_502 },
    ]);
    const firefox = fromSdp(FIREFOX_SDP);
    expect(firefox).toMatchObject({ ufrag: 'dc182684', pwd: '359894b7708a320a552e6aacfd24f854' });
    expect(firefox.candidates.map(({ port }) => port)).toEqual([34_420, 53_546]);
  });

  it('come out of a code and of a session description as they went in, whichever', () => {
    const random = seeded(7).next;
    for (let round = 0; round < 2_000; round++) {
      const description = anyDescription(random);
      const writer = bitWriter();
      writeDescription(writer, description);
      const reader = bitReader(writer.bytes());
      expect(readDescription(reader)).toEqual(description);
      reader.end();
    }
  });

  it('are read again from what is made of them, best candidates first', () => {
    const random = seeded(8).next;
    for (let round = 0; round < 500; round++) {
      const description = anyDescription(random);
      const again = fromSdp(toSdp(description, round % 2 ? 'offer' : 'answer'));
      expect({ ...again, candidates: [] }).toEqual({ ...description, candidates: [] });
      const inside = again.candidates.filter(({ kind }) => kind === 'host');
      expect(again.candidates.slice(0, inside.length)).toEqual(inside);
      for (const candidate of again.candidates) expect(description.candidates).toContainEqual(candidate);
    }
  });

  it('name each address once, and keep some of outside where there are many inside', () => {
    const inside = Array.from({ length: 20 }, (_, i) => `a=candidate:${i} 1 udp 1 10.0.0.${i + 1} 9 typ host`);
    const outside = ['a=candidate:30 1 udp 1 198.51.100.7 9 typ srflx raddr 10.0.0.1 rport 9'];
    const sdp = CHROMIUM_SDP.replace(/a=candidate[^\r]*/g, [...inside, ...inside, ...outside].join('\r\n'));
    const { candidates } = fromSdp(sdp);
    expect(candidates).toHaveLength(8);
    expect(candidates.at(-1)).toEqual({ kind: 'srflx', address: '198.51.100.7', port: 9 });
    expect(new Set(candidates.map(({ address }) => address)).size).toBe(8);
  });

  it.each([
    ['no certificate', /a=fingerprint[^\r]*\r\n/, ''],
    ['another digest', /sha-256/, 'sha-1'],
    ['a short digest', /:49\r/, '\r'],
    ['no password', /a=ice-pwd[^\r]*\r\n/, ''],
    ['a short password', /FBSV[^\r]*/, 'FBSV'],
    ['a password of other characters', /FBSV/, 'F-SV'],
  ])('are refused with %s', (_, from, to) => expect(() => fromSdp(CHROMIUM_SDP.replace(from, to))).toThrow(RangeError));

  it.each([
    ['ufrag', { ufrag: 'abcd\r\na=candidate:1 1 udp 1 203.0.113.9 9 typ host' }],
    ['pwd', { pwd: 'FBSVytwlGu7EPILab8gbuN5O\r\na=setup:passive' }],
    ['an address', { candidates: [{ kind: 'host' as const, address: '10.0.0.1 9 typ host\r\na=mid:1', port: 9 }] }],
    ['a digest', { fingerprint: new Uint8Array(31) }],
    ['too many candidates', { candidates: Array(9).fill({ kind: 'host', address: '10.0.0.1', port: 9 }) }],
  ])('never carry another line in %s', (_, part) =>
    expect(() => writeDescription(bitWriter(), { ...fromSdp(CHROMIUM_SDP), ...part })).toThrow(RangeError),
  );

  it('are session descriptions of lines of ours, whatever a code held', () => {
    const random = seeded(9).next;
    const known =
      /^(v=0|o=- 1 2 IN IP4 127\.0\.0\.1|s=-|t=0 0|a=group:BUNDLE 0|m=application 9 UDP\/DTLS\/SCTP webrtc-datachannel|c=IN IP4 0\.0\.0\.0|a=candidate:\d 1 udp \d{1,10} [\da-f.:-]+(\.local)? \d{1,5} typ (host|(srflx|relay) raddr 0\.0\.0\.0 rport 0)|a=ice-ufrag:[A-Za-z0-9+/]{4,63}|a=ice-pwd:[A-Za-z0-9+/]{22,63}|a=fingerprint:sha-256 ([\dA-F]{2}:){31}[\dA-F]{2}|a=setup:(active|passive)|a=mid:0|a=sctp-port:5000|a=max-message-size:262144)?$/;
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const bytes = Uint8Array.from({ length: 400 }, () => random() * 256);
      // Lengths that may be, so that enough of them get through to the end.
      if (round % 2) bytes.set([0x11, 0x80], 0);
      const description = readDescription(bitReader(bytes));
      if (!description) continue;
      read++;
      for (const line of toSdp(description, round % 2 ? 'offer' : 'answer').split('\r\n')) expect(line).toMatch(known);
    }
    expect(read).toBeGreaterThan(500);
  });
});
