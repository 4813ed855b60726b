// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readQr } from '../../lib/qr/read';
import { drawQr } from '../../lib/qr/write';
import { QrCode } from '../../lib/ui/QrCode';

const LINK = 'https://films.example/watch?v=1#lockstep=K7QX-2M9P-4TRB-8WZC';
const draw = async (text: string) => drawQr(text);
const show = (link: string) =>
  act(async () => render(<QrCode text={link} label="the invite" draw={draw} small />, document.body));
const press = () => act(async () => document.querySelector('button')?.click());
const svg = () => document.querySelector<SVGElement>('svg[role="img"]');

beforeEach(() => show(LINK));
afterEach(() => act(() => render(null, document.body)));

/** What a camera would see, at 4 pixels a module. */
function pixels(drawing: SVGElement): Parameters<typeof readQr>[0] {
  const modules = Number(drawing.getAttribute('viewBox')?.split(' ')[2]);
  const width = modules * 4;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  const path = drawing.querySelector('path')?.getAttribute('d') ?? '';
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h/g)) {
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column < 4; column++) {
        const at = ((Number(y) * 4 + row) * width + Number(x) * 4 + column) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width, height: width, data };
}

describe('INV-8: the QR code of the invite', () => {
  it('is shown on a press, and says the link', async () => {
    expect(svg()).toBeNull();
    expect(document.querySelector('button')?.getAttribute('aria-label')).toBe('showQr');
    await press();
    await vi.waitFor(() => expect(svg()).not.toBeNull());
    expect(readQr(pixels(svg() as SVGElement))).toBe(LINK);
    expect(document.querySelector('button')?.getAttribute('aria-expanded')).toBe('true');
  });

  it('is hidden by another', async () => {
    await press();
    await press();
    expect(document.querySelector('[hidden]')).not.toBeNull();
    expect(document.querySelector('button')?.getAttribute('aria-expanded')).toBe('false');
  });

  it('is of the link of now', async () => {
    await press();
    await vi.waitFor(() => expect(svg()).not.toBeNull());
    await show(`${LINK}~x`);
    await vi.waitFor(() => expect(svg()?.querySelector('path')?.getAttribute('d')).toBe(drawQr(`${LINK}~x`).path));
  });

  it('says that a link is too long for one', async () => {
    await show(`https://films.example/${'a'.repeat(3_000)}`);
    await press();
    await vi.waitFor(() => expect(document.body.textContent).toContain('qrTooLong'));
    expect(svg()).toBeNull();
  });
});
