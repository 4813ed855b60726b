import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { build } from 'vite';
import { launchChromium, launchFirefox } from '../helpers/browsers.mjs';

/** A script for a page (`iife`) or a module (`es`), of a file in this folder and all that it imports. */
export async function bundle(file: string, format: 'iife' | 'es' = 'iife'): Promise<string> {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const outputs = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: [format], name: 'suite', fileName: 'suite' } },
  });
  const [output] = [outputs].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('no bundle');
  return chunk.code;
}

export type BrowserName = 'chromium' | 'firefox';

/** A browser whose pages have raw addresses of this machine, as an extension's have in Chromium. */
export async function launchForWebRtc(name: BrowserName): Promise<Browser> {
  if (name === 'chromium') return launchChromium({ args: ['--disable-features=WebRtcHideLocalIpsWithMdns'] });
  const { browser } = await launchFirefox({
    prefs: {
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
    },
  });
  return browser;
}

/** An empty page in a secure context, with the script in it. */
export async function pageWith(browser: Browser, url: string, code: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.addScriptTag({ content: code });
  return page;
}

/** Serves nothing but an empty page. */
export async function servePage(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>contract</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
