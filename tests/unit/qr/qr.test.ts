import { describe, expect, it } from 'vitest';
import { type Picture, readQr } from '../../../lib/qr/read';
import { drawQr, type QrDrawing } from '../../../lib/qr/write';
import { seeded } from '../../helpers/virtual-random';

const OFFER = 'EAAHA4eWN_'.repeat(13);

/** The drawing as a camera may see it. */
function photograph({ size, path }: QrDrawing, { scale = 5, turn = 0, noise = 0, shade = 0 } = {}): Picture {
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  const random = seeded(3).next;
  const width = Math.ceil(size * scale * 1.5);
  const data = new Uint8ClampedArray(width * width * 4);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x + 0.5 - width / 2, y + 0.5 - width / 2];
      const at = [dx * cos + dy * sin, dy * cos - dx * sin].map((place) => Math.floor(place / scale + size / 2));
      const isPaper = at.every((place) => place >= 0 && place < size);
      const light = dark.has(at.join(' ')) ? 30 : isPaper ? 230 : 110;
      const value = light * (1 - (shade * x) / width) + (random() - 0.5) * noise;
      data.set([value, value, value, 255], (y * width + x) * 4);
    }
  }
  return { width, height: width, data };
}

describe('QR codes', () => {
  it.each([
    ['an invite', 'https://video.example/watch?v=dQw4w9WgXcQ#lockstep=K7QX-2M9P-4TRB-8WZC'],
    ['an offer', OFFER],
    ['other letters', 'Zürich 東京 👋'],
    ['a long link', `https://video.example/${'a/'.repeat(700)}`],
  ])('of %s are read again', (_, text) => expect(readQr(photograph(drawQr(text)))).toBe(text));

  it.each([
    ['small', { scale: 2.5 }],
    ['turned a little', { turn: 0.2 }],
    ['upside down', { turn: Math.PI }],
    ['in a bad light', { shade: 0.7 }],
    ['in noise', { noise: 60 }],
  ])('are read %s', (_, how) => expect(readQr(photograph(drawQr(OFFER), how))).toBe(OFFER));

  it('have four light modules around them, and are as small as they can be', () => {
    const { size, path } = drawQr(OFFER);
    // Version 8: 49 modules, up to 152 bytes at 15 % correction.
    expect(size).toBe(49 + 8);
    const places = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
    expect([Math.min(...places), Math.max(...places)]).toEqual([4, 52]);
  });

  it('hold no more than they can', () => expect(() => drawQr('a'.repeat(2_400))).toThrow(RangeError));

  it('are not seen where there are none', () => {
    const random = seeded(4).next;
    const noise = Uint8ClampedArray.from({ length: 200 * 200 * 4 }, () => random() * 256);
    expect(readQr({ width: 200, height: 200, data: noise })).toBeUndefined();
    expect(readQr({ width: 200, height: 200, data: new Uint8ClampedArray(200 * 200 * 4) })).toBeUndefined();
    expect(readQr({ width: 0, height: 0, data: new Uint8ClampedArray() })).toBeUndefined();
  });
});
