// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { COLOURS } from '../../lib/core/wire/colours';
import { ColourChoice } from '../../lib/ui/ColourChoice';
import { COLOUR_VALUES } from '../../lib/ui/colours';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { translator } from '../fixtures/gallery/words';

/** Grounds of `lib/ui/styles.css`; the darkest of what is drawn over a film is the dark page's match. */
const GROUNDS = { light: ['#ffffff', '#f4f5f8'], dark: ['#1e1f25', '#292b33', '#14161e'] } as const;
/** WCAG 2.2, 1.4.3: of words. Bars and lines would need 3. */
const LEAST = 4.5;

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
const contrast = (a: string, b: string) => {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
};

test.each(COLOURS)('ME-5: %s can be told from its ground in both schemes', (colour) => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const ground of GROUNDS[scheme]) {
      expect.soft(contrast(COLOUR_VALUES[colour][scheme], ground), `${scheme} ${ground}`).toBeGreaterThan(LEAST);
    }
  }
});

describe('the choice of a colour', () => {
  afterEach(() => act(() => render(null, document.body)));

  it('is a radio group that says each colour in words', async () => {
    const choose = vi.fn();
    await act(async () =>
      render(
        <Words.Provider value={translator(en)}>
          <ColourChoice value="teal" onChange={choose} />
        </Words.Provider>,
        document.body,
      ),
    );
    const radios = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(radios).toHaveLength(COLOURS.length + 1);
    const named = (name: string) => radios.find(({ labels }) => labels?.[0]?.textContent?.trim() === name);
    expect(named('Teal')?.checked).toBe(true);
    await act(async () => named('Automatic')?.click());
    expect(choose).toHaveBeenCalledWith('auto');
  });
});
