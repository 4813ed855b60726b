// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestConnection, type TestIt } from '../../entrypoints/options/TestConnection';
import { CAUSES, SUBJECTS } from '../../lib/core/doctor/check';
import { CAUSE_WORDS, SUBJECT_WORDS } from '../../lib/ui/cause';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { CHECKS } from '../fixtures/gallery/scenes';
import { translator } from '../fixtures/gallery/words';

const t = translator(en);
const stop = vi.fn();
const test = vi.fn<TestIt>(() => stop);
const copy = vi.fn(async () => true);
const button = (name: string) =>
  [...document.querySelectorAll('button')].find((found) => found.textContent?.trim() === name);
const said = () => [...document.querySelectorAll('[role=status]')].map((region) => region.textContent).join('|');
const press = (name: string) => act(async () => button(name)?.click());

beforeEach(() =>
  act(async () =>
    render(
      <Words.Provider value={t}>
        <TestConnection version="0.1.0" test={test} copy={copy} />
      </Words.Provider>,
      document.body,
    ),
  ),
);
afterEach(() => {
  act(() => render(null, document.body));
  vi.clearAllMocks();
});

describe('DR-5: Test connection', () => {
  it('shows rows as they come, in words, and offers to copy them once all are there', async () => {
    await press('Test connection');
    const [told] = test.mock.calls[0] ?? [];
    expect(said()).toBe('Testing…');
    await act(async () => told?.({ checks: CHECKS.slice(0, 2), done: false }));
    const rows = [...document.querySelectorAll('.check')].map((row) => row.textContent);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toBe('✓Works: Server 0.1 s');
    expect(rows[1]).toContain('Does not work: This network 2.5 s');
    expect(rows[1]).toContain('symmetric NAT');
    expect(button('Copy report')).toBeUndefined();
    await act(async () => told?.({ checks: CHECKS, done: true }));
    expect(said()).toContain('Tested');
    expect(document.body.textContent).toContain('Public relay 2');
    await press('Copy report');
    expect(copy).toHaveBeenCalledWith(expect.stringContaining('✗ public-relay 2  4.0 s relay-refuses'));
    expect(said()).toContain('Copied');
  });

  it('says that it was broken off, and not after it was done', async () => {
    await press('Test connection');
    const [told, ended] = test.mock.calls[0] ?? [];
    await act(async () => ended?.());
    expect(said()).toBe('The test was broken off. Try again.');
    await press('Test connection');
    await act(async () => told?.({ checks: [], done: true }));
    await act(async () => ended?.());
    expect(said()).toContain('Tested');
  });

  it('is broken off with its page', async () => {
    await press('Test connection');
    act(() => render(null, document.body));
    expect(stop).toHaveBeenCalled();
  });
});

it('DR-1: has words for everything', () => {
  expect(Object.keys(CAUSE_WORDS).sort()).toEqual([...CAUSES].sort());
  expect(Object.keys(SUBJECT_WORDS).sort()).toEqual([...SUBJECTS].sort());
});
