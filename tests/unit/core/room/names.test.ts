import { describe, expect, test } from 'vitest';
import { freeName, nameFor, namesOf, renamed } from '../../../../lib/core/room/names';
import { NAME_MAX } from '../../../../lib/core/wire/fields';

describe('RO-20: a name that nobody else has', () => {
  test.each([
    ['Anna', [], 'Anna'],
    ['Anna', ['Ann'], 'Anna'],
    ['Anna', ['Anna'], 'Anna 2'],
    ['Anna', ['Anna', 'Anna 2', 'Anna 3'], 'Anna 4'],
    // What looks the same is the same.
    ['anna', ['ANNA'], 'anna 2'],
    ['Ａｎｎａ', ['Anna'], 'Ａｎｎａ 2'],
    ['Anna 2', ['Anna 2'], 'Anna 2 2'],
  ])('%s beside %o', (name, others, free) => {
    expect(freeName(name, others)).toBe(free);
  });

  test('is no longer than any', () => {
    const long = 'x'.repeat(NAME_MAX);
    const free = freeName(long, [long]);
    expect([...free]).toHaveLength(NAME_MAX);
    expect(free.endsWith('x 2')).toBe(true);
  });
});

test('RO-20: nobody is in the own way', () => {
  const members = [
    { id: 'ann', name: 'Anna', state: 'in-sync' },
    { id: 'bo', name: 'Bo', state: 'in-sync' },
  ] as const;
  expect(nameFor({ members }, 'ann', 'Anna')).toBe('Anna');
  expect(nameFor({ members }, 'bo', 'Anna')).toBe('Anna 2');
});

test('RO-20: a name that was taken is given back once nobody else has it', () => {
  const member = (id: string, name: string) => ({ id, name, state: 'in-sync' }) as const;
  const given = new Map([
    ['a', 'Anna'],
    ['b', 'Anna'],
    ['c', 'Bo'],
  ]);
  const names = (...members: ReturnType<typeof member>[]) =>
    renamed({ members }, given).members.map(({ name }) => name);
  expect(names(member('b', 'Anna 2'), member('c', 'Bo'), member('d', 'Eve'))).toEqual(['Anna', 'Bo', 'Eve']);
  expect(names(member('a', 'Anna'), member('b', 'Anna 2'))).toEqual(['Anna', 'Anna 2']);
  expect(names(member('b', 'Anna 2'), member('d', 'Anna'))).toEqual(['Anna 2', 'Anna']);
});

test('names are those of who is here', () => {
  const members = [{ id: 'ann', name: 'Ann', state: 'in-sync' } as const];
  expect(namesOf({ members }, ['ann', 'eve'])).toEqual(['Ann']);
});
