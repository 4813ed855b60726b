// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSite } from '../../../../lib/media/page/site-here';

let searches: ReturnType<typeof vi.spyOn>;
const setUrl = (url: string) => (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url);

beforeEach(() => {
  setUrl('https://feed.example/a');
  document.head.replaceChildren();
  searches = vi.spyOn(document, 'querySelector');
});
afterEach(() => searches.mockRestore());

test('FV-4: the page is searched once for all its videos, however often they are looked at', () => {
  const here = watchSite(document);
  here.now();
  const once = searches.mock.calls.length;
  expect(once).toBeGreaterThan(0);
  for (let look = 0; look < 100; look++) expect(here.now().site.name).toBe('generic');
  expect(searches).toHaveBeenCalledTimes(once);
});

test('and again where its address is another', () => {
  const here = watchSite(document);
  expect(here.now().site.name).toBe('generic');
  setUrl('https://www.youtube.com/watch?v=a');
  expect(here.now().site.name).toBe('youtube');
  expect(here.now().url.href).toBe('https://www.youtube.com/watch?v=a');
});

test('and when it is to be asked anew: a self-hosted site shows itself with its film', () => {
  const here = watchSite(document);
  expect(here.now().site.name).toBe('generic');
  document.head.innerHTML = '<meta name="application-name" content="Jellyfin" />';
  expect(here.now().site.name).toBe('generic');
  expect(here.ask().site.name).toBe('jellyfin');
  expect(here.now().site.name).toBe('jellyfin');
});
