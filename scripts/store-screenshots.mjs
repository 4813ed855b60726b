// @ts-check
/** The pictures of the stores' listings, 1280 by 800 px, from the real pages: into docs/store. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser, serveGallery } from '../tests/fixtures/gallery/serve.mjs';

const SIZE = { width: 1280, height: 800 };
const folder = fileURLToPath(new URL('../docs/store', import.meta.url));
/** @type {readonly { file: string, scene: string, scheme: 'light' | 'dark', size: [number, number], said: string }[]} */
const PICTURES = [
  { file: '1-create', scene: 'no-room', scheme: 'light', size: [360, 380], said: 'One click makes a room.' },
  { file: '2-host', scene: 'host', scheme: 'light', size: [360, 600], said: 'One link brings your friends in.' },
  { file: '3-guest', scene: 'guest', scheme: 'dark', size: [360, 470], said: 'Everybody sees the same moment.' },
  {
    file: '4-welcome',
    scene: 'welcome',
    scheme: 'light',
    size: [620, 700],
    said: 'No account. You see who sees what.',
  },
  { file: '5-options', scene: 'options', scheme: 'dark', size: [620, 700], said: 'As private as you like.' },
];

await mkdir(folder, { recursive: true });
const gallery = await serveGallery();
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  await page.setViewport(SIZE);
  for (const { file, scene, scheme, size, said } of PICTURES) {
    const isDark = scheme === 'dark';
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    // On the gallery's own origin, so that its scenes may be framed.
    await page.goto(gallery.url);
    await page.setContent(`<!doctype html><style>
      body { display: flex; align-items: center; justify-content: center; gap: 72px; height: 800px; margin: 0; overflow: hidden;
        color: ${isDark ? '#f1f1f5' : '#1b1c22'}; background: ${isDark ? '#14151a' : '#e9ebf8'}; font: 650 44px/1.25 system-ui, sans-serif; }
      p { width: 420px; margin: 0; }
      iframe { width: ${size[0]}px; height: ${size[1]}px; border: 0; border-radius: 14px; box-shadow: 0 12px 48px rgb(0 0 0 / 0.35); color-scheme: normal; }
      </style><p>${said}</p><iframe src="${gallery.url}?scene=${scene}"></iframe>`);
    const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
    await frame?.waitForSelector('[data-ready]');
    const path = /** @type {`${string}.png`} */ (join(folder, `${file}.png`));
    await page.screenshot({ path, clip: { x: 0, y: 0, ...SIZE } });
    console.log(path);
  }
} finally {
  await browser.close();
  await gallery.close();
}
