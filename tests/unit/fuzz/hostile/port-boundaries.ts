import fc from 'fast-check';
import { expect } from 'vitest';
import { parseTested, parseTestRequest } from '../../../../lib/core/ports/check-schema';
import { parseFromPairPage, parseToPairPage } from '../../../../lib/core/ports/pair-port';
import { parseFromPlayer, parseToPlayer } from '../../../../lib/core/ports/player-port-schema';
import { parseRoomView } from '../../../../lib/core/ports/room-view-schema';
import { createDriver } from '../../../../lib/media/driver';
import { chromiumFacts } from '../../../../lib/media/player/browser-facts';
import type { VideoLike } from '../../../../lib/media/player/player';
import { trueScheduler, VirtualTime } from '../../../helpers/virtual-time';
import { openBackground } from '../../background/stage';
import { anyText, anything, asJson, nearly } from '../fuzz';
import { aRoomView, fromPlayer, toPlayer, WildVideo } from '../ports.arbitraries';
import { type Boundary, reader } from './boundary';
import { FILM, SOON_MS, Town } from './people';

const nearlyAny = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: nearly(good) }, { weight: 1, arbitrary: anything });
/** A page says something at every frame that it draws, at the most. */
const FRAME_MS = 16;

const pageToService: Boundary = {
  name: 'page → room service',
  share: 0.1,
  messages: nearlyAny(fromPlayer),
  async open() {
    const town = new Town();
    const { ann, ben } = await town.party();
    const lines = { ann: ann.page(), ben: ben.page() };
    /** Both have gone, and begin anew: who has stayed alone is host of the same room. */
    const again = async () => {
      await Promise.all([ben.leave(), ann.leave()]);
      await town.run(10 * SOON_MS);
      await ann.create();
      await town.run();
      await ben.join();
      await town.run();
    };
    return {
      async take(messages) {
        for (const [at, message] of messages.entries()) {
          const who = at % 2 === 0 ? ('ann' as const) : ('ben' as const);
          // The person leaves by its button, and there is a room again; a frame that is closed is opened anew.
          const { type } = Object(parseFromPlayer(message)) as { type?: string };
          if (type === 'leave' && at % 50 > 1) continue;
          lines[who].say(message);
          await town.run(FRAME_MS);
        }
        await town.run();
        if (!ann.isConnected() || !ben.isConnected()) await again();
        expect([ann.names(), ben.names()]).toEqual([
          ['Ann', 'Ben'],
          ['Ann', 'Ben'],
        ]);
        lines.ann = ann.page();
        lines.ben = ben.page();
        for (const line of Object.values(lines)) for (const message of FILM) line.say(message);
      },
      close: async () => {
        await Promise.all([ben.leave(), ann.leave()]);
        await town.run(SOON_MS);
      },
    };
  },
};

const serviceToPage: Boundary = {
  name: 'room service → page',
  share: 0.06,
  messages: fc.tuple(nearlyAny(toPlayer), fc.oneof(fc.double(), fc.constantFrom(0, 1, 60))),
  open() {
    const time = new VirtualTime();
    let shown: unknown = 0;
    const around = {
      hiddenSince: () => undefined,
      userActive: () => true,
      focus: () => undefined,
      isFloating: () => false,
      facts: chromiumFacts,
    };
    const ui = { prompt: () => {}, refused: () => {}, notice: () => {} };
    const said = (message: unknown) => {
      if (!parseFromPlayer(asJson(message))) throw new Error(`not taken: ${JSON.stringify(message)}`);
    };
    const life = new AbortController();
    const driver = createDriver(said, trueScheduler(time), ui, around, life.signal);
    driver.attach(new WildVideo(() => shown) as unknown as VideoLike);
    driver.receive({ type: 'elected', active: true });
    return {
      async take(messages) {
        for (const [message, next] of messages as [unknown, unknown][]) {
          shown = next;
          const parsed = parseToPlayer(message);
          if (parsed) driver.receive(parsed);
          await time.run(time.now + FRAME_MS);
        }
      },
      close: () => life.abort(),
    };
  },
};

/** Of our content script, in a page that has taken its process over; of a page of ours in a frame; of nobody. */
const SENDERS = [
  { url: 'https://v.example/', tab: { id: 1 } },
  { url: 'https://v.example/', tab: { id: 77 } },
  { url: 'chrome-extension://lockstep/popup.html', frameId: 3, tab: { id: 1 } },
  { url: 'https://v.example/' },
  { id: 'another', url: 'chrome-extension://another/popup.html' },
];
const KINDS = [
  'invite',
  'self-made',
  'revive',
  'bridge',
  'words',
  'command',
  'keep',
  'perform',
  'resume',
  'go',
  'constructor',
];
const aMessage = fc.record({
  to: fc.constantFrom('background', 'background', 'place', 'toString'),
  kind: fc.oneof(fc.constantFrom(...KINDS), anyText),
  body: fc.oneof(
    fc.record({
      fragment: anyText,
      by: fc.constantFrom('person', 'page'),
      how: fc.constantFrom('load', 'hash'),
      fresh: fc.boolean(),
    }),
    anything,
  ),
});

const toBackground: Boundary = {
  name: 'content scripts and frames → background',
  share: 0.03,
  messages: fc.tuple(fc.oneof(nearly(aMessage), aMessage), fc.nat(SENDERS.length - 1)),
  async open() {
    const stage = openBackground();
    stage.browser.openTab('https://v.example/');
    await stage.settled();
    return {
      async take(messages) {
        for (const [message, from] of messages as [unknown, number][]) {
          const sender = { id: 'lockstep', frameId: 0, ...SENDERS[from] };
          const respond = (answer: unknown) => {
            if (Object(answer).failed) throw new Error(`failed at ${JSON.stringify(message)}`);
          };
          stage.browser.runtime.onMessage.fire(message, sender, respond);
        }
        await stage.settled();
        // It was never a person's press in a page of ours.
        expect(stage.place.performed.filter(({ type }) => type !== 'join')).toEqual([]);
        stage.place.performed.length = 0;
      },
    };
  },
};

const aPairMessage = fc.oneof(
  fc.record({ type: fc.constantFrom('offer', 'take', 'fresh', 'offered'), text: anyText, code: anyText }),
  fc.record({
    type: fc.constant('view'),
    view: fc.record({ room: fc.constantFrom('none', 'host', 'guest'), code: anyText, came: fc.nat() }),
  }),
);
const aTest = fc.oneof(
  fc.record({
    checks: fc.array(fc.record({ subject: fc.constant('server'), tookMs: fc.nat() }), { maxLength: 30 }),
    done: fc.boolean(),
  }),
  fc.record({
    server: anyText,
    reach: fc.record({ relay: anyText, publicServers: fc.boolean(), iceServers: fc.array(anyText) }),
  }),
);

export const PORT_BOUNDARIES: readonly Boundary[] = [
  pageToService,
  serviceToPage,
  toBackground,
  reader(['room service → popup', 0.03], nearlyAny(aRoomView), parseRoomView),
  reader(['page of codes by hand ↔ room place', 0.02], nearlyAny(aPairMessage), (message: unknown) => [
    parseFromPairPage(message),
    parseToPairPage(message),
  ]),
  reader(['test of the connection ↔ options', 0.02], nearlyAny(aTest), (message: unknown) => [
    parseTested(message),
    parseTestRequest(message),
  ]),
];
