// Draws public/icon/<size>.png from assets/icon.svg with a headless Chromium: `node scripts/make-icons.mjs`.
// The results are committed; run it again after changing the drawing.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { launch } from 'puppeteer';

const SIZES_PX = [16, 32, 48, 128];
const root = new URL('..', import.meta.url);
const svg = await readFile(new URL('assets/icon.svg', root), 'utf8');

const browser = await launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  await mkdir(new URL('public/icon/', root), { recursive: true });
  for (const size of SIZES_PX) {
    await page.setViewport({ width: size, height: size });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg.replace(/<!--.*?-->/gs, '')}`,
    );
    const png = await page.screenshot({ type: 'png', omitBackground: true });
    await writeFile(new URL(`public/icon/${size}.png`, root), png);
    console.log(`public/icon/${size}.png  ${png.length} bytes`);
  }
} finally {
  await browser.close();
}
