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
    startPart();
  },
});
