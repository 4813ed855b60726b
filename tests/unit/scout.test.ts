import { afterEach, describe, expect, test, vi } from 'vitest';
import scout from '../../entrypoints/scout';

const CODE = 'K7QX-2M9P-4TRB-8WZC';
const PAGE = 'https://v.example/w';
const INVITED = `${PAGE}#lockstep=${CODE}`;

afterEach(() => vi.unstubAllGlobals());

/** A page at that address, in which the scout has just run. @param heard whether anybody hears its word */
async function opened(
  address: string,
  {
    heard = true,
    readyState = 'loading',
    type = 'navigate',
    base = address,
  }: { heard?: boolean; readyState?: string; type?: string; base?: string },
) {
  const url = new URL(address);
  const done: string[] = [];
  const told: object[] = [];
  const location = {
    get href() {
      return url.href;
    },
    get hash() {
      return url.hash;
    },
    reload: () => done.push(`reload ${url.href}`),
  };
  vi.stubGlobal('location', location);
  vi.stubGlobal('document', { readyState, addEventListener() {} });
  vi.stubGlobal('stop', () => done.push('stop'));
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('performance', { getEntriesByType: () => [{ type }] });
  vi.stubGlobal('history', {
    length: 1,
    state: null,
    replaceState: (_: unknown, __: string, to: string) => {
      const next = new URL(to, base);
      if (next.origin !== url.origin) throw new DOMException('another origin', 'SecurityError');
      url.href = next.href;
    },
  });
  const sendMessage = async ({ body }: { body: object }) => {
    told.push(body);
    if (!heard) throw new Error('Could not establish connection. Receiving end does not exist.');
    return null;
  };
  vi.stubGlobal('browser', { runtime: { sendMessage } });
  scout.main();
  const { href } = url;
  await new Promise((resolve) => setTimeout(resolve));
  return { done, told, href };
}

describe('SC-1: an invite that a page is opened with', () => {
  test('is handed on, and the page loaded again without it', async () => {
    const { done, told, href } = await opened(INVITED, {});
    expect(href).toBe(PAGE);
    expect(done).toEqual(['stop', `reload ${PAGE}`]);
    expect(told).toEqual([{ fragment: CODE, by: 'person', how: 'load', fresh: true }]);
  });

  test('SC-11: stays in the address where nobody hears of it, once', async () => {
    const first = await opened(INVITED, { heard: false });
    expect(first.href).toBe(PAGE);
    expect(first.done).toEqual(['stop', `reload ${INVITED}`]);
    const second = await opened(INVITED, { heard: false, type: 'reload' });
    expect(second.done).toEqual(['stop', `reload ${PAGE}`]);
    expect(second.told).toMatchObject([{ by: 'page' }]);
  });

  test.each([
    ['whose path begins as a host would', 'https://v.example//w', undefined],
    ['that gives its links another base', PAGE, 'https://elsewhere.example/'],
  ])('is taken out of the address of a page %s', async (_, page, base) => {
    const { done, href } = await opened(`${page}#lockstep=${CODE}`, base ? { base } : {});
    expect(href).toBe(page);
    expect(done).toEqual(['stop', `reload ${page}`]);
  });

  test('is nothing without one', async () => {
    expect(await opened(`${PAGE}#t=3`, {})).toEqual({ done: [], told: [], href: `${PAGE}#t=3` });
  });
});

test('SC-10: an invite in a page that was there before the extension is offered, and its page goes on', async () => {
  const { done, told, href } = await opened(INVITED, { readyState: 'complete' });
  expect([done, href]).toEqual([[], PAGE]);
  expect(told).toEqual([{ fragment: CODE, by: 'page', how: 'hash', fresh: true }]);
});

describe('SC-12: an invite whose # was encoded on its way', () => {
  test.each([
    ['in the path', `${PAGE}%23lockstep=${CODE}`],
    ['in the query', `${PAGE}?v=1%23lockstep=${CODE}`, `${PAGE}?v=1`],
    ['twice, and its sign', `${PAGE}%2523lockstep%253D${CODE}`],
    ['before a part of the link around it', `${PAGE}?v=1%23lockstep=${CODE}&utm=x#t=3`, `${PAGE}?v=1&utm=x#t=3`],
  ])('is offered, and the page loaded without it: %s', async (_, address, page = PAGE) => {
    const { done, told, href } = await opened(address, {});
    expect(href).toBe(page);
    expect(done).toEqual(['stop', `reload ${page}`]);
    expect(told).toEqual([{ fragment: CODE, by: 'page', how: 'load', fresh: true }]);
  });

  test.each([
    ['a page that was there before', `${PAGE}%23lockstep=${CODE}`, { readyState: 'complete' }],
    ['what is too short for a code', `${PAGE}%23lockstep=K7QX`, {}],
  ])('is left where it is: %s', async (_, address, how) => {
    expect(await opened(address, how)).toEqual({ done: [], told: [], href: address });
  });
});
