import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Window } from 'happy-dom';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findInvite } from '../../../lib/core/wire/fragment';
import { inviteFromFragment, inviteLink } from '../../../lib/core/wire/invite';
import { type RunningServer, startServer } from '../../../server/index.mjs';
import { languageFor, WORDS } from '../../../server/web/words.mjs';
import { launchChromium } from '../../helpers/browsers.mjs';
import { LANGUAGES } from '../../helpers/languages.mjs';

const CODE = '0000-0000-0000-0000';
const LINK = `https://films.example/watch?v=1&list=2#chapter&lockstep=${CODE}`;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ port: 0, host: '127.0.0.1', env: { INSTALL_URL: 'https://get.example/?a="&b=<' } });
});
afterAll(() => server.close());

const pageFor = (language: string) => fetch(`${server.url}/j`, { headers: { 'Accept-Language': language } });

describe('the page', () => {
  test('brings everything itself, allows nothing else, and is what its policy says', async () => {
    const response = await pageFor('en');
    const html = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const [tag, directive] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ]) {
      const inline = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? '';
      expect(inline.length).toBeGreaterThan(100);
      expect(policy).toContain(`${directive} 'sha256-${createHash('sha256').update(inline).digest('base64')}'`);
    }
    for (const directive of ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(directive);
    expect(html).not.toMatch(/\{\{|\ssrc=|@import|url\(/);
    expect(html).toContain('href="https://get.example/?a=&#34;&#38;b=&#60;"');
    expect([response.headers.get('referrer-policy'), response.headers.get('x-content-type-options')]).toEqual([
      'no-referrer',
      'nosniff',
    ]);
  });

  test('speaks the reader’s language, and all of ours alike', async () => {
    expect(Object.keys(WORDS).sort()).toEqual(LANGUAGES.map((language) => language.replace('_', '-')));
    for (const [tag, words] of Object.entries(WORDS)) {
      const response = await pageFor(`xx, ${tag};q=0.9, en;q=0.1`);
      expect([response.headers.get('content-language'), response.headers.get('vary')]).toEqual([
        tag,
        'Accept-Language',
      ]);
      const html = await response.text();
      expect(html).toContain(`<html lang="${tag}" dir="${tag === 'ar' ? 'rtl' : 'ltr'}">`);
      expect(html).toContain(words.title);
      expect(Object.values(words).every((text) => text.length > 0)).toBe(true);
    }
    for (const [accepted, tag] of [
      ['', 'en'],
      ['*', 'en'],
      ['nl', 'en'],
      ['de-AT', 'de'],
      ['en;q=0.1,fr;q=0.2', 'fr'],
      ['pt', 'pt-BR'],
      ['ar-EG', 'ar'],
      ['zh-TW', 'zh-CN'],
      ['de;q=0', 'en'],
      [','.repeat(9_999), 'en'],
    ])
      expect([accepted, languageFor(accepted as string)]).toEqual([accepted, tag]);
  });

  test('says whom to ask where its owner names no place to get Lockstep', async () => {
    const own = await startServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => own.close());
    expect(await (await fetch(`${own.url}/j`)).text()).toContain('Ask your friend where to get it');
  });
});

describe('the film in the fragment (SV-9)', () => {
  /** What the page shows for a fragment. */
  async function shows(fragment: string) {
    const html = await (await pageFor('en')).text();
    const window = new Window({
      url: `${server.url}/j#${fragment}`,
      settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
    });
    onTestFinished(() => window.happyDOM.close());
    window.document.write(html);
    const byId = (id: string) => window.document.getElementById(id) as unknown as HTMLElement;
    const visible = ['film', 'refused', 'none'].filter((id) => !byId(id).hidden);
    expect(visible).toHaveLength(1);
    return visible[0] === 'film'
      ? { host: byId('host').textContent, address: byId('address').textContent, href: byId('go').getAttribute('href') }
      : visible[0];
  }

  test('is shown without the invite, and led to with it', async () => {
    expect(await shows(encodeURIComponent(LINK))).toEqual({
      host: 'films.example',
      address: 'https://films.example/watch?v=1&list=2#chapter',
      href: LINK,
    });
  });

  test('is found in what a messenger has decoded', async () => {
    expect(await shows(`https://films.example/a%20b#lockstep=${CODE}`)).toMatchObject({
      address: 'https://films.example/a%20b',
    });
  });

  test('is no invite to this page itself, so that the extension joins at the film', () => {
    const link = inviteLink('https://films.example/watch', { code: CODE });
    expect(findInvite(`#${encodeURIComponent(link)}`)).toBeUndefined();
    expect(inviteFromFragment(new URL(decodeURIComponent(encodeURIComponent(link))).hash)?.invite.ok).toBe(true);
  });

  test.each([
    ['nothing', '', 'none'],
    ['javascript', `javascript:alert(1)#lockstep=${CODE}`, 'refused'],
    ['data', `data:text/html,<script>alert(1)</script>#lockstep=${CODE}`, 'refused'],
    ['a file', `file:///etc/passwd#lockstep=${CODE}`, 'refused'],
    ['an extension’s page', `chrome-extension://abc/options.html#lockstep=${CODE}`, 'refused'],
    ['a relative address', `/elsewhere#lockstep=${CODE}`, 'refused'],
    ['another host’s address without a scheme', `//films.example/#lockstep=${CODE}`, 'refused'],
    ['a name that looks like the host', `https://films.example@evil.example/#lockstep=${CODE}`, 'refused'],
    ['no invite', 'https://films.example/watch', 'refused'],
    ['an empty invite', 'https://films.example/watch#lockstep=', 'refused'],
    ['words', 'watch with me', 'refused'],
    ['an address without end', `https://films.example/${'x'.repeat(9_000)}#lockstep=${CODE}`, 'refused'],
  ])('is not followed when it is %s', async (_, text, shown) => {
    expect(await shows(encodeURIComponent(text))).toBe(shown);
  });

  test('is not followed when it cannot be decoded', async () => {
    expect(await shows('%E0%A4%A')).toBe('refused');
  });

  test('is text, whatever it holds, and a host is shown as it is asked for', async () => {
    expect(await shows(encodeURIComponent(`https://фильм.example/<b>"x"#lockstep=${CODE}`))).toMatchObject({
      host: 'xn--h1agd3a5b.example',
      address: 'https://xn--h1agd3a5b.example/%3Cb%3E%22x%22',
    });
  });
});

describe('in a browser (SV-9)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  test('asks for nothing else, tells nobody of the film, goes nowhere by itself, and on by a click', async () => {
    const asked: string[] = [];
    const film = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.referer ?? 'no referrer'}`);
      response.setHeader('content-type', 'text/html');
      response.end('<title>The film</title>');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void film.close());
    await new Promise((resolve) => film.once('listening', resolve));
    const host = `127.0.0.1:${(film.address() as AddressInfo).port}`;
    const page = await browser.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url().split('#')[0] ?? ''));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${server.url}/j#${encodeURIComponent(`http://${host}/watch#lockstep=${CODE}`)}`);
    const go = await page.waitForSelector('a ::-p-text(Go to the film)', { visible: true });
    expect(await page.$eval('#host', (element) => element.textContent)).toBe(host);
    expect(await page.$eval('#go', (element) => getComputedStyle(element).backgroundColor)).toBe('rgb(47, 75, 199)');
    expect(requests.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([`${server.url}/j`]);
    expect([asked, complaints.filter((text) => !text.includes('404'))]).toEqual([[], []]);
    await Promise.all([page.waitForNavigation(), go?.click()]);
    expect(page.url()).toBe(`http://${host}/watch#lockstep=${CODE}`);
    expect(asked[0]).toBe('/watch no referrer');
  });
});
