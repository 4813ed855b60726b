import { beforeEach, describe, expect, test } from 'vitest';
import { MESSAGE_MAX } from '../../../lib/core/text/clean-message';
import type { Reacted } from '../../../lib/room/chat';
import { isHost, Person, Place } from './people';

let place: Place;
beforeEach(() => {
  place = new Place();
});

const chat = (person: Person | undefined) => {
  if (!person?.room) throw new Error('no room');
  return person.room.chat;
};
const said = (person: Person | undefined) => chat(person).log.lines.map(({ name, text }) => `${name}: ${text}`);
const unsent = (person: Person | undefined) =>
  chat(person).unsent.all.map(({ message, failed }) => `${message.text} ${failed ?? '…'}`);
const last = (person: Person | undefined) => chat(person).log.lines.at(-1) ?? { by: '', n: 0 };

async function join(name: string) {
  const person = new Person(place, name);
  const opening = person.open(false);
  await place.wait(2_000);
  await opening;
  return person;
}

describe('CH-1: what somebody writes', () => {
  test('is read by everybody, the author too, in one order', async () => {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo']);
    chat(ben).write('hello');
    await place.wait(200);
    chat(ann).write('who is there?');
    await place.wait(200);
    chat(cleo).write('me', last(cleo));
    await place.wait(200);
    const all = ['Ben: hello', 'Ann: who is there?', 'Cleo: me'];
    for (const person of [ann, ben, cleo]) expect(said(person)).toEqual(all);
    expect(last(ben)).toMatchObject({ re: { by: ann?.room?.self } });
    expect([chat(ann).unread, chat(ben).unread, chat(cleo).unread]).toEqual([2, 2, 2]);
    chat(ann).seen();
    expect(chat(ann).unread).toBe(0);
  });

  test('is named by its link, whatever a member says of itself', async () => {
    const [ann] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    eve.says({ kind: 'write', n: 1, text: 'I am Ann', by: ann?.room?.self, name: 'Ann' });
    eve.says({ kind: 'lines', lines: [{ by: ann?.room?.self, n: 2, name: 'Ann', text: 'me too', agoMs: 0 }] });
    await place.wait(200);
    expect(said(ann)).toEqual(['Eve: I am Ann']);
  });
});

describe('CH-3: the history', () => {
  test('is told to who comes late, and outlives the host', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    for (let n = 0; n < 5; n++) {
      chat(ann).write(`a${n}`);
      chat(ben).write(`b${n} ${'é'.repeat(MESSAGE_MAX - 10)}`);
      await place.wait(1_500);
    }
    chat(ben).react('laugh');
    chat(ann).setRules({ slowS: 5 });
    await place.wait(60_000);
    const cleo = await join('Cleo');
    expect(said(cleo)).toEqual(said(ann));
    expect(said(cleo)).toHaveLength(10);
    expect(chat(cleo).moments).toHaveLength(1);
    expect([chat(cleo).rules.slowS, chat(cleo).unread]).toEqual([5, 0]);
    ann?.die();
    await place.wait(12_000);
    expect(isHost(ben)).toBe(true);
    const dora = await join('Dora');
    chat(cleo).write('still here');
    await place.wait(500);
    for (const person of [ben, cleo, dora]) {
      expect(said(person)).toHaveLength(11);
      expect(said(person)).toEqual(said(ben));
    }
    expect(chat(dora).moments).toEqual(chat(cleo).moments);
  });

  test('of the time of a cut is told afterwards, with what was edited meanwhile', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    chat(ann).write('one');
    await place.wait(500);
    ben?.cutOff();
    chat(ann).rewrite(last(ann).n, 'One');
    chat(ann).write('two');
    await place.wait(7_000);
    expect(said(ben)).toEqual(['Ann: one']);
    ben?.cutOn();
    await place.wait(10_000);
    expect(said(ben)).toEqual(['Ann: One', 'Ann: two']);
    expect(chat(ben).unread).toBe(2);
  });
});

/** Another life of the same member, which has nothing but the record. */
async function again(person: Person | undefined, kept = person?.record) {
  person?.die();
  const next = new Person(place, person?.name ?? '');
  void next.open(false, kept);
  await place.wait(4_000);
  return next;
}

describe('CH-20: a room place that dies', () => {
  test('as a host has its chat again, with what was set there, and tells it to who comes', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    chat(ann).write('one');
    chat(ben).write('two');
    chat(ben).react('heart');
    chat(ann).setRules({ slowS: 3 });
    await place.wait(1_000);
    chat(ben).erase(last(ben).n);
    await place.wait(1_000);
    const next = await again(ann);
    expect([isHost(next), isHost(ben)]).toEqual([true, false]);
    expect(said(next)).toEqual(['Ann: one', 'Ben: ']);
    expect([chat(next).moments, chat(next).rules]).toMatchObject([[{ sign: 'heart' }], { slowS: 3 }]);
    chat(next).write('three');
    await place.wait(500);
    const cleo = await join('Cleo');
    for (const person of [next, ben, cleo]) expect(said(person)).toEqual(['Ann: one', 'Ben: ', 'Ann: three']);
  });

  test('as a guest has its chat again, asks for what it has missed, and still counts what was not looked at', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    chat(ann).write('one');
    await place.wait(1_000);
    const { record } = ben ?? {};
    chat(ann).write('two');
    await place.wait(1_000);
    const next = await again(ben, record);
    expect(said(next)).toEqual(['Ann: one', 'Ann: two']);
    expect(chat(next).unread).toBe(2);
  });

  test('knows how old a message is: it can be edited for its minute, and no longer', async () => {
    const [ann] = await place.party(['Ann', 'Ben']);
    chat(ann).write('one');
    await place.wait(40_000);
    const next = await again(ann);
    chat(next).rewrite(last(next).n, 'One');
    await place.wait(20_000);
    chat(next).rewrite(last(next).n, 'Two');
    await place.wait(500);
    expect(said(next)).toEqual(['Ann: One']);
  });

  test('leaves a bounded record, of the newest messages', async () => {
    const [ann] = await place.party(['Ann', 'Ben']);
    for (let n = 0; n < 40; n++) {
      chat(ann).write(`${n} ${'é'.repeat(MESSAGE_MAX - 10)}`);
      await place.wait(1_000);
    }
    await place.wait(1_000);
    const kept = ann?.record?.chat?.lines ?? [];
    expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(60_000);
    expect(kept.length).toBeGreaterThan(25);
    expect(kept.at(-1)?.text.slice(0, 3)).toBe('39 ');
  });

  test('has written nothing where nobody has said anything', async () => {
    const [ann] = await place.party(['Ann', 'Ben']);
    chat(ann).type();
    await place.wait(1_000);
    expect(ann?.record).not.toHaveProperty('chat');
  });
});

describe('CH-21: what was said to a host that was cut off', () => {
  test('is said again to the one that followed it, by all who go over there', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben', 'Cleo']);
    ann?.cutOff();
    await place.wait(15_000);
    expect(isHost(ben)).toBe(true);
    for (const text of ['anybody?', 'hello?', 'oops', 'I go on']) chat(ann).write(text);
    chat(ann).erase(chat(ann).log.lines[2]?.n ?? 0);
    chat(ben).write('Ann is gone');
    ann?.cutOn();
    await place.wait(20_000);
    expect(isHost(ann)).toBe(false);
    expect(said(ben)).toEqual(['Ben: Ann is gone', 'Ann: hello?', 'Ann: I go on']);
    expect(unsent(ann)).toEqual([]);
  });

  test('is said again also where the author’s room place has died since', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben', 'Cleo']);
    ann?.cutOff();
    await place.wait(15_000);
    chat(ann).write('anybody?');
    await place.wait(1_000);
    const next = await again(ann);
    await place.wait(10_000);
    expect([isHost(next), said(ben)]).toEqual([false, ['Ann: anybody?']]);
  });

  test('is no news to who was there, and old words stay where they are', async () => {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo']);
    chat(cleo).write('hello');
    await place.wait(500);
    ann?.die();
    await place.wait(15_000);
    expect([said(ben), said(cleo)]).toEqual([['Cleo: hello'], ['Cleo: hello']]);
  });
});

describe('CH-4: what is written while the host is not heard', () => {
  test('is said once it is, and once', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    ben?.cutOff();
    await place.wait(7_000);
    chat(ben).write('are you there?');
    expect(unsent(ben)).toEqual(['are you there? …']);
    ben?.cutOn();
    await place.wait(6_000);
    expect(said(ann)).toEqual(['Ben: are you there?']);
    expect([said(ben), unsent(ben)]).toEqual([said(ann), []]);
  });

  test('is said by a member that becomes host meanwhile', async () => {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo']);
    ann?.die();
    await place.wait(100);
    chat(ben).write('Ann is gone');
    chat(cleo).write('I see');
    await place.wait(15_000);
    expect([...said(cleo)].sort()).toEqual(['Ben: Ann is gone', 'Cleo: I see']);
    expect([said(ben), unsent(ben), unsent(cleo)]).toEqual([said(cleo), [], []]);
  });

  test('is marked after 15 s, and said again on a press', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    ben?.cutOff();
    await place.wait(7_000);
    chat(ben).write('hello?');
    await place.wait(16_000);
    expect(unsent(ben)).toEqual(['hello? unanswered']);
    ben?.cutOn();
    await place.wait(20_000);
    expect(said(ann)).toEqual([]);
    const [left] = chat(ben).unsent.all;
    chat(ben).unsent.again(left?.message.n ?? 0);
    await place.wait(500);
    expect([said(ann), unsent(ben)]).toEqual([['Ben: hello?'], []]);
  });

  test('is dropped when its author does not want it any more', async () => {
    const [, ben] = await place.party(['Ann', 'Ben']);
    ben?.cutOff();
    await place.wait(7_000);
    for (let n = 0; n < 25; n++) chat(ben).write(`no. ${n}`);
    expect(unsent(ben)).toHaveLength(20);
    for (const { message } of chat(ben).unsent.all) chat(ben).unsent.drop(message.n);
    expect(unsent(ben)).toEqual([]);
  });
});

describe('CH-7: a flood', () => {
  test('is dropped, and its author is told; the others are heard', async () => {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo']);
    for (let n = 0; n < 20; n++) chat(ben).write(`no. ${n}`);
    chat(cleo).write('quiet, please');
    await place.wait(500);
    expect(said(ann)).toHaveLength(6);
    expect(said(ann).at(-1)).toBe('Cleo: quiet, please');
    expect(unsent(ben)).toHaveLength(15);
    expect(unsent(ben).at(-1)).toBe('no. 19 too-fast');
    expect(ben?.ended).toBeUndefined();
  });
});

describe('CH-9: one’s own message', () => {
  test('is edited and deleted for everybody, for a minute', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    chat(ben).write('helo');
    await place.wait(200);
    chat(ben).rewrite(last(ben).n, 'hello');
    await place.wait(200);
    expect(said(ann)).toEqual(['Ben: hello']);
    expect([last(ann), chat(ann).unread]).toMatchObject([{ edited: true }, 1]);
    await place.wait(60_000);
    chat(ben).erase(last(ben).n);
    await place.wait(200);
    expect(said(ann)).toEqual(['Ben: hello']);
    chat(ben).write('oh');
    await place.wait(200);
    chat(ben).erase(last(ben).n);
    await place.wait(200);
    for (const person of [ann, ben]) expect(said(person)).toEqual(['Ben: hello', 'Ben: ']);
  });

  test('is nobody else’s to change', async () => {
    const [ann] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    chat(ann).write('hello');
    await place.wait(200);
    eve.says({ kind: 'rewrite', n: last(ann).n, text: 'goodbye' });
    eve.says({ kind: 'erase', n: last(ann).n, by: ann?.room?.self });
    await place.wait(200);
    expect(said(ann)).toEqual(['Ann: hello']);
  });
});

describe('CH-10: the host', () => {
  test('slows everybody down and mutes one, and a guest does not', async () => {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo']);
    chat(ben).setRules({ muted: [cleo?.room?.self ?? ''] });
    await place.wait(200);
    expect(chat(ann).rules.muted).toEqual([]);
    chat(ann).setRules({ slowS: 1e9, muted: [cleo?.room?.self ?? ''] });
    await place.wait(200);
    expect(chat(cleo).rules).toMatchObject({ slowS: 300, muted: [cleo?.room?.self] });
    chat(ben).write('one');
    chat(ben).write('two');
    chat(cleo).write('three');
    await place.wait(200);
    expect([said(ann), unsent(ben), unsent(cleo)]).toEqual([['Ben: one'], ['two slow'], ['three muted']]);
    chat(ann).setRules({ muted: [] });
    chat(ann).setRules({ slowS: 0 });
    await place.wait(200);
    chat(cleo).write('four');
    await place.wait(200);
    expect(said(ben)).toEqual(['Ben: one', 'Cleo: four']);
  });
});

describe('CH-11: a reaction', () => {
  test('comes once to everybody, with the place of the film', async () => {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo'], 2);
    const seen = [ann, ben, cleo].map((person) => {
      const reactions: Reacted[] = [];
      chat(person).listen({ changed: () => {}, reacted: (reaction) => reactions.push(reaction) });
      return reactions;
    });
    const at = ben?.position ?? 0;
    chat(ben).react('fire');
    await place.wait(200);
    for (const reactions of seen) {
      expect(reactions).toHaveLength(1);
      expect(reactions[0]).toMatchObject({ by: ben?.room?.self, sign: 'fire' });
      expect(reactions[0]?.at).toBeCloseTo(at, 2);
    }
    expect(chat(cleo).moments).toEqual([{ film: 0, at: 60, sign: 'fire', count: 1 }]);
    const stop = chat(ann).listen({ changed: () => expect.unreachable(), reacted: () => {} });
    stop();
    chat(ann).react('fire');
    await place.wait(200);
    expect(chat(cleo).moments).toMatchObject([{ count: 2 }]);
  });

  test('to no film, to a stream, or to another film has no place', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    const heard: (number | undefined)[] = [];
    chat(ben).listen({ changed: () => {}, reacted: ({ at }) => heard.push(at) });
    eve.says({ kind: 'react', n: 1, sign: 'sad', film: 7, at: 3 });
    const playback = { position: 1e6, rate: 1, paused: false, at: place.time.now, live: true as const };
    ann?.room?.powers?.startFilm(
      { key: 'a/live', url: 'https://a.example/live', title: 'Live', durationS: undefined } as never,
      { id: 9, cause: 'start', playback },
    );
    await place.wait(300);
    chat(ann).react('wow');
    await place.wait(200);
    expect(heard).toEqual([undefined, undefined]);
    expect(chat(ben).moments).toEqual([]);
  });
});

test('CH-8: who is typing is seen by the others until it has written, or stopped', async () => {
  const [ann, ben] = await place.party(['Ann', 'Ben']);
  const self = ben?.room?.self;
  chat(ben).type();
  chat(ben).type();
  await place.wait(200);
  expect([chat(ann).typists, chat(ben).typists]).toEqual([[self], []]);
  chat(ben).write('there');
  await place.wait(200);
  expect(chat(ann).typists).toEqual([]);
  chat(ben).type();
  await place.wait(200);
  expect(chat(ann).typists).toEqual([self]);
  await place.wait(6_000);
  expect(chat(ann).typists).toEqual([]);
});

test('CH-2: what says nothing is not sent', async () => {
  const [ann, ben] = await place.party(['Ann', 'Ben']);
  chat(ben).write(' \u202e\n');
  chat(ann).write('a');
  await place.wait(100);
  chat(ann).rewrite(last(ann).n, '\u200b');
  await place.wait(100);
  expect([said(ben), unsent(ben)]).toEqual([['Ann: a'], []]);
});

describe('CH-15: a reaction floats over the film', () => {
  test('at the same place for everybody, a moment behind where it was sent', async () => {
    const [ann, ben, cleo] = await place.party(['Ann', 'Ben', 'Cleo']);
    const places: (number | undefined)[] = [];
    for (const person of [ann, ben, cleo]) {
      const reacted = (_: Reacted, inMs: number) => place.time.after(inMs, () => places.push(person?.position));
      chat(person).listen({ changed: () => {}, reacted });
    }
    const at = ben?.position ?? 0;
    chat(ben).react('fire');
    await place.wait(1_000);
    expect(places).toHaveLength(3);
    for (const each of places) expect(each).toBeCloseTo(at + 0.4, 1);
  });

  test('at once where there is no such place, and soon where it is far off', async () => {
    const [ann, ben] = await place.party(['Ann', 'Ben']);
    const eve = await place.stranger('Eve');
    const waits: number[] = [];
    chat(ben).listen({ changed: () => {}, reacted: (_, inMs) => waits.push(inMs) });
    eve.says({ kind: 'react', n: 1, sign: 'sad' });
    eve.says({ kind: 'react', n: 2, sign: 'sad', film: 7, at: 3 });
    eve.says({ kind: 'react', n: 3, sign: 'sad', film: 0, at: 3 });
    eve.says({ kind: 'react', n: 4, sign: 'sad', film: 0, at: 500 });
    await place.wait(200);
    expect(waits).toEqual([0, 0, 0, 2_000]);
    expect(ann?.room).toBeDefined();
  });
});
