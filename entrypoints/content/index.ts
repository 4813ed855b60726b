import { defineContentScript } from 'wxt/utils/define-content-script';
import { startPart } from './part';

/**
 * The player part, injected on demand into every frame of the tab that is in a room. WXT's context is not
 * used: a page can end it by an event of its own.
 */
export default defineContentScript({
  matches: ['http://*/*', 'https://*/*'],
  registration: 'runtime',
  noScriptStartedPostMessage: true,
  main() {
    // A page that the browser has only prepared is nobody's page yet.
    const { prerendering } = document as Document & { readonly prerendering?: boolean };
    if (prerendering) document.addEventListener('prerenderingchange', startPart, { once: true });
    else startPart();
  },
});
