import { decodeQR } from 'qr/decode.js';

/** Pixels as a canvas gives them. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA, a byte each. */
  readonly data: Uint8ClampedArray;
}

/** A camera shows the next picture in 33 ms, ms. */
const PICTURE_MS = 30;
/** Longer than any code that means something here. */
const TEXT_MAX = 2_400;

/** @returns the text of the QR code in the picture; undefined when there is none that can be read */
export function readQr({ width, height, data }: Picture): string | undefined {
  try {
    const text = decodeQR({ width, height, data }, { timeLimit: PICTURE_MS });
    return text.length <= TEXT_MAX ? text : undefined;
  } catch {
    return undefined;
  }
}
