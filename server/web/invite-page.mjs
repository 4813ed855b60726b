// @ts-check
/**
 * `/j`: what a friend sees who opens an invite without Lockstep. The film's address stands in the link's fragment, which
 * no browser sends, so neither this server nor a proxy before it learns what is watched. The page is one answer without
 * anything from elsewhere, and leads on only by a click on an address that it shows.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { directionOf, languageFor, WORDS } from './words.mjs';

/** @param {string} name */
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * @param {string | undefined} installUrl where Lockstep can be had
 * @returns {(acceptLanguage: string) => { html: string, language: string, headers: Record<string, string> }}
 */
export function createInvitePage(installUrl) {
  const template = read('invite.html');
  const style = read('invite.css');
  const script = read('invite.js');
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const headers = {
    'Content-Security-Policy': policy,
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'public, max-age=300',
    Vary: 'Accept-Language',
  };
  const pages = new Map(
    Object.entries(WORDS).map(([languageTag, { getLink, getAsk, ...words }]) => {
      const get = installUrl ? `<a href="${escaped(installUrl)}">${escaped(getLink)}</a>` : escaped(getAsk);
      /** @type {Record<string, string>} */
      const values = { style, script, get };
      for (const [name, text] of Object.entries(words)) values[name] = escaped(text);
      const localized = template.replace('lang="en"', `lang="${languageTag}" dir="${directionOf(languageTag)}"`);
      return [languageTag, localized.replace(/(?:\/\*)?\{\{(\w+)\}\}(?:\*\/)?/g, (_, name) => values[name] ?? '')];
    }),
  );
  return (acceptLanguage) => {
    const language = languageFor(acceptLanguage);
    return { html: pages.get(language) ?? '', language, headers };
  };
}
