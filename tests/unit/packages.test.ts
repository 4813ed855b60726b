import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

test('installing the packages fetches no browser', () => {
  expect(createRequire(import.meta.url)('../../.puppeteerrc.cjs')).toEqual({ skipDownload: true });
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, object>;
  expect(devDependencies).toHaveProperty('puppeteer');
});

test('the lockfile names no registry', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Record<string, { readonly resolved?: string }>;
  };
  const named = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
  expect(named.filter((address) => address.includes(':'))).toEqual([]);
});
