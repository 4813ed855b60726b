import {
  type Answering,
  answerTo,
  CodeError,
  type ManualHost,
  openManualHost,
  readOffer,
} from '../../lib/transport/manual';
import { type OpenTransport, type Transport, TransportError } from '../../lib/transport/transport';
import { check, type Net, pause, type Scenario, starScenarios, until, watch } from './transport-scenarios';

/** Runs in a page, where WebRTC is. `byHand` is one end, whose codes the test carries to an end in another page. */
declare global {
  interface Window {
    runManualScenario(name: string): Promise<void>;
    manualScenarios: readonly string[];
    byHand: {
      offer(secret: string): Promise<string>;
      answer(offer: string, secret: string): Promise<{ readonly code: string; readonly lifeMs: number }>;
      accept(answer: string): Promise<string>;
      /** Says it as soon as the answer has been taken in. */
      say(words: string): Promise<void>;
      heard(): Promise<string>;
      close(): void;
    };
  }
}

const never = new AbortController().signal;
const room = Uint8Array.from({ length: 15 }, (_, i) => i);
let rooms = 0;

/** As the room derives them from its code. */
async function keysOf(secret: string) {
  const digest = await crypto.subtle.digest('SHA-512', new TextEncoder().encode(secret));
  return { key: new Uint8Array(digest, 0, 32), tag: new Uint8Array(digest, 32, 4) };
}

/** Carries each code from one end to the other, as two people would. */
function openByHand(): OpenTransport {
  const hosts = new Map<string, ManualHost>();
  return async (address, role, signal) => {
    const keys = await keysOf(address.rendezvousId);
    if (role === 'host') {
      const host = openManualHost({ room, keys, iceServers: [] });
      hosts.set(address.rendezvousId, host);
      return host.transport;
    }
    const host = hosts.get(address.rendezvousId);
    if (!host) throw new TransportError('host-not-found');
    const answering = await answerTo(readOffer(await host.offerCode()), keys, [], signal);
    await host.acceptAnswer(answering.code);
    return answering.opened;
  };
}

async function reason(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
    return 'fulfilled';
  } catch (error) {
    if (error instanceof CodeError) return error.problem;
    if (error instanceof TransportError) return error.reason;
    return String(error);
  }
}

async function expectReason(doing: Promise<unknown>, expected: string): Promise<void> {
  const found = await reason(doing);
  check(found === expected, `${expected}, not ${found}`);
}

/** A host, and a guest whose answer is not carried yet. */
async function halfPair() {
  const keys = await keysOf(`own-${++rooms}`);
  const host = openManualHost({ room, keys, iceServers: [] });
  const code = await host.offerCode();
  const answering = await answerTo(readOffer(code), keys, [], never);
  return { keys, host, code, answering };
}

/** What only codes by hand can get wrong. */
const own: Record<string, () => Promise<void>> = {
  async 'an answer is good once'() {
    const { host, answering } = await halfPair();
    await host.acceptAnswer(answering.code);
    await expectReason(host.acceptAnswer(answering.code), 'stale');
    const guest = watch(await answering.opened);
    guest.transport.send(new Uint8Array([1]));
    const seen = watch(host.transport);
    await until(() => seen.messages.length === 1, 1_000, 'it is not disturbed');
    host.transport.close();
  },

  async 'a wrong code is named, and the offer stays as good as before'() {
    const { host, code, answering } = await halfPair();
    const other = await halfPair();
    const [first = ''] = answering.code;
    await expectReason(host.acceptAnswer((first === 'A' ? 'B' : 'A') + answering.code.slice(1)), 'mistyped');
    await expectReason(host.acceptAnswer(code), 'own-code');
    await expectReason(host.acceptAnswer(other.answering.code), 'other-room');
    await expectReason(host.acceptAnswer('see you tomorrow at eight'), 'not-a-code');
    await host.acceptAnswer(answering.code);
    (await answering.opened).close();
    host.transport.close();
    other.host.transport.close();
  },

  async 'the same offer takes a fresh answer where the first was not carried'() {
    const { keys, host, code, answering } = await halfPair();
    // By now it may have been heard by the host's end, which has not been told of it.
    await pause(1_000);
    const fresh = await answerTo(readOffer(code), keys, [], never);
    check(fresh.code !== answering.code, 'it is another one');
    await host.acceptAnswer(fresh.code);
    (await fresh.opened).close();
    host.transport.close();
  },

  async 'TR-23: an answer that nobody takes says when it is time for a fresh one'() {
    const { keys, host, code } = await halfPair();
    const offer = readOffer(code);
    // An address for examples, at which nobody is: RFC 5737.
    const candidates = [{ kind: 'host' as const, address: '198.51.100.7', port: 9 }];
    const abort = new AbortController();
    const unheard = { ...offer, description: { ...offer.description, candidates } };
    const answering = await answerTo(unheard, keys, [], abort.signal);
    const madeAt = performance.now();
    await answering.expired;
    const lasted = performance.now() - madeAt;
    check(lasted > 5_000 && lasted < 25_000, `it was good for ${lasted} ms`);
    abort.abort();
    await expectReason(answering.opened, 'aborted');
    host.transport.close();
  },

  async 'several offers may be open, the oldest of too many is stale'() {
    const { keys, host, answering } = await halfPair();
    const codes: string[] = [];
    for (let i = 0; i < 8; i++) codes.push(await host.offerCode());
    await expectReason(host.acceptAnswer(answering.code), 'stale');
    const late = await answerTo(readOffer(codes[0] ?? ''), keys, [], never);
    await host.acceptAnswer(late.code);
    const seen = watch(host.transport);
    check(seen.peers.length === 1, 'a friend of another offer is in');
    host.transport.close();
  },

  async 'an answer from an end that is gone: no path, and the room goes on'() {
    const { keys, host, answering } = await halfPair();
    (await halfPair()).host.transport.close();
    await host.acceptAnswer(answering.code);
    const seen = watch(host.transport);
    const abort = new AbortController();
    const gone = await answerTo(readOffer(await host.offerCode()), keys, [], abort.signal);
    abort.abort();
    await expectReason(gone.opened, 'aborted');
    await expectReason(host.acceptAnswer(gone.code), 'no-path');
    check(seen.peers.length === 1 && seen.status?.state === 'open', 'who is in stays in');
    host.transport.close();
  },

  async 'a host that ends takes its offers along'() {
    const { host, answering } = await halfPair();
    const accepting = reason(host.acceptAnswer(answering.code));
    host.transport.close();
    const ended = await accepting;
    check(ended === 'aborted' || ended === 'fulfilled', `aborted, not ${ended}`);
    await expectReason(host.offerCode(), 'aborted');
    await expectReason(host.acceptAnswer(answering.code), 'aborted');
  },

  async 'an abort ends an answer, at any moment'() {
    const { keys, host, code } = await halfPair();
    await expectReason(answerTo(readOffer(code), keys, [], AbortSignal.abort()), 'aborted');
    const abort = new AbortController();
    const answering = answerTo(readOffer(code), keys, [], abort.signal);
    abort.abort();
    await expectReason(answering, 'aborted');
    host.transport.close();
  },

  async 'text and what is too long is not heard, and harms nobody'() {
    const { host, answering } = await halfPair();
    const Plain = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: unknown) => void;
    const strays: unknown[] = ['text', new Uint8Array(20_000)];
    RTCDataChannel.prototype.send = function (data: unknown) {
      for (const stray of strays.splice(0)) Plain.call(this, stray);
      Plain.call(this, data);
    };
    await host.acceptAnswer(answering.code);
    const seen = watch(host.transport);
    (await answering.opened).send(new Uint8Array([1, 2, 3]));
    RTCDataChannel.prototype.send = Plain as RTCDataChannel['send'];
    await until(() => seen.messages.length > 0, 1_000, 'what is short is heard');
    check(seen.messages.map(({ bytes }) => bytes.join()).join(' ') === '1,2,3', 'and only that');
    host.transport.close();
  },

  async 'who takes nothing is given up'() {
    const { host, answering } = await halfPair();
    await host.acceptAnswer(answering.code);
    const seen = watch(host.transport);
    const guest = watch(await answering.opened);
    // Nothing leaves before this task is over: as if the other end had stopped to read.
    for (let i = 0; i < 40; i++) host.transport.send(new Uint8Array(16_000));
    check(seen.peers.length === 0, 'it is off the list');
    await until(() => guest.status?.state === 'closed', 1_000, 'and sees it');
    host.transport.close();
  },

  async 'a browser without WebRTC, and one without a network, are told'() {
    const { keys, host, code } = await halfPair();
    const kept = window.RTCPeerConnection;
    Object.assign(window, { RTCPeerConnection: undefined });
    await expectReason(host.offerCode(), 'webrtc-disabled');
    await expectReason(answerTo(readOffer(code), keys, [], never), 'webrtc-disabled');
    // No candidate at all is found where only relays may be used and none is known.
    Object.assign(window, {
      RTCPeerConnection: class extends kept {
        constructor(config: RTCConfiguration) {
          super({ ...config, iceTransportPolicy: 'relay' });
        }
      },
    });
    await expectReason(host.offerCode(), 'no-network');
    await expectReason(answerTo(readOffer(code), keys, [], never), 'no-network');
    Object.assign(window, { RTCPeerConnection: kept });
    host.transport.close();
  },
};

window.manualScenarios = Object.keys({ ...starScenarios, ...own });
window.runManualScenario = async (name) => {
  const net: Net = {
    open: openByHand(),
    address: () => ({ rendezvousId: `room-${++rooms}`, token: '', door: '', server: undefined, iceServers: [] }),
    stopSignalling: async () => {},
    startSignalling: async () => {},
  };
  const scenario: Scenario | undefined = starScenarios[name] ?? own[name];
  if (!scenario) throw new Error(`no scenario ${name}`);
  await scenario(net);
};

let host: ManualHost | undefined;
let answering: Answering | undefined;
let seen: ReturnType<typeof watch> | undefined;
const listen = (transport: Transport) => {
  seen = watch(transport);
  return transport;
};

window.byHand = {
  async offer(secret) {
    if (!host) {
      host = openManualHost({ room, keys: await keysOf(secret), iceServers: [] });
      listen(host.transport);
    }
    return host.offerCode();
  },
  async answer(offer, secret) {
    answering = await answerTo(readOffer(offer), await keysOf(secret), [], never);
    answering.opened.then(listen, () => {});
    return { code: answering.code, lifeMs: answering.lifeMs };
  },
  accept: async (answer) => host?.acceptAnswer(answer) ?? 'no host',
  async say(words) {
    await until(() => seen !== undefined && seen.peers.length > 0, 3_000, 'there is somebody');
    seen?.transport.send(new TextEncoder().encode(words));
  },
  async heard() {
    await until(() => seen !== undefined && seen.messages.length > 0, 3_000, 'something is heard');
    return new TextDecoder().decode(seen?.messages[0]?.bytes);
  },
  close: () => seen?.transport.close(),
};
