import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, parseLanguage } from '../../../../lib/core/text/languages';
import { fillMessage, parseMessageTable, readMessages } from '../../../../lib/core/text/messages';
import type { MessageKey } from '../../../../lib/ui/words';
import { type Messages, translator } from '../../../fixtures/gallery/words';

const FOLDER = join(import.meta.dirname, '../../../../public/_locales');

test('SE-1: a language of ours is one, and anything else is the browser’s', () => {
  expect([...LANGUAGES]).toEqual(readdirSync(FOLDER).sort());
  expect(LANGUAGES.map(parseLanguage)).toEqual(LANGUAGES);
  const others = ['auto', 'DE', 'pt', '', '../en', 'toString', 7, null, undefined, ['de'], {}];
  expect(others.map(parseLanguage)).toEqual(others.map(() => 'auto'));
});

describe('LA-2: a file of messages', () => {
  test.each(LANGUAGES)('of %s says what the browser would say', (language) => {
    const file = JSON.parse(readFileSync(join(FOLDER, language, 'messages.json'), 'utf8')) as Messages;
    const browsers = translator(file);
    const table = readMessages(file);
    const keys = Object.keys(file) as MessageKey[];
    expect(Object.keys(table)).toEqual(keys);
    const subs = ['Ann $2', '12', '3'];
    for (const key of keys) expect.soft(fillMessage(table[key] ?? '', subs), key).toBe(browsers(key, ...subs));
  });

  test('may name its placeholders in any case, and forget one', () => {
    const placeholders = { who: { content: '$1' }, At: { content: 'at $2' }, bad: 7 };
    const { a } = readMessages({ a: { message: '$WHO$ is $at$, $Who$$bad$$none$.', placeholders } });
    expect(fillMessage(a ?? '', ['Ann', '1:00'])).toBe('Ann is at 1:00, Ann.');
  });

  test('has dollars of its own, and what is filled in is not looked into', () => {
    expect(fillMessage('$$5 for $1, $2', ['$2'])).toBe('$5 for $2, ');
  });

  test.each([undefined, null, 7, 'text', [], { a: 'text' }, { a: { message: 7 } }, { a: null }])(
    'is empty where it is %j',
    (file) => expect(readMessages(file)).toEqual({}),
  );

  test('handed on is read again, with what is no text left out', () => {
    expect(parseMessageTable({ a: 'A', b: 7, c: null, d: 'x'.repeat(2_001) })).toEqual({ a: 'A' });
    expect(parseMessageTable(null)).toEqual({});
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, key) => [`k${key}`, '']));
    expect(Object.keys(parseMessageTable(many))).toHaveLength(1_000);
  });
});
