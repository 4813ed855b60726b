import type { Candidate } from '../../../../lib/transport/manual/candidate';
import type { Description } from '../../../../lib/transport/manual/description';

/** As Chromium 156 wrote it. */
export const CHROMIUM_SDP = [
  'v=0',
  'o=- 7646369550741096957 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=application 43364 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 192.0.2.2',
  'a=candidate:2325644105 1 udp 2113937151 192.0.2.2 43364 typ host generation 0 network-cost 999',
  'a=candidate:2381115385 1 udp 2113942271 fd00::2 34502 typ host generation 0 network-cost 999',
  'a=ice-ufrag:jhmj',
  'a=ice-pwd:FBSVytwlGu7EPILab8gbuN5O',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 4A:11:20:08:87:11:DF:F8:BD:A5:FC:6B:11:14:F9:B2:19:21:0C:F8:4D:42:80:5C:73:92:5A:AF:B4:CC:F1:49',
  'a=setup:active',
  'a=mid:0',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  '',
].join('\r\n');

/** As Firefox 153 wrote it. */
export const FIREFOX_SDP = [
  'v=0',
  'o=mozilla...THIS_IS_SDPARTA-99.0 6997318948843699573 0 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=sendrecv',
  'a=fingerprint:sha-256 0B:DD:29:2C:63:12:41:41:2F:C8:2E:E1:BA:72:FB:73:E9:FD:76:38:C7:37:55:A6:AF:E4:45:23:EF:2F:B1:B4',
  'a=group:BUNDLE 0',
  'a=ice-options:trickle',
  'a=msid-semantic:WMS *',
  'm=application 34420 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 192.0.2.2',
  'a=candidate:0 1 UDP 2122187007 192.0.2.2 34420 typ host',
  'a=candidate:1 1 UDP 2122252543 fd00::2 53546 typ host',
  'a=candidate:2 1 TCP 2105458943 192.0.2.2 9 typ host tcptype active',
  'a=candidate:3 1 TCP 2105524479 fd00::2 9 typ host tcptype active',
  'a=sendrecv',
  'a=end-of-candidates',
  'a=ice-pwd:359894b7708a320a552e6aacfd24f854',
  'a=ice-ufrag:dc182684',
  'a=mid:0',
  'a=setup:active',
  'a=sctp-port:5000',
  'a=max-message-size:1073741823',
  '',
].join('\r\n');

/** Descriptions of every legal kind. */
export function anyDescription(random: () => number): Description {
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const one = <T>(list: readonly T[]) => list[whole(0, list.length - 1)] as T;
  const text = (length: number) =>
    Array.from({ length }, () => one([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'])).join('');
  const hex = (length: number) => Array.from({ length }, () => one([...'0123456789abcdef'])).join('');
  const addresses = [
    () => [whole(1, 223), whole(0, 255), whole(0, 255), whole(0, 255)].join('.'),
    () => [whole(1, 0xfeff), ...Array.from({ length: 7 }, () => whole(0, 0xffff))].map((n) => n.toString(16)).join(':'),
    () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}.local`,
  ];
  const candidate = (): Candidate => ({
    kind: one(['host', 'srflx', 'relay'] as const),
    address: one(addresses)(),
    port: whole(1, 65_535),
  });
  return {
    ufrag: text(whole(4, 63)),
    pwd: text(whole(22, 63)),
    fingerprint: Uint8Array.from({ length: 32 }, () => whole(0, 255)),
    candidates: Array.from({ length: whole(0, 8) }, candidate),
  };
}
