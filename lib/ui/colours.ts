import type { Colour } from '../core/wire/colours';

/**
 * What each colour looks like on a light page and on a dark one, or over a film: 4.5 : 1 and more against every ground that
 * something is drawn on in it.
 */
export const COLOUR_VALUES: { readonly [C in Colour]: { readonly light: string; readonly dark: string } } = {
  blue: { light: '#2c57cc', dark: '#8fb0ff' },
  orange: { light: '#a64a00', dark: '#ffb066' },
  teal: { light: '#0a6b7d', dark: '#5fd0e0' },
  pink: { light: '#b3206f', dark: '#ff9ad1' },
  olive: { light: '#666200', dark: '#d2cf5a' },
  purple: { light: '#7a3fc4', dark: '#cba6ff' },
  green: { light: '#1a7535', dark: '#6fdc8c' },
  red: { light: '#b8232a', dark: '#ff9a90' },
};

/** As a style says it, for the scheme that the page has. */
export const painted = (colour: Colour): string => {
  const { light, dark } = COLOUR_VALUES[colour];
  return `light-dark(${light}, ${dark})`;
};
