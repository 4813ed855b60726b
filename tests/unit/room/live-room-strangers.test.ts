import { beforeEach, describe, expect, test } from 'vitest';
import { MEMBERS_MAX } from '../../../lib/core/wire/protocol';
import { isHost, names, Person, Place, Stranger } from './people';

let place: Place;
beforeEach(() => {
  place = new Place();
});

const intent = (id: number, position: number, more: object = {}) => ({
  kind: 'intent',
  id,
  cause: 'seek',
  playback: { position, rate: 1, paused: false, at: place.time.now, ...more },
});

describe('PR-6: a guest of a newer version', () => {
  test('keeps its place, whatever words, kinds and fields it uses, and is heard where it is understood', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    eve.pings(20_000);
    eve.says({ kind: 'reaction', emoji: 'wow', at: 12 });
    eve.says({ kind: 'ping', sent: 1, state: 'dreaming', mood: { of: 'the day' } });
    eve.says({ ...intent(1, 300, { spatial: true }), reason: 'because', cause: 'seek' });
    await place.wait(1_000);
    expect(names(ben)).toEqual(['Ann', 'Ben', 'Eve']);
    expect(ann?.room?.facts.members[2]?.state).toBe('in-sync');
    expect(ben?.position).toBeCloseTo(301, 0);
    // A press whose cause nobody knows moves nobody.
    eve.says({ ...intent(2, 900), cause: 'rewind' });
    await place.wait(15_000);
    expect(ben?.position).toBeCloseTo(316, 0);
    expect(names(ben)).toEqual(['Ann', 'Ben', 'Eve']);
    expect(eve.ended).toBeUndefined();
    expect(eve.heard.filter(({ kind }) => kind === 'pong').length).toBeGreaterThan(12);
  });

  test('is shown in a word that says least where its own is not known', async () => {
    const [ann] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    eve.says({ kind: 'ping', sent: 1, state: 'dreaming' });
    await place.wait(500);
    expect(ann?.room?.facts.members[2]).toMatchObject({ name: 'Eve', state: 'catching-up' });
  });
});

describe('RO-12: a member that presses 30 times a second on each of two links', () => {
  test('moves the others at most eight times a second, and nobody is thrown out', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    const again = await place.stranger('Eve', eve.identity);
    const seen: { readonly at: number; readonly position: number | undefined }[] = [];
    const began = place.time.now;
    for (const [at, link] of [eve, again].entries()) {
      link.pings(8_000);
      for (let i = 0; i < 240; i++) {
        place.time.after(i * 33 + at * 15, () => link.says(intent(2 * i + at + 1, 100 + 2 * i + at)));
      }
    }
    for (let ms = 0; ms < 9_000; ms += 5) {
      place.time.after(ms, () => {
        const position = ben?.room?.facts.playback?.position;
        if (position !== seen.at(-1)?.position) seen.push({ at: place.time.now, position });
      });
    }
    await place.wait(9_500);
    expect(seen.length).toBeGreaterThan(30);
    for (const { at } of seen) {
      expect(seen.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(8);
    }
    // The last press is the one that counts.
    expect(seen.at(-1)?.position).toBeCloseTo(579, 3);
    expect(began).toBeLessThan(place.time.now);
    expect(names(ben)).toEqual(['Ann', 'Ben', 'Eve']);
    expect([eve.ended, again.ended, ben?.room?.connection]).toEqual([undefined, undefined, 'open']);
    expect(ann?.toasts).toEqual(['Ben joined', 'Eve joined']);
  });

  test('a member that floods is parted from after seconds, and nobody else notices', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    for (let ms = 0; ms < 12_000; ms += 5) place.time.after(ms, () => eve.says({ kind: 'ping', sent: ms }));
    await place.wait(4_000);
    expect(eve.ended).toBeUndefined();
    await place.wait(16_000);
    expect(eve.ended).toBe('lost');
    expect(eve.heard.at(-1)).toEqual({ kind: 'bye', reason: 'flood' });
    expect(names(ben)).toEqual(['Ann', 'Ben']);
    expect([ann?.room?.connection, ben?.room?.connection]).toEqual(['open', 'open']);
  });
});

describe('SU-3: two hosts of one room', () => {
  /** Ann is cut off, and host of nobody; Ben has followed her. */
  async function split() {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo']);
    ann?.cutOff();
    await place.wait(15_000);
    expect([isHost(ann), isHost(ben), isHost(cleo)]).toEqual([true, true, false]);
    return { ann, ben, cleo };
  }

  test('a host that has nobody goes over to one that it never met', async () => {
    const { ann, ben, cleo } = await split();
    const dora = new Person(place, 'Dora');
    const opening = dora.open(false);
    await place.wait(2_000);
    await opening;
    // Ben and Cleo go home; Dora, whom Ann never met, follows Ben.
    ben?.die();
    cleo?.die();
    await place.wait(25_000);
    expect([isHost(ann), isHost(dora)]).toEqual([true, true]);
    ann?.cutOn();
    await place.wait(60_000);
    expect([isHost(ann), isHost(dora)].filter(Boolean)).toHaveLength(1);
    expect(names(ann)?.sort()).toEqual(['Ann', 'Dora']);
    expect(names(dora)?.sort()).toEqual(['Ann', 'Dora']);
  });

  test('who knows of a later term brings its host of before to a later one still', async () => {
    const { ann, ben, cleo } = await split();
    const later = ben?.room?.facts.epoch ?? 0;
    // Ben dies, and Cleo finds Ann again before it is Cleo's turn.
    ben?.die();
    ann?.cutOn();
    await place.wait(40_000);
    expect([isHost(ann), isHost(cleo)].filter(Boolean)).toHaveLength(1);
    expect(names(ann)?.sort()).toEqual(['Ann', 'Cleo']);
    expect(ann?.room?.facts.epoch).toBeGreaterThan(later);
    expect(cleo?.room?.facts.epoch).toBe(ann?.room?.facts.epoch);
  });

  test('whoever it went over to is gone before its first word: it is host again', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    ann?.cutOff();
    await place.wait(15_000);
    ann?.cutOn();
    for (let ms = 0; isHost(ann) && isHost(ben) && ms < 60_000; ms++) await place.wait(1);
    const [stayed, went] = isHost(ann) ? [ann, ben] : [ben, ann];
    expect([isHost(stayed), isHost(went)]).toEqual([true, false]);
    stayed?.die();
    await place.wait(25_000);
    expect(isHost(went)).toBe(true);
    expect(went?.ended).toBeUndefined();
  });

  test('a lie about a later term costs nobody anything', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    const { run = '', epoch = 0 } = ann?.room?.facts ?? {};
    const toasts = ben?.toasts.length;
    await place.stranger('Eve', undefined, { run, epoch: 1e12, host: 'nobody' });
    await place.wait(1_000);
    expect(ann?.room?.facts.epoch).toBeGreaterThan(1e12);
    expect(ben?.room?.facts.epoch).toBe(ann?.room?.facts.epoch);
    ben?.play(500);
    await place.wait(500);
    expect(ann?.position).toBeCloseTo(500.5, 1);
    await place.stranger('Mia', undefined, { run, epoch: 2 ** 50 - 1, host: 'nobody' });
    await place.wait(1_000);
    expect(ann?.room?.facts.epoch).toBeLessThan(2 ** 50 - 1);
    expect(ben?.room?.connection).toBe('open');
    expect(ben?.toasts.slice(toasts)).toEqual(['Eve joined', 'Mia joined']);
    expect(epoch).toBe(1);
  });
});

describe('SEC-9: a full room', () => {
  test('lets nobody new in, and in words, but a member again, and somebody new once one has left', async () => {
    const [ann] = await place.party(['Ann']);
    const guests: Stranger[] = [];
    for (let i = 1; i < MEMBERS_MAX; i++) {
      const guest = await place.stranger(`Guest ${i}`);
      guest.pings(90_000);
      guests.push(guest);
    }
    const late = () => place.stranger('Late').catch(({ reason }) => reason);
    expect(await late()).toBe('full');
    // Its old link is not missed yet.
    const again = await place.stranger('Guest 1', guests[0]?.identity);
    again.pings(60_000);
    expect(again.heard[0]).toMatchObject({ kind: 'welcome' });
    expect(await late()).toBe('full');
    expect(ann?.room?.facts.members).toHaveLength(MEMBERS_MAX);
    guests.at(-1)?.says({ kind: 'leave' });
    await place.wait(1_000);
    expect(await late()).toBeInstanceOf(Stranger);
    expect(names(ann)?.slice(-2)).toEqual([`Guest ${MEMBERS_MAX - 2}`, 'Late']);
  });
});
