import { CHANNEL_OPTIONS, type Channel, channelOver } from '../channel';
import { iceConfig } from '../ice-servers';
import { type RoomAddress, TransportError } from '../transport';
import { type Description, fromSdp, toSdp } from './description';

export type IceServers = RoomAddress['iceServers'];

/** Addresses that come later are left out: the code has to be copied now, ms. */
const GATHER_MS = 2_500;
/** The only data channel: an end of ours makes it by itself. */
const CHANNEL_ID = 0;

/** One end of a pair, from its birth to its last frame. */
export interface Connection {
  /** Its own description with the addresses that were found. Rejects with a `TransportError`: `no-network`. */
  offer(): Promise<Description>;
  answer(offer: Description): Promise<Description>;
  /** Takes in the answer to `offer`. Rejects when the browser does not like it. */
  accept(answer: Description): Promise<void>;
  /** Resolves with the channel once it is open. Rejects with a `TransportError`: `no-path`, `aborted`. */
  open(withinMs: number, signal: AbortSignal): Promise<Channel>;
  /** Resolves once the browser has given up to find a path. */
  readonly failed: Promise<void>;
  close(): void;
}

/** @throws TransportError `webrtc-disabled` */
export function openConnection(iceServers: IceServers, certificate?: RTCCertificate): Connection {
  let rtc: RTCPeerConnection;
  try {
    rtc = new RTCPeerConnection({
      ...iceConfig(() => iceServers),
      ...(certificate && { certificates: [certificate] }),
    });
  } catch {
    // Privacy extensions and settings take the constructor away, or make it throw.
    throw new TransportError('webrtc-disabled');
  }
  const data = rtc.createDataChannel('lockstep', { ...CHANNEL_OPTIONS, id: CHANNEL_ID });
  const channel = channelOver(rtc, data, () => rtc.close());

  async function described(): Promise<Description> {
    await gathered(rtc);
    const description = fromSdp(rtc.localDescription?.sdp ?? '');
    if (description.candidates.length === 0) throw new TransportError('no-network');
    return description;
  }

  return {
    async offer() {
      await rtc.setLocalDescription(await rtc.createOffer());
      return described();
    },
    async answer(offer) {
      await rtc.setRemoteDescription({ type: 'offer', sdp: toSdp(offer, 'offer') });
      await rtc.setLocalDescription(await rtc.createAnswer());
      return described();
    },
    accept: (answer) => rtc.setRemoteDescription({ type: 'answer', sdp: toSdp(answer, 'answer') }),
    open: (withinMs, signal) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => () => {
          clearTimeout(late);
          data.removeEventListener('open', opened);
          signal.removeEventListener('abort', aborted);
          settle();
        };
        const opened = end(() => resolve(channel));
        const aborted = end(() => reject(new TransportError('aborted')));
        const late = setTimeout(
          end(() => reject(new TransportError('no-path'))),
          withinMs,
        );
        data.addEventListener('open', opened);
        signal.addEventListener('abort', aborted);
        if (data.readyState === 'open') opened();
        if (signal.aborted) aborted();
      }),
    failed: new Promise((resolve) => {
      rtc.addEventListener('connectionstatechange', () => {
        if (rtc.connectionState === 'failed') resolve();
      });
    }),
    close: () => rtc.close(),
  };
}

/** Resolves once all addresses are known, or it is time to go without the rest. */
function gathered(rtc: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (rtc.iceGatheringState === 'complete') resolve();
    };
    rtc.addEventListener('icegatheringstatechange', look);
    look();
    setTimeout(resolve, GATHER_MS);
  });
}
