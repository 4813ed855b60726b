import { randomBytes } from 'node:crypto';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { roomOf } from '../../../server/relay/lock.mjs';

/** 128 bits, as clients of ours make up their ids and hosts their secrets. */
export const random = () => randomBytes(16).toString('base64url');

export type Arrived = { topic: string; text: string; retain: boolean };

/** A client by mqtt.js, which gives up at the first refusal, and all that it was sent. */
export interface RelayClient {
  readonly mqtt: MqttClient;
  readonly id: string;
  /** Resolves with the next message, in the order of arrival. */
  next(): Promise<Arrived>;
  readonly waiting: readonly Arrived[];
  /** Resolves once the server has ended the connection. */
  readonly closed: Promise<void>;
  publish(topic: string, text: string, retain?: boolean): Promise<unknown>;
  /** Whether the server grants it. */
  reads(filter: string): Promise<boolean>;
}

export async function connect(url: string, options: Partial<IClientOptions> = {}): Promise<RelayClient> {
  const id = options.clientId ?? random();
  const client = await mqtt.connectAsync(`${url.replace('http', 'ws')}/mqtt`, {
    protocolVersion: 4,
    reconnectPeriod: 0,
    ...(options.password === undefined ? {} : { username: 'lockstep' }),
    ...options,
    clientId: id,
  });
  const waiting: Arrived[] = [];
  let wake = () => {};
  client.on('message', (topic, payload, { retain }) => {
    waiting.push({ topic, text: payload.toString(), retain });
    wake();
  });
  client.on('error', () => {});
  return {
    mqtt: client,
    id,
    waiting,
    closed: new Promise((resolve) => client.once('close', () => resolve())),
    async next() {
      while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return waiting.shift() as Arrived;
    },
    publish: (topic, text, retain = false) => client.publishAsync(topic, text, { qos: 0, retain }),
    async reads(filter) {
      try {
        return (await client.subscribeAsync(filter)).every(({ qos }) => qos === 0);
      } catch (error) {
        // mqtt.js would refuse a malformed filter by itself, and the server would be asked nothing.
        if (/code 128|Unspecified error/.test(String(error))) return false;
        throw error;
      }
    },
  };
}

/** A room of one's own: its name, and who is its host. */
export async function openRoom(url: string, options: Partial<IClientOptions> = {}) {
  const secret = random();
  const room = roomOf(secret);
  const host = await connect(url, { ...options, password: secret });
  return { secret, room, host, down: `ls1/${room}/d`, up: (id: string) => `ls1/${room}/u/${id}` };
}

/** A figure of the server's own. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length));
}
