import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Choice, choiceList, framePattern, TEXT_MAX } from '../../../lib/core/film/chosen-video';
import { boundShift, SHIFT_MAX_S, shiftList } from '../../../lib/core/film/shifts';
import { findKept, type KeptList, parseKept, withKept } from '../../../lib/core/kept/kept-list';
import { profileList } from '../../../lib/core/player/kept-profiles';
import { profileOf, withProfile } from '../../../lib/core/player/profile';
import { SOUND_LATE_MAX_MS } from '../../../lib/core/player/sound-late';
import { pillList } from '../../../lib/core/ports/pill-place';
import { MET_MAX, parseServiceRecord } from '../../../lib/core/ports/service-record';
import { mediaMessage, playbackMessage, rosterMessage } from '../../../lib/core/room/host-messages';
import { createHostState } from '../../../lib/core/room/host-state';
import { initialSync } from '../../../lib/core/sync/state';
import { LANGUAGES } from '../../../lib/core/text/languages';
import { KEPT_MAX, SLOW_MAX_S } from '../../../lib/core/wire/chat-words';
import { COLOURS } from '../../../lib/core/wire/colours';
import { EPOCH_END } from '../../../lib/core/wire/fields';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import { encodeMessage, MEMBERS_MAX, parseMessage, signedMessageSchema } from '../../../lib/core/wire/protocol';
import { restored } from '../../../lib/room/kept-facts';
import { anyNumber, anyText, anything, asJson, FUZZ_TIMEOUT_MS, flawOf, holds, nearly } from './fuzz';
import { aControl, aMedia, aMember, aMoment, aName, anEpoch, anId, aPlayback, aToldLine } from './wire.arbitraries';

vi.mock('wxt/browser', () => ({ browser: {} }));
const { DEFAULTS, parseSettings } = await import('../../../lib/browser/settings');
const { readSettingsText, settingsText } = await import('../../../lib/browser/settings-file');

/** What storage holds is read as hostile, and what is put there is found again. */

const options = { timeout: FUZZ_TIMEOUT_MS };
const key = fc.string({ unit: fc.constantFrom(...'abc:/.?=~0'), minLength: 1, maxLength: 200 });
const host = fc.oneof(fc.domain(), fc.constant('127.0.0.1:8080'));
const address = fc.oneof(
  fc.webUrl({ withQueryParameters: true }),
  fc.constantFrom('about:srcdoc', 'about:blank', 'data:text/html,x'),
);

/** What storage holds under a list's key, whoever wrote it, is bounded, and stays as it is. @returns what was read of it */
function expectBounded<E>(list: KeptList<E>, stored: unknown, texts: number): readonly E[] {
  const read = parseKept(list, stored);
  expect(parseKept(list, read)).toEqual(read);
  expect(flawOf(read, { texts, lists: list.max })).toBeUndefined();
  return read;
}

/** An entry that is put into a list is found again in what storage gives back, whatever was kept beside it. */
function expectFound<E>(list: KeptList<E>, stored: unknown, entry: E): void {
  expect(findKept(list, asJson(withKept(list, stored, entry)), list.nameOf(entry))).toEqual(asJson(entry));
}

describe('choices (FV-8)', () => {
  const choice: fc.Arbitrary<Choice> = fc.record({
    site: host,
    frame: address.map(framePattern),
    path: fc.string({ minLength: 1, maxLength: TEXT_MAX }),
  });
  const kept = fc.oneof(nearly(fc.array(choice, { maxLength: 60 })), anything);

  test('are bounded, and stay as they are', options, () => {
    holds(kept, (stored) => void expectBounded(choiceList, stored, TEXT_MAX));
  });

  test('are found again, whatever was kept beside them', options, () => {
    holds(fc.tuple(kept, choice), ([stored, chosen]) => expectFound(choiceList, stored, chosen));
  });
});

describe('shifts (CU-2)', () => {
  const kept = fc.oneof(
    nearly(fc.array(fc.tuple(key, fc.double({ min: -4_000, max: 4_000 })), { maxLength: 110 })),
    anything,
  );

  test('are bounded, and stay as they are', options, () => {
    holds(kept, (stored) => {
      for (const [, seconds] of expectBounded(shiftList, stored, 200)) {
        expect(Math.abs(seconds)).toBeLessThanOrEqual(SHIFT_MAX_S);
      }
    });
  });

  test('are found again, whatever was kept beside them, and no shift is nothing to keep', options, () => {
    holds(fc.tuple(kept, key, anyNumber), ([stored, film, seconds]) => {
      const again = asJson(withKept(shiftList, stored, [film, seconds]));
      expect(findKept(shiftList, again, film)?.[1] ?? 0).toBe(boundShift(seconds));
    });
  });
});

describe('places of the pill (PI-3)', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const place = fc.record({ x: part, y: part, hidden: fc.boolean() });
  const kept = fc.oneof(nearly(fc.array(fc.tuple(host, place), { maxLength: 60 })), anything);

  test('are bounded, found again, and never outside of the film', options, () => {
    holds(fc.tuple(kept, host, place), ([stored, site, put]) => {
      for (const [, { x, y }] of expectBounded(pillList, stored, 260)) {
        for (const along of [x, y]) expect(along >= 0 && along <= 1).toBe(true);
      }
      expectFound(pillList, stored, [site, put]);
    });
  });
});

describe('what players are like (CO-12)', () => {
  const latency = fc.double({ min: -100, max: 10_000, noNaN: true });
  const profile = fc
    .record({ seekLeadMs: latency, seekTookMs: latency, startLagMs: latency, resumeLagMs: latency })
    .map((ms) => profileOf({ ...initialSync, ...ms }));
  const kept = fc.oneof(nearly(fc.array(fc.tuple(host, profile), { maxLength: 110 })), anything);

  test('is bounded, and stays as it is', options, () => {
    holds(kept, (stored) => {
      for (const [, known] of expectBounded(profileList, stored, 260)) {
        expect(flawOf(profileOf(withProfile(initialSync, known)))).toBeUndefined();
      }
    });
  });

  test('is found again, whatever was kept beside it', options, () => {
    const wild = fc.record({ seekLeadMs: anyNumber, seekTookMs: latency, startLagMs: latency, resumeLagMs: latency });
    holds(fc.tuple(kept, host, profile, wild), ([stored, site, learned, numbers]) => {
      expectFound(profileList, stored, [site, learned]);
      // A player that was measured to be nothing is not kept, and pushes nobody out.
      const odd = profileOf({ ...initialSync, ...numbers });
      expectBounded(profileList, asJson(withKept(profileList, stored, [site, odd])), 260);
    });
  });
});

describe('settings (SE-1)', () => {
  const good = fc.record({
    name: aName,
    colour: fc.constantFrom('auto' as const, ...COLOURS),
    language: fc.constantFrom('auto' as const, ...LANGUAGES),
    autoJoin: fc.boolean(),
    server: fc.constantFrom('', 'https://a.example', 'http://127.0.0.1:9000'),
    gentle: fc.boolean(),
    follow: fc.constantFrom('always' as const, 'ask' as const, 'never' as const),
    soundLateMs: fc.integer({ min: 0, max: SOUND_LATE_MAX_MS }),
    relayOnly: fc.boolean(),
    publicServers: fc.boolean(),
    alwaysPublic: fc.boolean(),
    relay: fc.constantFrom('', 'wss://a.example/mqtt'),
    ice: fc.constantFrom('', 'stun:a.example, turn:a.example ann secret'),
    trackers: fc.constantFrom('', 'wss://a.example', 'ws://127.0.0.1:1, wss://b.example'),
    nostr: fc.constantFrom('', 'wss://a.example'),
    discord: fc.boolean(),
    discordId: fc.constantFrom('', '1234567890123456789'),
    discordTitles: fc.boolean(),
  });

  test('pass unchanged where they are good', options, () => {
    holds(good, (settings) => {
      expect(parseSettings(settings)).toEqual(settings);
      expect(readSettingsText(settingsText(settings))).toEqual(settings);
    });
  });

  test('SE-2: are the same out of a file, whatever else it says', options, () => {
    holds(fc.oneof(nearly(good), anything), (said) => {
      const text = JSON.stringify({ ...Object(said), lockstepSettings: 1 });
      expect(readSettingsText(text)).toEqual(parseSettings(Object(JSON.parse(text)) as Record<string, unknown>));
    });
    holds(anyText, (text) => {
      expect(readSettingsText(text)).toBeUndefined();
    });
  });

  test('are defaults where they are none', options, () => {
    holds(fc.oneof(nearly(good), anything), (stored) => {
      const read = parseSettings(Object(stored) as Record<string, unknown>);
      expect(Object.keys(read)).toEqual(Object.keys(DEFAULTS));
      expect(flawOf(read, { texts: 300 })).toBeUndefined();
      expect(parseSettings({ ...read })).toEqual(read);
    });
  });
});

describe('the record of a room (RS-2)', () => {
  const code = fc.uint8Array({ minLength: 15, maxLength: 15 }).map((bytes) => makeRoomCode(Uint8Array.from(bytes)));
  const ids = (max: number) => fc.array(anId, { maxLength: max });
  const wallAheadMs = fc.double({ min: -8e15, max: 8e15, noNaN: true });
  const someMembers = fc.oneof(
    fc.array(aMember, { maxLength: 4 }),
    fc.array(aMember, { minLength: MEMBERS_MAX, maxLength: MEMBERS_MAX }),
  );
  const facts = fc.record(
    {
      ...{ run: anId, epoch: anEpoch, control: aControl, drivers: ids(4), together: fc.boolean(), film: fc.nat() },
      ...{ playback: aPlayback, media: aMedia, lost: ids(4), met: ids(9), wallAheadMs },
      others: someMembers.map((members) => members.map(({ id, name }) => ({ id, name }))),
    },
    {
      requiredKeys: [
        ...([
          'run',
          'epoch',
          'control',
          'drivers',
          'together',
          'film',
          'others',
          'lost',
          'met',
          'wallAheadMs',
        ] as const),
      ],
    },
  );
  const belief = fc.record(
    {
      ...{
        run: anId,
        epoch: anEpoch,
        host: anId,
        order: ids(9),
        heardAt: fc.double({ min: 0, max: 1e10, noNaN: true }),
      },
      named: fc.record({ host: anId, epoch: anEpoch }),
    },
    { requiredKeys: ['run', 'epoch', 'host', 'order', 'heardAt'] },
  );
  const chat = fc.record({
    ...{ lines: fc.array(aToldLine, { maxLength: 8 }), moments: fc.array(aMoment, { maxLength: 8 }) },
    ...{ slowS: fc.nat({ max: SLOW_MAX_S }), muted: ids(4), unread: fc.nat(), wallAt: wallAheadMs },
  });
  const room = fc.record(
    {
      ...{ code, name: aName, identity: fc.constant({ kty: 'EC' }) },
      ...{ server: fc.constant('https://a.example'), facts, belief, chat },
    },
    { requiredKeys: ['code', 'name', 'identity'] },
  );
  const record = fc.record({
    version: fc.constant(2),
    tabId: fc.nat(),
    config: fc.record({ name: anyText, gentle: fc.boolean(), follow: fc.constantFrom('always', 'ask', 'never') }),
    room,
  });

  test('is taken where it is good, with all that was kept', options, () => {
    holds(record, (kept) => {
      const read = parseServiceRecord(asJson(kept));
      if (!read) throw new Error('not taken');
      expect([read.tabId, asJson(read.room)]).toEqual([kept.tabId, asJson(kept.room)]);
    });
  });

  test('CH-20: is taken all the same where its chat is junk', options, () => {
    holds(fc.tuple(record, fc.oneof(nearly(chat), anything)), ([kept, junk]) => {
      const read = parseServiceRecord({ ...kept, room: { ...kept.room, chat: junk } });
      expect(read?.room.code).toBe(kept.room.code);
      expect(flawOf(read?.room.chat, { lists: KEPT_MAX })).toBeUndefined();
    });
  });

  test('is none where another version has written it', options, () => {
    holds(fc.tuple(record, fc.oneof(anyNumber, anything)), ([kept, version]) => {
      if (version !== 2) expect(parseServiceRecord({ ...kept, version })).toBeUndefined();
    });
  });

  test('is bounded, and stays as it is', options, () => {
    holds(fc.oneof(nearly(record), anything), (kept) => {
      const read = parseServiceRecord(kept);
      if (read === undefined) return;
      expect(parseServiceRecord(read)).toEqual(read);
      const { identity: _, ...known } = read.room;
      expect(flawOf({ ...read, room: known }, { lists: MET_MAX })).toBeUndefined();
    });
  });

  test('is taken up as a room whose every word its guests take (PR-8)', options, () => {
    const wallNow = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true });
    holds(
      fc.tuple(fc.oneof(record, nearly(record)), wallNow, fc.double({ min: 0, max: 1e10, noNaN: true })),
      (drawn) => {
        const [kept, wall, now] = drawn;
        const read = parseServiceRecord(kept)?.room;
        if (!read?.facts) return;
        const { run, epoch } = read.facts;
        const fresh = createHostState(run, Math.min(epoch, EPOCH_END - 1), { id: 'ann', name: read.name });
        const state = restored(fresh, read.facts, wall, now);
        for (const message of [playbackMessage(state, now), mediaMessage(state), rosterMessage(state)]) {
          if (message) expect(parseMessage(signedMessageSchema, encodeMessage(message))).toEqual(asJson(message));
        }
      },
    );
  });
});
