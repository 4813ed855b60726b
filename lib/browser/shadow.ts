/** The shadow root of an element, a closed one too, which browsers open to extensions each in its own way. */
export function openShadow(element: Element): ShadowRoot | null {
  if (import.meta.env.FIREFOX)
    return (element as { openOrClosedShadowRoot?: ShadowRoot }).openOrClosedShadowRoot ?? null;
  return chrome.dom.openOrClosedShadowRoot(element as HTMLElement) as ShadowRoot | null;
}
