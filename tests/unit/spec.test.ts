import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, test } from 'vitest';

const CODE = new Set(['.ts', '.tsx', '.mjs']);
const RULE = /\b[A-Z]{2,4}-[0-9]+\b/g;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.has(extname(entry.name)) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

const defined = [...readFileSync('SPEC.md', 'utf8').matchAll(/^- ([A-Z]+-[0-9]+) /gm)].map(([, id]) => id ?? '');

test('every rule that code or a test cites stands in SPEC.md', () => {
  expect(new Set(defined).size).toBe(defined.length);
  const families = new Set(defined.map((id) => id.replace(/-.*/, '')));
  const unknown = ['lib', 'entrypoints', 'server', 'companion', 'scripts', 'tests'].flatMap((folder) =>
    filesUnder(folder).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(RULE)]
        .map(([id]) => id)
        .filter((id) => families.has(id.replace(/-.*/, '')) && !defined.includes(id))
        .map((id) => `${file}: ${id}`),
    ),
  );
  expect(unknown).toEqual([]);
});

test('no rule of SPEC.md has more than sixty words', () => {
  const rules = readFileSync('SPEC.md', 'utf8').matchAll(/^- ([A-Z]+-[0-9]+) (.*(?:\n {2}.*)*)/gm);
  const long = [...rules].filter(([, , text = '']) => text.split(/\s+/).length > 60).map(([, id]) => id);
  expect(long).toEqual([]);
});

/** A comment tests nothing, and what only helps the tests does not either. */
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

test('every rule of SPEC.md is cited by a test', () => {
  const cited = new Set(
    filesUnder('tests')
      .filter((file) => file.endsWith('.test.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').replace(COMMENT, '').matchAll(RULE)].map(([id]) => id)),
  );
  const uncited = defined.filter((id) => !cited.has(id));
  const message = `no test cites ${uncited.join(', ')}: name each rule in the title of a test that holds it`;
  expect(uncited, message).toEqual([]);
});

test('every defence in docs/security.md names rules that stand, and tests that cite them', () => {
  const defined = readFileSync('SPEC.md', 'utf8');
  const rows = readFileSync('docs/security.md', 'utf8').match(/^\|.*`tests\/.*\|$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(30);
  const wrong = rows.flatMap((row) => {
    const tests = [...row.matchAll(/`(tests\/[^`]+)`/g)].map(([, path]) => path ?? '');
    const missing = tests.filter((path) => !existsSync(path));
    if (missing.length > 0) return missing;
    const cited = tests.map((path) => readFileSync(path, 'utf8')).join('\n');
    const rules = row.match(RULE) ?? [];
    const isBacked = (rule: string) => defined.includes(`\n- ${rule} `) && new RegExp(`\\b${rule}\\b`).test(cited);
    return rules.length === 0 ? [row] : rules.filter((rule) => !isBacked(rule));
  });
  expect(wrong).toEqual([]);
});
