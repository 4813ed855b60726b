import fc from 'fast-check';
import { choiceList } from '../../../../lib/core/film/chosen-video';
import { parseGoing } from '../../../../lib/core/film/landing';
import { shiftList } from '../../../../lib/core/film/shifts';
import { parseKept } from '../../../../lib/core/kept/kept-list';
import { profileList } from '../../../../lib/core/player/kept-profiles';
import { parseSoundLate } from '../../../../lib/core/player/sound-late';
import { parseKeptRoom, recentRooms } from '../../../../lib/core/ports/recent-rooms';
import { parseServiceRecord } from '../../../../lib/core/ports/service-record';
import { findInvite } from '../../../../lib/core/wire/fragment';
import { inviteFromFragment, makeRoomCode, parseInviteText, parseServer } from '../../../../lib/core/wire/invite';
import { parsePasted } from '../../../../lib/core/wire/pasted-invite';
import { parseIceServers, parseSockets } from '../../../../lib/core/wire/reach';
import { readServerOffer } from '../../../../lib/core/wire/server-offer';
import { concat, utf8 } from '../../../../lib/room/links/bytes';
import { parseAnswer, parseCall } from '../../../../lib/sites/bridge';
import { CodeError, readOffer } from '../../../../lib/transport/manual/code';
import { type Answer, answerReader, publishPacket } from '../../../../lib/transport/relay/packets';
import { readWords, sayWords } from '../../../../lib/transport/relay/words';
import { readGreeting } from '../../../../lib/transport/trystero/greeting';
import { readMessage } from '../../../../server/admit.mjs';
import { parseTopic, roomsOf } from '../../../../server/relay/lock.mjs';
import { createPacketCutter, Refusal } from '../../../../server/relay/packets.mjs';
import { readTokenRequest } from '../../../../server/relay/tokens.mjs';
import { anyText, anything, nearly, nearlyText } from '../fuzz';
import { aMedia, aName, anId, aPlayback } from '../wire.arbitraries';
import { type Boundary, reader } from './boundary';

const nearlyAny = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: nearly(good) }, { weight: 1, arbitrary: anything });
const textOf = (good: fc.Arbitrary<unknown>) =>
  fc.oneof(
    nearlyAny(good).map((value) => JSON.stringify(value) ?? ''),
    nearlyText(good.map((value) => JSON.stringify(value) ?? '')),
    anyText,
  );
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Uint8Array.from(array));
const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((array) => Buffer.from(array).toString('hex'));

/** What members say to each other over a relay. */
const aSay = fc.record({
  say: fc.constantFrom('host', 'probe', 'alive', 'gone', 'ask', 'bye', 'welcome', 'full', 'out', 'end'),
  ...{ id, room: id, claim: id, ageMs: fc.nat(), nonce: id, seenMs: fc.nat(), lock: id, key: id, to: id },
});
const someWords = fc.oneof(
  aSay.map((said) => sayWords(said as never)),
  textOf(aSay).map((text) => concat([0], utf8(text))),
  fc.tuple(fc.nat(3), bytes(80)).map(([kind, rest]) => concat([kind], rest)),
);
/** What a broker says: whole packets, and pieces and spoilt ones. */
const aPacket = fc.oneof(
  fc.tuple(anyText, someWords, fc.boolean()).map(([topic, words, retain]) => publishPacket(topic, words, retain)),
  fc
    .constantFrom([0x20, 2, 0, 0], [0x90, 3, 0, 1, 0], [0xd0, 0], [0x30, 255, 255, 255, 255, 1])
    .map((packet) => Uint8Array.from(packet)),
);
const spoilt = fc.tuple(aPacket, fc.nat(), fc.nat(3), bytes(6)).map(([packet, at, without, by]) => {
  const cut = at % (packet.length + 1);
  return concat(packet.subarray(0, cut), by, packet.subarray(cut + without));
});
const chunks = fc.oneof({ weight: 4, arbitrary: aPacket }, { weight: 2, arbitrary: spoilt }, bytes(40));

const LINE_MAX = 17_408;
const relayToClient: Boundary = {
  name: 'relay → member',
  share: 0.06,
  messages: chunks,
  open() {
    let read = answerReader();
    const heard = ({ kind, ...answer }: Answer) => {
      if (!('payload' in answer)) return;
      if (answer.payload.length > LINE_MAX) throw new Error(`${kind}: ${answer.payload.length} bytes`);
      const words = readWords(answer.payload);
      if (words?.kind === 'say' && words.said.say.length > 10) throw new Error('not a word');
    };
    return {
      take(messages) {
        for (const chunk of messages as Uint8Array<ArrayBuffer>[]) {
          const answers = read(chunk);
          // The connection ends with what no broker may say.
          if (answers) answers.forEach(heard);
          else read = answerReader();
        }
      },
    };
  },
};

const memberToRelay: Boundary = {
  name: 'member → relay',
  share: 0.04,
  messages: chunks,
  open() {
    let cutter = createPacketCutter();
    return {
      take(messages) {
        for (const chunk of messages as Uint8Array[]) {
          try {
            for (const packet of cutter.push(Buffer.from(chunk))) {
              if (packet.length > LINE_MAX + 5) throw new Error(`${packet.length} bytes`);
            }
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            cutter = createPacketCutter();
          }
        }
      },
    };
  },
};

const anIntroduction = fc.record({
  type: fc.constantFrom('OFFER', 'ANSWER', 'CANDIDATE', 'HEARTBEAT', 'EXPIRE'),
  dst: anId,
  payload: fc.record({ type: fc.constantFrom('data', 'echo'), serialization: fc.constant('raw'), connectionId: anId }),
});
const aGreeting = fc.record({
  v: fc.constant(1),
  kind: fc.constantFrom('host', 'guest', 'welcome', 'full'),
  ...{ id: anId, at: anId, to: anId, door: anId, token: anId, ageMs: fc.nat() },
});
const anOffer = fc.record({
  relay: fc.record({ url: fc.constantFrom('wss://a.example/mqtt', '/mqtt'), nodes: fc.array(fc.webUrl()) }),
  iceServers: fc.array(fc.record({ urls: fc.constantFrom('stun:a.example', 'turn:a.example'), username: anyText })),
});

const code = fc.uint8Array({ minLength: 15, maxLength: 15 }).map((array) => makeRoomCode(Uint8Array.from(array)));
const invites = fc.oneof(
  nearlyText(fc.tuple(code, fc.webUrl()).map(([own, server]) => `${own}~${server}~x`)),
  nearlyText(fc.tuple(fc.webUrl(), code).map(([page, own]) => `${page}#t=1&lockstep=${own}`)),
  anyText,
);
const roomRecord = fc.record({
  version: fc.constant(2),
  tabId: fc.nat(),
  config: fc.record({ name: anyText, gentle: fc.boolean(), follow: fc.constantFrom('always', 'ask', 'never') }),
  room: fc.record({
    ...{ code, name: aName, identity: fc.constant({ kty: 'EC' }) },
    facts: fc.record({
      ...{ run: anId, epoch: fc.nat(), control: fc.constant('everyone'), drivers: fc.array(anId), film: fc.nat() },
      ...{ together: fc.boolean(), playback: aPlayback, media: aMedia, others: fc.array(fc.record({ id: anId })) },
      ...{ lost: fc.array(anId), met: fc.array(anId), wallAheadMs: fc.double() },
    }),
  }),
});
const wallNow = 1.8e12;

export const TEXT_BOUNDARIES: readonly Boundary[] = [
  relayToClient,
  memberToRelay,
  // The rest of it is the other member's to read.
  reader(['member → signalling server', 0.03], textOf(anIntroduction), (text: string) => {
    const read = readMessage(text, 'a');
    return typeof read === 'object' ? [read.type, read.dst, read.payload.connectionId] : [read ?? ''];
  }),
  reader(['member → token and topic of the relay', 0.02], nearlyAny(aSay), (value: unknown) => {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    return [typeof readTokenRequest(value), typeof parseTopic(text), typeof roomsOf(text)];
  }),
  reader(
    ['member → member, as introduced by strangers’ servers', 0.02],
    textOf(aGreeting).map((text) => utf8(text)),
    readGreeting,
  ),
  reader(['server → what it offers', 0.02], nearlyAny(anOffer), (answer: unknown) =>
    readServerOffer(answer, 'https://a.example'),
  ),
  reader(
    ['codes by hand', 0.02],
    nearlyText(fc.base64String({ minLength: 60, maxLength: 300 })),
    (text: string) => typeof readOffer(text),
    { refuses: (error) => error instanceof CodeError },
  ),
  reader(
    ['page’s own world → content script', 0.02],
    textOf(fc.record({ positionS: fc.nat(), durationS: fc.nat(), site: fc.constant('netflix'), seekS: fc.nat() })),
    (text: string) => [parseCall(text) ?? {}, parseAnswer(text) ?? {}],
  ),
  reader(['invites', 0.06], invites, (text: string) => [
    findInvite(text) ?? {},
    inviteFromFragment(text.startsWith('#') ? text : `#${text}`) ?? {},
    parseInviteText(text),
    parsePasted(text),
    parseServer(text) ?? {},
  ]),
  reader(['options, as typed', 0.01], anyText, (text: string) => [
    parseSockets(text) ?? [],
    (parseIceServers(text) ?? []).length,
  ]),
  reader(
    ['stored rooms', 0.05],
    nearlyAny(roomRecord),
    (kept: unknown) => {
      const record = parseServiceRecord(kept);
      const room = parseKeptRoom({ record: kept, here: kept, room: kept }, wallNow);
      return [record?.tabId ?? 0, record?.room.facts ?? {}, room?.room ?? {}, parseKept(recentRooms, kept)];
    },
    { lists: 300, depth: 8 },
  ),
  reader(
    ['stored choices, shifts and players', 0.03],
    nearlyAny(fc.array(fc.tuple(anyText, fc.double()), { maxLength: 110 })),
    (kept: unknown) => [
      ...[parseKept(choiceList, kept), parseKept(shiftList, kept), parseKept(profileList, kept)],
      ...[parseSoundLate(kept) ?? 0, parseGoing(kept) ?? {}],
    ],
  ),
];
