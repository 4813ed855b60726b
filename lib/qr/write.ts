import { encodeQR } from 'qr';

/** A QR code to draw: dark squares in an SVG path. */
export interface QrDrawing {
  /** Width and height with the quiet zone, in modules. */
  readonly size: number;
  /** In units of a module; to be filled with something dark on something light, whatever the page's theme. */
  readonly path: string;
}

/** ISO/IEC 18004 asks for four modules of light around the code; on a dark page a camera needs them. */
const QUIET_MODULES = 4;

/**
 * Of 15 % error correction: in trials at low resolution, in noise and in shadow the next smaller code was read less often.
 *
 * @throws RangeError when the text is longer than any QR code holds (2,331 bytes)
 */
export function drawQr(text: string): QrDrawing {
  const modules = encoded(text);
  const path = modules
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x + QUIET_MODULES} ${y + QUIET_MODULES}h1v1h-1z`] : [])),
    )
    .join('');
  return { size: modules.length + 2 * QUIET_MODULES, path };
}

/** The library puts at least one light module around. */
function encoded(text: string): boolean[][] {
  try {
    const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 1 });
    return modules.slice(1, -1).map((row) => row.slice(1, -1));
  } catch (error) {
    throw new RangeError('too long for a QR code', { cause: error });
  }
}
