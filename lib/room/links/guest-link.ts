import type { Scheduler } from '../../core/time/scheduler';
import type { Rate } from '../../core/time/token-bucket';
import {
  type HostMessage,
  hostMessageSchema,
  type PeerId,
  parseSessionMessage,
  type SignedMessage,
  signedMessageSchema,
} from '../../core/wire/protocol';
import type { Transport } from '../../transport/transport';
import type { Bytes } from './bytes';
import { conversation } from './conversation';
import type { Suite } from './crypto-suite';
import { greetHost, HELLO_MS } from './hello';
import { type GuestSelf, type HostLink, LinkError, type RoomSecrets } from './link';
import { verifyMessage } from './signing';
import { FRAME_MAX_BYTES, heardOf, plainBody, readBody } from './wire-frames';

/** A host answers each ping and publishes every press of a whole room: more than one guest ever says. */
const HOST_RATE: Rate = { burst: 240, perSecond: 60 };

/** A guest's end: says hello to the one peer it has, and resolves when that has proved to be the host. */
export function guestLink(
  suite: Suite,
  transport: Transport,
  secrets: RoomSecrets,
  self: GuestSelf,
  scheduler: Scheduler,
  signal: AbortSignal,
): Promise<HostLink> {
  return new Promise((resolve, reject) => {
    const greeting = greetHost(suite, secrets, self);
    let host: PeerId | undefined;
    let over = false;
    let answering: Promise<void> | undefined;
    let talk: ReturnType<typeof conversation<HostMessage | SignedMessage>> | undefined;

    function stop(): void {
      over = true;
      cancelTimeout();
      signal.removeEventListener('abort', abort);
      for (const unsubscribe of subscriptions) unsubscribe();
    }
    function fail(error: unknown): void {
      if (over) return;
      stop();
      reject(error instanceof LinkError ? error : new LinkError('malformed'));
    }
    const abort = () => fail(new LinkError('closed'));

    async function answer(peer: PeerId, frame: Bytes): Promise<void> {
      const { host: hello, session, ready } = await (await greeting).answered(frame);
      if (over) return;
      cancelTimeout();
      signal.removeEventListener('abort', abort);
      const held = conversation<HostMessage | SignedMessage>({
        transport,
        peer,
        session,
        scheduler,
        rate: HOST_RATE,
        ended: stop,
        read: (body) => readHost(suite, hello, body),
      });
      talk = held;
      held.say(plainBody(ready));
      resolve({
        ...held.link,
        key: hello.key,
        name: hello.name,
        run: hello.run,
        epoch: hello.epoch,
        send: (message) => held.say(plainBody(message)),
      });
    }

    function onMessage(frame: Bytes, from: PeerId): void {
      if (from !== host) return;
      if (talk) talk.receive(frame);
      // Nothing but the hello is heard before the host has proved itself, and that once.
      else if (frame.length > FRAME_MAX_BYTES) fail(new LinkError('malformed'));
      else answering ??= answer(from, frame).catch(fail);
    }

    /** Gone; but it may just have said why. */
    async function lost(): Promise<void> {
      await answering;
      if (talk) talk.lost();
      else fail(new LinkError('lost'));
    }

    function onPeers(peers: readonly PeerId[]): void {
      if (host !== undefined) {
        if (!peers.includes(host)) lost();
        return;
      }
      const [peer] = peers;
      if (peer === undefined) return;
      host = peer;
      greeting.then(({ frame }) => over || transport.send(frame, peer), fail);
    }

    const subscriptions: (() => void)[] = [];
    const cancelTimeout = scheduler.after(HELLO_MS, () => fail(new LinkError('hello-timeout')));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) {
      abort();
      return;
    }
    subscriptions.push(transport.onMessage(onMessage), transport.onPeers(onPeers));
    subscriptions.push(
      transport.onStatus(({ state }) => {
        if (state === 'closed') lost();
      }),
    );
  });
}

/** What only the host may say counts when it is signed and of this run; the rest is for this guest alone. */
function readHost(suite: Suite, host: { readonly key: string; readonly run: string }, body: Bytes) {
  const read = readBody(body);
  if (!read) return 'nothing';
  if (!read.signature) return heardOf(parseSessionMessage(hostMessageSchema, read.json));
  const { json, signature } = read;
  const verified = verifyMessage(suite, host.key, signature, json);
  const parse = (genuine: boolean) => {
    const message = genuine ? heardOf(parseSessionMessage(signedMessageSchema, json)) : 'nothing';
    return message !== 'nothing' && message.run === host.run ? message : 'nothing';
  };
  return verified instanceof Promise ? verified.then(parse) : parse(verified);
}
