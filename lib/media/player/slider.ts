import type { Slider } from '../../sites/site';

/** Shown times are whole seconds, rounded down: a film may be so much longer. */
const ROUNDED_S = 1;

/**
 * Seeks by the page's own bar, as a person who lets go of it there.
 * @param exact rather too early than too late: what the bar and the shown length are off by is taken off the place
 * @returns false where there is no bar, where it is out of use, and where the page does not say how long the film is
 */
export function slide(root: Document, slider: Slider, positionS: number, exact: boolean): boolean {
  const bar = root.querySelector<HTMLInputElement>(slider.bar);
  const lengthS = slider.lengthS(root);
  if (!bar || bar.disabled || lengthS === undefined || positionS > lengthS + ROUNDED_S) return false;
  const [min, max, step] = [numberOf(bar.min, 0), numberOf(bar.max, 100), numberOf(bar.step, 1)];
  const stepS = (step / (max - min)) * lengthS;
  const aimS = positionS - (exact ? ROUNDED_S + stepS : 0);
  const share = Math.min(1, Math.max(0, aimS / lengthS));
  if (!Number.isFinite(share)) return false;
  bar.value = String(min + share * (max - min));
  bar.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

function numberOf(text: string, otherwise: number): number {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : otherwise;
}
