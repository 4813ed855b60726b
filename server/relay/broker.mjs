// @ts-check
/** The relay: MQTT 3.1.1 over WebSocket by Aedes, with the hash lock, our limits, and no more than rooms need. */
import { Aedes } from 'aedes';
import { WebSocketServer } from 'ws';
import { createBus } from './bus.mjs';
import { CLOSING, Closing, Connection } from './connection.mjs';
import { isMember, mayPublish, mayRead, parseTopic, roomsOf } from './lock.mjs';
import { MAX_PACKET_BYTES, publishPacket, Refusal } from './packets.mjs';
import { createPersistence, createRetained, RETAINED_MAX_BYTES } from './retained.mjs';
import { createRooms } from './rooms.mjs';

/** One WebSocket message may hold several packets. */
const MAX_MESSAGE_BYTES = 4 * MAX_PACKET_BYTES;
/** How long a WebSocket may stay without CONNECT. */
const CONNECT_MS = 5_000;
/** A client that is silent for one and a half times this is gone, whatever it asked for. */
const KEEPALIVE_MAX_S = 60;
/** What the host learns when a member's connection dies is a word, sealed. */
const MAX_WILL_BYTES = 1_024;

/** @typedef {import('aedes').Client} Client */
/** @typedef {import('aedes').ConnectPacket} ConnectPacket */
/** @typedef {Awaited<ReturnType<typeof createBroker>>} Broker */

/**
 * @param {object} use
 * @param {import('../metrics.mjs').Metrics} use.metrics
 * @param {() => number} use.nowMs
 */
export async function createBroker({ metrics, nowMs }) {
  const retained = createRetained(nowMs);
  const rooms = createRooms(nowMs, (room) => retained.forget(`ls1/${room}/d`));
  /** @type {Set<Connection>} */
  const connections = new Set();
  let [taken, deliveries, deliveredBytes, serial] = [0, 0, 0, 0];
  /** The packet that was handed out last, as bytes: all readers of a topic are handed the same. */
  /** @type {{ topic: string, payload: Buffer, retain: boolean, bytes: Buffer }} */
  let last = { topic: '', payload: Buffer.alloc(0), retain: false, bytes: Buffer.alloc(0) };

  const bus = createBus({
    admit(topic, readers) {
      const room = rooms.get(topic.room);
      const admitted = !!room && (topic.kind === 'd' || room.takeUp()) && room.takeDeliveries(readers);
      if (!admitted) metrics.refused('room-rate');
      return admitted;
    },
  });

  const aedes = await Aedes.createBroker({
    mq: bus,
    persistence: createPersistence(retained),
    connectTimeout: CONNECT_MS,

    preConnect(client, packet, done) {
      const connection = connectionOf(client);
      const problem = whatIsWrong(packet);
      if (problem) connection.refusal = problem;
      else connection.rights = { member: packet.clientId, hostOf: roomsOf(packet.password) ?? new Set() };
      if (!problem && packet.will) rooms.use(connection.rooms, parseTopic(packet.will.topic)?.room ?? '');
      // Aedes ends the older of two connections with one id; whoever learns another's id could end it.
      packet.clientId = `c${++serial}`;
      packet.clean = true;
      packet.keepalive = Math.min(packet.keepalive || KEEPALIVE_MAX_S, KEEPALIVE_MAX_S);
      done(null, true);
    },
    authenticate(client, _username, _password, done) {
      const { refusal } = connectionOf(client);
      if (refusal instanceof ConnectRefusal) done(refusal, null);
      else done(null, true);
    },
    authorizePublish(client, packet, done) {
      const problem = client ? whatForbids(connectionOf(client), packet) : new Refusal('no-client', 'nobody says so');
      if (!problem) taken += 1;
      done(problem ?? null);
    },
    authorizeSubscribe(client, subscription, done) {
      const connection = connectionOf(client);
      const filter = parseTopic(subscription.topic);
      const allowed =
        filter &&
        connection.rights &&
        subscription.qos === 0 &&
        mayRead(connection.rights, filter) &&
        !connection.destroyed &&
        // A room has three filters, so its number of rooms bounds a client's subscriptions too.
        rooms.use(connection.rooms, filter.room);
      if (!allowed) metrics.refused('not-yours-to-read');
      done(null, allowed ? subscription : null);
    },
    authorizeForward(client, { topic, payload, retain }) {
      const bytes = /** @type {Buffer} */ (payload);
      if (last.payload !== bytes || last.topic !== topic || last.retain !== retain)
        last = { topic, payload: bytes, retain, bytes: publishPacket(topic, bytes, retain) };
      connectionOf(client).deliver(last.bytes);
      return null;
    },
  });

  /** @param {Connection} connection @param {import('aedes').PublishPacket} packet */
  function whatForbids({ rights, rooms: used }, packet) {
    const topic = parseTopic(packet.topic);
    if (!topic || !rights || !mayPublish(rights, topic)) return new Refusal('not-yours-to-write', 'not your topic');
    if (packet.retain && topic.kind !== 'd') return new Refusal('retained', 'only the host is kept');
    if (!rooms.use(used, topic.room)) return new Refusal('too-many-rooms', 'too many rooms');
    if (packet.retain && packet.payload.length > RETAINED_MAX_BYTES) metrics.refused('retained-too-long');
    return undefined;
  }
  aedes.on('keepaliveTimeout', (client) => {
    connectionOf(client).refusal = new Refusal('silent', 'silent for too long');
  });
  /** @type {import('node:events').EventEmitter} */ (aedes).on('error', () => metrics.refused('broker-error'));

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    ...CLOSING,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  sockets.on('connection', (webSocket, request) => {
    const connection = new Connection(webSocket, nowMs, (bytes) => {
      deliveries += 1;
      deliveredBytes += bytes;
    });
    connections.add(connection);
    connection.on('close', () => {
      connections.delete(connection);
      const { refusal, rights } = connection;
      if (refusal instanceof Refusal) metrics.refused(refusal.reason);
      else if (refusal && !(refusal instanceof Closing)) metrics.refused(rights ? 'malformed' : 'no-connect');
      // Aedes publishes the will before it lets the stream go, and it counts for the room.
      setImmediate(() => rooms.leave(connection.rooms));
    });
    aedes.handle(connection, request);
  });

  metrics.reading('lockstep_relay_clients', 'Clients of the relay.', () => connections.size);
  metrics.reading('lockstep_relay_rooms', 'Rooms in use on the relay.', () => rooms.size);
  metrics.reading('lockstep_relay_retained', 'Messages kept for who comes later.', () => retained.size);
  metrics.reading('lockstep_relay_messages_total', 'Messages that the relay took.', () => taken);
  metrics.reading('lockstep_relay_deliveries_total', 'Messages handed to a client.', () => deliveries);
  metrics.reading('lockstep_relay_delivered_bytes_total', 'Bytes of those.', () => deliveredBytes);

  return {
    sockets,
    /** Tells every client that the server goes away. */
    close() {
      for (const connection of connections) connection.destroy(new Closing());
      aedes.close();
    },
  };
}

/** @param {Client} client */
const connectionOf = (client) => /** @type {Connection} */ (client.conn);

/** Why a client is not let in: a code of CONNACK, and words. */
class ConnectRefusal extends Refusal {
  /** @param {2 | 4 | 5} returnCode @param {string} reason @param {string} words */
  constructor(returnCode, reason, words) {
    super(reason, words);
    this.returnCode = returnCode;
  }
}

/** @param {ConnectPacket & { bridgeMode?: boolean }} packet */
function whatIsWrong({ clientId, password, will, bridgeMode }) {
  if (bridgeMode) return new ConnectRefusal(5, 'bridge', 'no bridges');
  if (!isMember(clientId)) return new ConnectRefusal(2, 'client-id', 'a client id is 22 to 64 letters, digits, - or _');
  if (roomsOf(password) === undefined)
    return new ConnectRefusal(4, 'password', 'the password is not a secret of a room');
  if (!will) return undefined;
  const topic = parseTopic(will.topic);
  const own = topic?.kind === 'p' && topic.member === clientId;
  if (!own || will.retain || will.qos !== 0 || will.payload.length > MAX_WILL_BYTES)
    return new ConnectRefusal(5, 'will', 'a will is for ls1/<room>/p/<client id>, QoS 0, not retained');
  return undefined;
}
