import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import ids from './companion/extension-ids.json' with { type: 'json' };

/** Every page that can play a video. */
const WEB = ['http://*/*', 'https://*/*'];

/** The one page of ours that a web page's frame may show; it shows nothing there unless it is let in (SPEC CH-16). */
const FRAMED = ['chat-frame.html'];

/** Servers that a build is made for (docs: server/README.md), and whether it shows the welcome page (`off`: not). */
const BUILT_IN = [
  'LOCKSTEP_SERVER',
  'LOCKSTEP_RELAYS',
  'LOCKSTEP_TRACKERS',
  'LOCKSTEP_NOSTR',
  'LOCKSTEP_DISCORD_ID',
  'LOCKSTEP_WELCOME',
];

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill'],
  imports: false,
  outDir: process.env.LOCKSTEP_OUT ?? '.output',
  // What is made here is no source.
  zip: { excludeSources: ['artifacts/**', 'coverage/**'] },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: [
      'storage',
      'scripting',
      'webNavigation',
      ...(browser === 'firefox' ? [] : ['offscreen', 'sidePanel']),
    ],
    // Asked for when the person switches Discord on.
    optional_permissions: ['nativeMessaging'],
    host_permissions: WEB,
    web_accessible_resources:
      browser === 'firefox' ? FRAMED : [{ resources: FRAMED, matches: WEB, use_dynamic_url: true }],
    // Chrome suggests keys for four commands at most.
    commands: {
      [browser === 'firefox' ? '_execute_browser_action' : '_execute_action']: {
        suggested_key: { default: 'Alt+Shift+L' },
      },
      'sync-now': { suggested_key: { default: 'Alt+Shift+Y' }, description: '__MSG_syncNow__' },
      'watch-alone': { suggested_key: { default: 'Alt+Shift+A' }, description: '__MSG_watchAlone__' },
      'open-chat': { suggested_key: { default: 'Alt+Shift+C' }, description: '__MSG_commandChat__' },
    },
    ...(browser === 'firefox'
      ? {
          sidebar_action: { default_panel: 'chat.html', default_title: '__MSG_chatTitle__', open_at_install: false },
          browser_specific_settings: {
            gecko: {
              id: 'lockstep@lockstep.example',
              strict_min_version: '128.0',
              // Of the page with the film and of the own name the members of a room hear (docs/privacy.md).
              data_collection_permissions: {
                required: ['browsingActivity', 'personalCommunications', 'personallyIdentifyingInfo'],
              },
            },
          },
        }
      : {
          // `URL.parse` is of 126; before 128 a nudge with the pitch kept is not counted by the browser.
          minimum_chrome_version: '128',
          // Fixes the id, which the companion's installer names. Stores refuse it, and sign with a key of their own.
          ...(process.argv.includes('zip') ? {} : { key: ids.chrome.key }),
          side_panel: { default_path: 'chat.html' },
        }),
  }),
  vite: () => ({
    plugins: [preact()],
    define: Object.fromEntries(
      BUILT_IN.map((name) => [`import.meta.env.${name}`, JSON.stringify(process.env[name] ?? '')]),
    ),
  }),
  hooks: {
    'build:manifestGenerated': (_, manifest) => {
      // The scout is an unlisted script: WXT's own content-script wrapper would triple it, and its end
      // could be triggered by a page.
      manifest.content_scripts = [
        // A page that a script has made of nothing (`blob:`, `about:blank`) is a page to begin a load from, too.
        { matches: WEB, js: ['scout.js'], run_at: 'document_start', match_origin_as_fallback: true },
      ];
    },
  },
});
